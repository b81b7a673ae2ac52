"""Payment methods of a kind that the store has no rules for."""

from alembic import op

revision = "0010"
down_revision = "0006"
branch_labels = None
depends_on = None

_KINDS = "kind IN ('credit_card', 'paypal', 'gift_card', 'store_credit'{})"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _allow(", 'other'")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("UPDATE payment_methods SET kind = 'credit_card' WHERE kind = 'other'")
    _allow("")


def _allow(more: str) -> None:
    op.drop_constraint(op.f("ck_payment_methods_paymentmethodkind"), "payment_methods", type_="check")
    op.create_check_constraint(
        op.f("ck_payment_methods_paymentmethodkind"), "payment_methods", _KINDS.format(more)
    )
