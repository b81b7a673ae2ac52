"""Locks on accounts, the contacts from before, and what finds them suspicious quickly."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0236"
down_revision = "0227"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "former_contacts",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("customer_id", sa.String(), sa.ForeignKey("customers.id"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("replaced_at", sa.TIMESTAMP(timezone=True), nullable=False),
    )
    op.create_index(
        "ix_former_contacts_customer_id_replaced_at", "former_contacts", ["customer_id", "replaced_at"]
    )
    op.create_table(
        "account_locks",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("customer_id", sa.String(), sa.ForeignKey("customers.id"), nullable=False),
        sa.Column("score", sa.BigInteger(), nullable=False),
        sa.Column("reasons", JSONB(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False, unique=True),
        sa.Column("locked_at", sa.TIMESTAMP(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("released_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("released_by", sa.String(), nullable=True),
    )
    op.create_index(
        "uq_account_locks_standing",
        "account_locks",
        ["customer_id"],
        unique=True,
        postgresql_where=sa.text("released_at IS NULL"),
    )
    op.create_index(
        "ix_conversations_network",
        "conversations",
        ["network", "created_at"],
        postgresql_where=sa.text("network IS NOT NULL"),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index("ix_conversations_network", "conversations")
    op.drop_table("account_locks")
    op.drop_table("former_contacts")
