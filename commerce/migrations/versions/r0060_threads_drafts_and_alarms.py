"""Threads of cases, replies on their way, alarms, canned replies, tags and snoozing."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0060"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "canned_replies",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("updated_by", sa.Uuid(), nullable=True),
        sa.Column("updated_at", sa.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["updated_by"], ["staff_members.id"], name=op.f("fk_canned_replies_updated_by")
        ),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_canned_replies")),
    )
    op.create_table(
        "desk_alarms",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "nobody_claims",
                "clock_near",
                "clock_breached",
                "thread_lost",
                "desk_away",
                name="alarmkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("raised_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("cleared_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("is_posted", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_desk_alarms_conversation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_alarms")),
    )
    op.create_index(op.f("ix_desk_alarms_conversation_id"), "desk_alarms", ["conversation_id"], unique=False)
    op.create_index(
        "uq_desk_alarms_standing",
        "desk_alarms",
        ["kind", "subject"],
        unique=True,
        postgresql_where=sa.text("cleared_at IS NULL"),
    )
    op.create_table(
        "desk_drafts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("position", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("cards", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "waiting",
                "sent",
                "noted",
                "withdrawn",
                name="draftstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("due_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("is_marked", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["staff_members.id"], name=op.f("fk_desk_drafts_agent_id")),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_desk_drafts_conversation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_drafts")),
        sa.UniqueConstraint("source", name=op.f("uq_desk_drafts_source")),
    )
    op.create_index(op.f("ix_desk_drafts_conversation_id"), "desk_drafts", ["conversation_id"], unique=False)
    op.create_table(
        "desk_posts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("handoff_id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("part", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("begun_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("stamp", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_desk_posts_conversation_id")
        ),
        sa.ForeignKeyConstraint(["handoff_id"], ["handoffs.id"], name=op.f("fk_desk_posts_handoff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_posts")),
        sa.UniqueConstraint("handoff_id", "number", name=op.f("uq_desk_posts_handoff_id_number")),
    )
    op.create_index(op.f("ix_desk_posts_conversation_id"), "desk_posts", ["conversation_id"], unique=False)
    op.create_index("ix_desk_posts_stamp", "desk_posts", ["stamp"], unique=False)
    op.create_index(
        "ix_desk_posts_waiting",
        "desk_posts",
        ["handoff_id", "number"],
        unique=False,
        postgresql_where=sa.text("stamp IS NULL"),
    )
    op.create_table(
        "desk_threads",
        sa.Column("handoff_id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("stamp", sa.String(), nullable=True),
        sa.Column("messages_until", sa.BigInteger(), nullable=False),
        sa.Column("notes_until", sa.BigInteger(), nullable=False),
        sa.Column("card", sa.String(), nullable=False),
        sa.Column("is_closed", sa.Boolean(), nullable=False),
        sa.Column("lost_because", sa.String(), nullable=True),
        sa.Column("try_again_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_desk_threads_conversation_id")
        ),
        sa.ForeignKeyConstraint(["handoff_id"], ["handoffs.id"], name=op.f("fk_desk_threads_handoff_id")),
        sa.PrimaryKeyConstraint("handoff_id", name=op.f("pk_desk_threads")),
        sa.UniqueConstraint("channel", "stamp", name=op.f("uq_desk_threads_channel_stamp")),
    )
    op.create_index(
        op.f("ix_desk_threads_conversation_id"), "desk_threads", ["conversation_id"], unique=False
    )
    op.add_column(
        "desk_notes", sa.Column("position", sa.BigInteger(), sa.Identity(always=True), nullable=False)
    )
    op.add_column("desk_notes", sa.Column("author_name", sa.String(), nullable=True))
    op.add_column("desk_notes", sa.Column("source", sa.String(), nullable=True))
    op.create_unique_constraint(op.f("uq_desk_notes_source"), "desk_notes", ["source"])
    op.add_column(
        "handoffs",
        sa.Column("tags", postgresql.ARRAY(sa.String()), server_default=sa.text("'{}'"), nullable=False),
    )
    op.add_column("handoffs", sa.Column("snoozed_at", sa.TIMESTAMP(timezone=True), nullable=True))
    op.add_column("handoffs", sa.Column("snoozed_until", sa.TIMESTAMP(timezone=True), nullable=True))
    op.add_column("staff_members", sa.Column("slack_user", sa.String(), nullable=True))
    op.add_column("staff_members", sa.Column("away_since", sa.TIMESTAMP(timezone=True), nullable=True))


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_column("staff_members", "away_since")
    op.drop_column("staff_members", "slack_user")
    op.drop_column("handoffs", "snoozed_until")
    op.drop_column("handoffs", "snoozed_at")
    op.drop_column("handoffs", "tags")
    op.drop_constraint(op.f("uq_desk_notes_source"), "desk_notes", type_="unique")
    op.drop_column("desk_notes", "source")
    op.drop_column("desk_notes", "author_name")
    op.drop_column("desk_notes", "position")
    op.drop_index(op.f("ix_desk_threads_conversation_id"), table_name="desk_threads")
    op.drop_table("desk_threads")
    op.drop_index("ix_desk_posts_waiting", table_name="desk_posts", postgresql_where=sa.text("stamp IS NULL"))
    op.drop_index("ix_desk_posts_stamp", table_name="desk_posts")
    op.drop_index(op.f("ix_desk_posts_conversation_id"), table_name="desk_posts")
    op.drop_table("desk_posts")
    op.drop_index(op.f("ix_desk_drafts_conversation_id"), table_name="desk_drafts")
    op.drop_table("desk_drafts")
    op.drop_index(
        "uq_desk_alarms_standing", table_name="desk_alarms", postgresql_where=sa.text("cleared_at IS NULL")
    )
    op.drop_index(op.f("ix_desk_alarms_conversation_id"), table_name="desk_alarms")
    op.drop_table("desk_alarms")
    op.drop_table("canned_replies")
