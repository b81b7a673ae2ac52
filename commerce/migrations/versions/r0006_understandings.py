"""What was understood of each message, for those who teach the bot."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "understandings",
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("intent", sa.String(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("ranking", postgresql.JSONB(), nullable=False),
        sa.Column("entities", postgresql.JSONB(), nullable=False),
        sa.Column("is_fallback", sa.Boolean(), nullable=False),
        sa.Column("asked", sa.String(), nullable=True),
        sa.Column("actions", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_understandings_conversation_id")
        ),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name=op.f("fk_understandings_message_id")),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_understandings")),
    )
    op.create_index(op.f("ix_understandings_conversation_id"), "understandings", ["conversation_id"])
    op.create_index(op.f("ix_understandings_created_at"), "understandings", ["created_at"])


def downgrade() -> None:
    op.drop_table("understandings")
