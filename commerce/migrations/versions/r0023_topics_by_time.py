"""What was understood by time, with all that the overview counts of it."""

from alembic import op

revision = "0023"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index(op.f("ix_understandings_created_at"), "understandings")
    op.create_index(
        op.f("ix_understandings_created_at"),
        "understandings",
        ["created_at"],
        postgresql_include=["intent", "conversation_id", "is_fallback"],
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_understandings_created_at"), "understandings")
    op.create_index(op.f("ix_understandings_created_at"), "understandings", ["created_at"])
