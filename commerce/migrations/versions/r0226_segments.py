"""Scores of customers and the segments they are in."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0226"
down_revision = "0210"
branch_labels = None
depends_on = None

_MOMENT = sa.TIMESTAMP(timezone=True)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "customer_scores",
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("scored_at", _MOMENT, nullable=False),
        sa.Column("orders", sa.BigInteger(), nullable=False),
        sa.Column("spent_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=True),
        sa.Column("last_order_at", _MOMENT, nullable=True),
        sa.Column("chance", sa.Float(), nullable=True),
        sa.Column("expected_orders", sa.Float(), nullable=True),
        sa.Column("value_minor", sa.BigInteger(), nullable=True),
        sa.Column("intent", sa.BigInteger(), nullable=False),
        sa.Column("fatigue", sa.BigInteger(), nullable=False),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("why", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_customer_scores_customer_id_customers")
        ),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_customer_scores")),
    )
    op.create_index(op.f("ix_customer_scores_scored_at"), "customer_scores", ["scored_at"])
    op.create_table(
        "customer_segments",
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("segment", sa.String(), nullable=False),
        sa.Column("entered_at", _MOMENT, nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_customer_segments_customer_id_customers")
        ),
        sa.PrimaryKeyConstraint("customer_id", "segment", name=op.f("pk_customer_segments")),
    )
    op.create_index("ix_customer_segments_entered", "customer_segments", ["segment", "entered_at"])


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("customer_segments")
    op.drop_table("customer_scores")
