"""Figures by day, what they were counted from, and who reads them by e-mail."""

import sqlalchemy as sa
from alembic import op

revision = "0235"
down_revision = "0226"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "figures",
        sa.Column("figure", sa.String(), primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("name", sa.String(), primary_key=True),
        sa.Column("currency", sa.String(), primary_key=True),
        sa.Column("value", sa.BigInteger(), nullable=False),
    )
    op.create_index("ix_figures_whole", "figures", ["day", "figure"], postgresql_where=sa.text("name = ''"))
    op.create_table(
        "figure_source_days",
        sa.Column("source", sa.String(), primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("rows", sa.BigInteger(), nullable=False),
        sa.Column("checksum", sa.Numeric(), nullable=False),
        sa.Column("read_at", sa.TIMESTAMP(timezone=True), server_default=sa.func.now(), nullable=False),
    )
    op.create_table(
        "figure_readers",
        sa.Column("member_id", sa.Uuid(), sa.ForeignKey("staff_members.id"), primary_key=True),
        sa.Column("told_of", sa.Date(), nullable=True),
        sa.Column("since", sa.TIMESTAMP(timezone=True), server_default=sa.func.now(), nullable=False),
    )
    op.create_index("ix_orders_placed_at", "orders", ["placed_at"])
    op.create_index("ix_refunds_created_at", "refunds", ["created_at"])
    op.create_index("ix_return_requests_created_at", "return_requests", ["created_at"])
    op.create_index("ix_handoffs_created_at", "handoffs", ["created_at"])
    op.create_index(
        "ix_journey_steps_sent_at", "journey_steps", ["at"], postgresql_where=sa.text("outcome = 'sent'")
    )
    op.create_index(
        "ix_shop_events_campaign",
        "shop_events",
        ["customer_id", "at"],
        postgresql_where=sa.text("details ? 'utm_campaign'"),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index("ix_shop_events_campaign", "shop_events")
    op.drop_index("ix_journey_steps_sent_at", "journey_steps")
    op.drop_index("ix_handoffs_created_at", "handoffs")
    op.drop_index("ix_return_requests_created_at", "return_requests")
    op.drop_index("ix_refunds_created_at", "refunds")
    op.drop_index("ix_orders_placed_at", "orders")
    op.drop_table("figure_readers")
    op.drop_table("figure_source_days")
    op.drop_table("figures")
