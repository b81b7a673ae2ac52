"""Subscriptions, whose orders are checked out without a cart and charged to a saved method."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0216"
down_revision = "0225"
branch_labels = None
depends_on = None

_UNITS = "'day', 'week', 'month'"
_STATES = "'active', 'paused', 'cancelled'"
_REASONS = "'too_much', 'too_expensive', 'not_liked', 'not_needed', 'other'"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("payment_methods", sa.Column("reference", sa.String(), nullable=True))
    op.add_column("payment_methods", sa.Column("payer_reference", sa.String(), nullable=True))
    op.add_column("payment_attempts", sa.Column("payment_method_id", sa.String(), nullable=True))
    op.create_foreign_key(
        op.f("fk_payment_attempts_payment_method_id"),
        "payment_attempts",
        "payment_methods",
        ["payment_method_id"],
        ["id"],
    )
    op.create_index(op.f("ix_payment_attempts_payment_method_id"), "payment_attempts", ["payment_method_id"])
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("interval_count", sa.BigInteger(), nullable=False),
        sa.Column("interval_unit", sa.String(length=32), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("month_day", sa.BigInteger(), nullable=False),
        sa.Column("try_on", sa.Date(), nullable=False),
        sa.Column("failed_tries", sa.BigInteger(), nullable=False),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("shipping_address", postgresql.JSONB(), nullable=False),
        sa.Column("payment_method_id", sa.String(), nullable=False),
        sa.Column("extra_percent", sa.BigInteger(), nullable=False),
        sa.Column("is_offer_used", sa.Boolean(), nullable=False),
        sa.Column("announced_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(length=32), nullable=True),
        sa.Column("ended_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(f"interval_unit IN ({_UNITS})", name=op.f("ck_subscriptions_intervalunit")),
        sa.CheckConstraint(f"status IN ({_STATES})", name=op.f("ck_subscriptions_subscriptionstatus")),
        sa.CheckConstraint(f"end_reason IN ({_REASONS})", name=op.f("ck_subscriptions_endreason")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_subscriptions_quantity_positive")),
        sa.CheckConstraint("interval_count > 0", name=op.f("ck_subscriptions_interval_positive")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_subscriptions_customer_id")),
        sa.ForeignKeyConstraint(["sku"], ["variants.sku"], name=op.f("fk_subscriptions_sku")),
        sa.ForeignKeyConstraint(
            ["payment_method_id"], ["payment_methods.id"], name=op.f("fk_subscriptions_payment_method_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriptions")),
    )
    running = sa.text("status <> 'cancelled'")
    op.create_index("ix_subscriptions_try_on", "subscriptions", ["try_on"], postgresql_where=running)
    op.create_index(
        "uq_subscriptions_running",
        "subscriptions",
        ["customer_id", "sku"],
        unique=True,
        postgresql_where=running,
    )
    op.add_column("checkouts", sa.Column("subscription_id", sa.Uuid(), nullable=True))
    op.add_column("checkouts", sa.Column("renews_on", sa.Date(), nullable=True))
    op.create_foreign_key(
        op.f("fk_checkouts_subscription_id"),
        "checkouts",
        "subscriptions",
        ["subscription_id"],
        ["id"],
        ondelete="SET NULL",
    )
    op.create_index("uq_checkouts_of_renewal", "checkouts", ["subscription_id", "renews_on"], unique=True)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index("uq_checkouts_of_renewal", "checkouts")
    op.drop_constraint(op.f("fk_checkouts_subscription_id"), "checkouts")
    op.drop_column("checkouts", "renews_on")
    op.drop_column("checkouts", "subscription_id")
    op.drop_table("subscriptions")
    op.drop_index(op.f("ix_payment_attempts_payment_method_id"), "payment_attempts")
    op.drop_constraint(op.f("fk_payment_attempts_payment_method_id"), "payment_attempts")
    op.drop_column("payment_attempts", "payment_method_id")
    op.drop_column("payment_methods", "payer_reference")
    op.drop_column("payment_methods", "reference")
