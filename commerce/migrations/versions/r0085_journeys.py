"""Journeys: their versions, who is on one, what its steps did; mails that are handed over once."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0085"
down_revision = "0070"
branch_labels = None
depends_on = None

_MOMENT = sa.TIMESTAMP(timezone=True)
_SUBJECTS = ("cart", "order", "customer")
_STATUSES = ("running", "finished", "left", "held_out")
_OUTCOMES = ("sent", "held", "put_off", "skipped")
_TOPICS = ("service", "marketing")
_OLD_SOURCES = ("wrote_first", "keyword", "own_words", "provider")
_NEW_SOURCES = (*_OLD_SOURCES, "preferences", "one_click", "sign_up")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "journey_versions",
        sa.Column("journey", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("definition", postgresql.JSONB(), nullable=False),
        _now("created_at"),
        sa.PrimaryKeyConstraint("journey", "version", name=op.f("pk_journey_versions")),
    )
    op.create_table(
        "journey_marks",
        sa.Column("journey", sa.String(), nullable=False),
        sa.Column("through", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("journey", name=op.f("pk_journey_marks")),
    )
    op.create_table(
        "journey_pauses",
        sa.Column("journey", sa.String(), nullable=False),
        _now("paused_at"),
        sa.Column("paused_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["paused_by"], ["staff_members.id"], name=op.f("fk_journey_pauses_paused_by")
        ),
        sa.PrimaryKeyConstraint("journey", name=op.f("pk_journey_pauses")),
    )
    op.create_table(
        "undeliverable_addresses",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        _now("noted_at"),
        sa.PrimaryKeyConstraint("channel", "address", name=op.f("pk_undeliverable_addresses")),
    )
    op.create_table(
        "mail_handovers",
        sa.Column("key", sa.String(), nullable=False),
        _now("begun_at"),
        sa.Column("sent_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_mail_handovers")),
    )
    op.create_index(op.f("ix_mail_handovers_begun_at"), "mail_handovers", ["begun_at"])
    _runs()
    _steps()
    _allow_sources(_NEW_SOURCES)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _allow_sources(_OLD_SOURCES)
    for table in (
        "journey_steps",
        "journey_runs",
        "mail_handovers",
        "undeliverable_addresses",
        "journey_pauses",
        "journey_marks",
        "journey_versions",
    ):
        op.drop_table(table)


def _runs() -> None:
    op.create_table(
        "journey_runs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("journey", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("subject_kind", _enum("subjectkind", *_SUBJECTS), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("occasion", sa.String(), nullable=False),
        sa.Column("status", _enum("runstatus", *_STATUSES), nullable=False),
        sa.Column("step", sa.String(), nullable=True),
        sa.Column("started_at", _MOMENT, nullable=False),
        sa.Column("due_at", _MOMENT, nullable=False),
        sa.Column("ended_at", _MOMENT, nullable=True),
        sa.Column("end_reason", sa.String(), nullable=True),
        _now("created_at"),
        sa.ForeignKeyConstraint(
            ["journey", "version"],
            ["journey_versions.journey", "journey_versions.version"],
            name=op.f("fk_journey_runs_journey_version"),
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_journey_runs_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journey_runs")),
        sa.UniqueConstraint(
            "journey", "subject", "occasion", name=op.f("uq_journey_runs_journey_subject_occasion")
        ),
    )
    op.create_index(
        "ix_journey_runs_due", "journey_runs", ["due_at"], postgresql_where=sa.text("status = 'running'")
    )
    op.create_index("ix_journey_runs_customer", "journey_runs", ["customer_id", "journey"])
    op.create_index("ix_journey_runs_started", "journey_runs", ["journey", "started_at"])
    op.create_index(op.f("ix_journey_runs_subject"), "journey_runs", ["subject"])


def _steps() -> None:
    op.create_table(
        "journey_steps",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("outcome", _enum("outcome", *_OUTCOMES), nullable=False),
        sa.Column("reason", sa.String(), server_default="", nullable=False),
        sa.Column("topic", _enum("topic", *_TOPICS), nullable=False),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("variant", sa.String(), nullable=True),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.Column("conversation_id", sa.Uuid(), nullable=True),
        sa.Column("at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["journey_runs.id"], name=op.f("fk_journey_steps_run_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_journey_steps_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journey_steps")),
    )
    is_sent = sa.text("outcome = 'sent'")
    op.create_index(
        "uq_journey_steps_sent", "journey_steps", ["run_id", "step"], unique=True, postgresql_where=is_sent
    )
    op.create_index(
        "ix_journey_steps_sent_to", "journey_steps", ["customer_id", "at"], postgresql_where=is_sent
    )
    op.create_index(op.f("ix_journey_steps_run_id"), "journey_steps", ["run_id"])
    op.create_index(
        "ix_journey_steps_said_in",
        "journey_steps",
        ["conversation_id", "at"],
        postgresql_where=sa.text("conversation_id IS NOT NULL"),
    )


def _now(name: str) -> sa.Column[object]:
    return sa.Column(name, _MOMENT, server_default=sa.text("now()"), nullable=False)


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=32, create_constraint=True)


def _allow_sources(sources: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{source}'" for source in sources)
    op.drop_constraint(op.f("ck_consent_entries_consentsource"), "consent_entries")
    op.create_check_constraint(
        op.f("ck_consent_entries_consentsource"), "consent_entries", f"source IN ({listed})"
    )
