"""When a shopper was last verified, and conversations that their shopper has ended."""

import sqlalchemy as sa
from alembic import op

revision = "0080"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for name in ("verified_at", "ended_at"):
        op.add_column("conversations", sa.Column(name, sa.TIMESTAMP(timezone=True), nullable=True))
    op.create_index(
        op.f("ix_conversations_identity_level"),
        "conversations",
        ["identity_level"],
        postgresql_where=sa.text("identity_level = 'verified' AND NOT is_vouched_by_address"),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index(op.f("ix_conversations_identity_level"), table_name="conversations")
    for name in ("ended_at", "verified_at"):
        op.drop_column("conversations", name)
