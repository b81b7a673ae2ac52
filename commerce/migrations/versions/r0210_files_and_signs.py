"""Files to shoppers, what each side has seen, the shopper's language, and thumbs at answers."""

import sqlalchemy as sa
from alembic import op

revision = "0210"
down_revision = "0216"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "sent_files",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("content_type", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_sent_files_conversation_id")
        ),
        sa.ForeignKeyConstraint(["agent_id"], ["staff_members.id"], name=op.f("fk_sent_files_agent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sent_files")),
    )
    op.create_index(op.f("ix_sent_files_conversation_id"), "sent_files", ["conversation_id"])
    op.add_column("attachments", sa.Column("name", sa.String(), server_default="", nullable=False))
    op.add_column("conversations", sa.Column("language", sa.String(), nullable=True))
    for name in ("shopper_saw", "agent_saw"):
        op.add_column(
            "conversations", sa.Column(name, sa.BigInteger(), server_default=sa.text("0"), nullable=False)
        )
    op.add_column("messages", sa.Column("is_helpful", sa.Boolean(), nullable=True))


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_column("messages", "is_helpful")
    for name in ("agent_saw", "shopper_saw", "language"):
        op.drop_column("conversations", name)
    op.drop_column("attachments", "name")
    op.drop_index(op.f("ix_sent_files_conversation_id"), table_name="sent_files")
    op.drop_table("sent_files")
