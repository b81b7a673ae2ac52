"""The trainers' place: decisions, models, what models must keep right, tags."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0070"
down_revision = "0080"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "inbox_notes",
        sa.Column("message_key", sa.String(), nullable=False),
        sa.Column("group_number", sa.BigInteger(), nullable=False),
        sa.Column("suggestions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("is_disputed", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("message_key", name=op.f("pk_inbox_notes")),
    )
    op.create_table(
        "gate_cases",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("intent", sa.String(), nullable=False),
        sa.Column(
            "entities",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'[]'"),
            nullable=False,
        ),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["staff_members.id"], name=op.f("fk_gate_cases_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gate_cases")),
        sa.UniqueConstraint("text", name=op.f("uq_gate_cases_text")),
    )
    op.create_table(
        "model_promotions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("before", sa.String(), server_default="", nullable=False),
        sa.Column("is_rollback", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["staff_members.id"], name=op.f("fk_model_promotions_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_promotions")),
    )
    op.create_index(op.f("ix_model_promotions_created_at"), "model_promotions", ["created_at"], unique=False)
    op.create_index(op.f("ix_model_promotions_model"), "model_promotions", ["model"], unique=False)
    op.create_table(
        "trained_models",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "training",
                "ready",
                "refused",
                "failed",
                "pruned",
                name="modelstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("progress", sa.String(), server_default="", nullable=False),
        sa.Column("data_version", sa.String(), server_default="", nullable=False),
        sa.Column("sentences", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column(
            "report", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.Column("compared_with", sa.String(), server_default="", nullable=False),
        sa.Column("problem", sa.String(), server_default="", nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("measured_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("shadow_since", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("shadow_until", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["made_by"], ["staff_members.id"], name=op.f("fk_trained_models_made_by")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_trained_models")),
    )
    op.create_index(
        "uq_trained_models_under_way",
        "trained_models",
        [sa.literal_column("(true)")],
        unique=True,
        postgresql_where=sa.text("state IN ('waiting', 'training')"),
    )
    op.create_table(
        "training_changes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("batch", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "labelled",
                "rejected",
                "moved",
                "removed",
                "marked",
                "confirmed",
                "intent",
                "story",
                "reply",
                "article",
                name="changekind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("message_key", sa.String(), nullable=True),
        sa.Column("file", sa.String(), server_default="", nullable=False),
        sa.Column("intent", sa.String(), server_default="", nullable=False),
        sa.Column("intent_before", sa.String(), server_default="", nullable=False),
        sa.Column("line", sa.String(), server_default="", nullable=False),
        sa.Column("line_before", sa.String(), server_default="", nullable=False),
        sa.Column("commit", sa.String(), server_default="", nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("undone_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("undone_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["made_by"], ["staff_members.id"], name=op.f("fk_training_changes_made_by")),
        sa.ForeignKeyConstraint(
            ["undone_by"], ["staff_members.id"], name=op.f("fk_training_changes_undone_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_changes")),
    )
    op.create_index(op.f("ix_training_changes_batch"), "training_changes", ["batch"], unique=False)
    op.create_index(op.f("ix_training_changes_created_at"), "training_changes", ["created_at"], unique=False)
    op.create_index(
        "uq_training_changes_message_key",
        "training_changes",
        ["message_key"],
        unique=True,
        postgresql_where=sa.text("message_key IS NOT NULL AND undone_at IS NULL"),
    )
    op.create_table(
        "conversation_tags",
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("tag", sa.String(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_conversation_tags_conversation_id")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["staff_members.id"], name=op.f("fk_conversation_tags_made_by")),
        sa.PrimaryKeyConstraint("conversation_id", "tag", name=op.f("pk_conversation_tags")),
    )
    op.create_index(op.f("ix_conversation_tags_tag"), "conversation_tags", ["tag"], unique=False)
    op.create_table(
        "shadow_answers",
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("intent", sa.String(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("is_fallback", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name=op.f("fk_shadow_answers_message_id")),
        sa.PrimaryKeyConstraint("message_id", "model", name=op.f("pk_shadow_answers")),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("shadow_answers")
    op.drop_index(op.f("ix_conversation_tags_tag"), table_name="conversation_tags")
    op.drop_table("conversation_tags")
    op.drop_index(
        "uq_training_changes_message_key",
        table_name="training_changes",
        postgresql_where=sa.text("message_key IS NOT NULL AND undone_at IS NULL"),
    )
    op.drop_index(op.f("ix_training_changes_created_at"), table_name="training_changes")
    op.drop_index(op.f("ix_training_changes_batch"), table_name="training_changes")
    op.drop_table("training_changes")
    op.drop_index(
        "uq_trained_models_under_way",
        table_name="trained_models",
        postgresql_where=sa.text("state IN ('waiting', 'training')"),
    )
    op.drop_table("trained_models")
    op.drop_index(op.f("ix_model_promotions_model"), table_name="model_promotions")
    op.drop_index(op.f("ix_model_promotions_created_at"), table_name="model_promotions")
    op.drop_table("model_promotions")
    op.drop_table("gate_cases")
    op.drop_table("inbox_notes")
