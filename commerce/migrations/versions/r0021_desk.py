"""The desk: who has a case, how it ended, notes, ratings, and who wrote a message."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0011"
branch_labels = None
depends_on = None

_ESCALATIONS = ("asked", "not_understood", "policy", "no_answer", "not_served", "failure")
_NEW_ESCALATIONS = ("upset", "identification", "sensitive", "staff")
_PROBLEMS = ("manual_review", "resolved")
_CREDITS = ("opening", "payment", "refund", "correction", "points")
_RESOLUTIONS = ("solved", "not_solved", "handed_back", "no_reply", "duplicate", "spam")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("messages", sa.Column("sent_by", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("fk_messages_sent_by"), "messages", "staff_members", ["sent_by"], ["id"])
    for column in (
        sa.Column("priority", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("assigned_to", sa.Uuid(), nullable=True),
        sa.Column("assigned_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("first_reply_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("resolution", _enum("resolution", *_RESOLUTIONS), nullable=True),
        sa.Column("resolution_note", sa.String(), server_default="", nullable=False),
    ):
        op.add_column("handoffs", column)
    op.create_foreign_key(
        op.f("fk_handoffs_assigned_to"), "handoffs", "staff_members", ["assigned_to"], ["id"]
    )
    op.create_index(op.f("ix_handoffs_conversation_id"), "handoffs", ["conversation_id"])
    _allow("handoffs", "escalation", "escalation", *_ESCALATIONS, *_NEW_ESCALATIONS)
    _allow("problem_reports", "problemstatus", "status", *_PROBLEMS, "declined")
    _allow("credit_entries", "creditreason", "reason", *_CREDITS, "goodwill")
    op.create_table(
        "desk_notes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_notes")),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_desk_notes_conversation_id")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["staff_members.id"], name=op.f("fk_desk_notes_author_id")),
    )
    op.create_index(op.f("ix_desk_notes_conversation_id"), "desk_notes", ["conversation_id"])
    op.create_table(
        "csat_ratings",
        sa.Column("handoff_id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("score", sa.BigInteger(), nullable=True),
        sa.Column("comment", sa.String(), server_default="", nullable=False),
        sa.Column("rated_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("handoff_id", name=op.f("pk_csat_ratings")),
        sa.ForeignKeyConstraint(["handoff_id"], ["handoffs.id"], name=op.f("fk_csat_ratings_handoff_id")),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_csat_ratings_conversation_id")
        ),
        sa.CheckConstraint("score BETWEEN 1 AND 5", name=op.f("ck_csat_ratings_score_of_five")),
    )
    op.create_index(op.f("ix_csat_ratings_conversation_id"), "csat_ratings", ["conversation_id"])


def _allow(table: str, constraint: str, column: str, *values: str) -> None:
    name, listed = op.f(f"ck_{table}_{constraint}"), ", ".join(f"'{each}'" for each in values)
    op.drop_constraint(name, table, type_="check")
    op.create_check_constraint(name, table, f"{column} IN ({listed})")


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def downgrade() -> None:
    op.drop_table("csat_ratings")
    op.drop_table("desk_notes")
    _allow("handoffs", "escalation", "escalation", *_ESCALATIONS)
    _allow("problem_reports", "problemstatus", "status", *_PROBLEMS)
    _allow("credit_entries", "creditreason", "reason", *_CREDITS)
    op.drop_index(op.f("ix_handoffs_conversation_id"), "handoffs")
    for column in (
        "resolution_note",
        "resolution",
        "first_reply_at",
        "assigned_at",
        "assigned_to",
        "priority",
    ):
        op.drop_column("handoffs", column)
    op.drop_column("messages", "sent_by")
