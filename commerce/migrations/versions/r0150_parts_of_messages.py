"""Messages that turned out to be the beginning of a later one."""

import sqlalchemy as sa
from alembic import op

revision = "0150"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("messages", sa.Column("joined_to", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("fk_messages_joined_to"), "messages", "messages", ["joined_to"], ["id"])
    op.create_index(
        "ix_messages_joined_to",
        "messages",
        ["joined_to"],
        postgresql_where=sa.text("joined_to IS NOT NULL"),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index("ix_messages_joined_to", "messages")
    op.drop_constraint(op.f("fk_messages_joined_to"), "messages")
    op.drop_column("messages", "joined_to")
