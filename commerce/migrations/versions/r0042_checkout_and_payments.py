"""Checkouts that hold stock, tries to pay them, what providers report, and who took an order's money."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0042"
down_revision = "0060"
branch_labels = None
depends_on = None

_STOCK_REASONS = ("received", "sold", "cancelled", "returned", "exchanged", "replaced", "corrected")
_MOMENT = sa.TIMESTAMP(timezone=True)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _allow_stock_reasons(*_STOCK_REASONS, "held", "let_go")
    op.add_column(
        "carts", sa.Column("uses_balance", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    op.add_column("orders", sa.Column("points_due", sa.BigInteger(), nullable=True))
    op.add_column(
        "payments", sa.Column("provider", sa.String(), server_default=sa.text("'manual'"), nullable=False)
    )
    op.add_column("payments", sa.Column("reference", sa.String(), nullable=True))
    op.add_column("refunds", sa.Column("reference", sa.String(), nullable=True))
    op.add_column("refunds", sa.Column("failure", sa.String(), nullable=True))
    op.create_index(op.f("ix_refunds_reference"), "refunds", ["reference"])
    _create_checkouts()
    _create_attempts()
    _create_events()
    _create_disputes()
    op.execute("CREATE SEQUENCE order_numbers START 1000001")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("DROP SEQUENCE order_numbers")
    for table in ("disputes", "provider_events", "payment_attempts", "held_lines", "checkouts"):
        op.drop_table(table)
    op.drop_index(op.f("ix_refunds_reference"), "refunds")
    for table, column in (
        ("refunds", "failure"), ("refunds", "reference"), ("payments", "reference"),
        ("payments", "provider"), ("orders", "points_due"), ("carts", "uses_balance"),
    ):  # fmt: skip
        op.drop_column(table, column)
    op.execute("UPDATE stock_entries SET reason = 'corrected' WHERE reason IN ('held', 'let_go')")
    _allow_stock_reasons(*_STOCK_REASONS)


def _allow_stock_reasons(*reasons: str) -> None:
    listed = ", ".join(f"'{reason}'" for reason in reasons)
    op.drop_constraint(op.f("ck_stock_entries_stockreason"), "stock_entries")
    op.create_check_constraint(op.f("ck_stock_entries_stockreason"), "stock_entries", f"reason IN ({listed})")


def _created_at(name: str = "created_at") -> sa.Column[object]:
    return sa.Column(name, _MOMENT, server_default=sa.text("now()"), nullable=False)


def _create_checkouts() -> None:
    op.create_table(
        "checkouts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cart_id", sa.Uuid(), nullable=True),
        sa.Column("customer_id", sa.String(), nullable=True),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("held_until", _MOMENT, nullable=False),
        sa.Column("delivery", sa.String(32), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("full_name", sa.String(), nullable=True),
        sa.Column("shipping_address", postgresql.JSONB(), nullable=True),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        _created_at(),
        sa.CheckConstraint(
            "status IN ('held', 'let_go', 'ordered')", name=op.f("ck_checkouts_checkoutstatus")
        ),
        sa.CheckConstraint("delivery IN ('standard', 'express')", name=op.f("ck_checkouts_delivery")),
        sa.ForeignKeyConstraint(
            ["cart_id"], ["carts.id"], name=op.f("fk_checkouts_cart_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_checkouts_customer_id")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_checkouts_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checkouts")),
        sa.UniqueConstraint("order_id", name=op.f("uq_checkouts_order_id")),
    )
    op.create_index(op.f("ix_checkouts_customer_id"), "checkouts", ["customer_id"])
    op.create_index(
        "ix_checkouts_held_until", "checkouts", ["held_until"], postgresql_where=sa.text("status = 'held'")
    )
    op.create_index(
        "uq_checkouts_of_cart",
        "checkouts",
        ["cart_id"],
        unique=True,
        postgresql_where=sa.text("status <> 'ordered'"),
    )
    op.create_table(
        "held_lines",
        sa.Column("checkout_id", sa.Uuid(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_held_lines_quantity_positive")),
        sa.ForeignKeyConstraint(["checkout_id"], ["checkouts.id"], name=op.f("fk_held_lines_checkout_id")),
        sa.ForeignKeyConstraint(["sku"], ["variants.sku"], name=op.f("fk_held_lines_sku")),
        sa.PrimaryKeyConstraint("checkout_id", "sku", name=op.f("pk_held_lines")),
    )


def _create_attempts() -> None:
    op.create_table(
        "payment_attempts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("checkout_id", sa.Uuid(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=True),
        sa.Column("payment_reference", sa.String(), nullable=True),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("failure", sa.String(), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("terms", postgresql.JSONB(), nullable=False),
        _created_at(),
        sa.Column("settled_at", _MOMENT, nullable=True),
        sa.Column("returned_at", _MOMENT, nullable=True),
        sa.CheckConstraint("amount_minor >= 0", name=op.f("ck_payment_attempts_amount_not_negative")),
        sa.CheckConstraint(
            "status IN ('started', 'failed', 'paid', 'returned')",
            name=op.f("ck_payment_attempts_attemptstatus"),
        ),
        sa.ForeignKeyConstraint(
            ["checkout_id"], ["checkouts.id"], name=op.f("fk_payment_attempts_checkout_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_attempts")),
    )
    op.create_index(op.f("ix_payment_attempts_checkout_id"), "payment_attempts", ["checkout_id"])
    op.create_index(op.f("ix_payment_attempts_payment_reference"), "payment_attempts", ["payment_reference"])
    op.create_index(
        "uq_payment_attempts_reference", "payment_attempts", ["provider", "reference"], unique=True
    )
    op.create_index(
        "ix_payment_attempts_started",
        "payment_attempts",
        ["created_at"],
        postgresql_where=sa.text("status = 'started'"),
    )


def _create_events() -> None:
    op.create_table(
        "provider_events",
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        _created_at("received_at"),
        sa.Column("handled_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("provider", "id", name=op.f("pk_provider_events")),
    )
    op.create_index(
        "ix_provider_events_waiting",
        "provider_events",
        ["received_at"],
        postgresql_where=sa.text("handled_at IS NULL"),
    )


def _create_disputes() -> None:
    op.create_table(
        "disputes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("reported_at", _MOMENT, nullable=False),
        _created_at(),
        sa.CheckConstraint("status IN ('open', 'won', 'lost')", name=op.f("ck_disputes_disputestatus")),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_disputes_payment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disputes")),
    )
    op.create_index(op.f("ix_disputes_payment_id"), "disputes", ["payment_id"])
    op.create_index("uq_disputes_reference", "disputes", ["provider", "reference"], unique=True)
