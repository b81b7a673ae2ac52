"""Points that are pending until a day, and the store credit that redeemed ones become."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0020"
branch_labels = None
depends_on = None

_REASONS = ("opening", "payment", "refund", "correction")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("points_entries", sa.Column("available_at", sa.TIMESTAMP(timezone=True), nullable=True))
    _allow_credit_reasons(*_REASONS, "points")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _allow_credit_reasons(*_REASONS)
    op.drop_column("points_entries", "available_at")


def _allow_credit_reasons(*reasons: str) -> None:
    listed = ", ".join(f"'{reason}'" for reason in reasons)
    op.drop_constraint(op.f("ck_credit_entries_creditreason"), "credit_entries")
    op.create_check_constraint(
        op.f("ck_credit_entries_creditreason"), "credit_entries", f"reason IN ({listed})"
    )
