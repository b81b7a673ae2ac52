"""Conversations by when they began, for the overview."""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_index(op.f("ix_conversations_created_at"), "conversations", ["created_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_conversations_created_at"), "conversations")
