"""Points for what is no purchase: birthdays, reviews, friends, a first order."""

import sqlalchemy as sa
from alembic import op

revision = "0215"
down_revision = "0205"
branch_labels = None
depends_on = None

_REASONS = ("earned", "redeemed", "clawed_back", "restored", "expired", "granted")
_OCCASIONS = ("birthday", "review", "referral", "first_order")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("points_entries", sa.Column("occasion", sa.String(), nullable=True))
    _allow(*_REASONS, *_OCCASIONS)
    op.create_index(
        "uq_points_entries_occasion",
        "points_entries",
        ["customer_id", "reason", "occasion"],
        unique=True,
        postgresql_where=sa.text("occasion IS NOT NULL"),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index("uq_points_entries_occasion", "points_entries")
    entries = sa.table("points_entries", sa.column("reason", sa.String()))
    op.execute(entries.update().where(entries.c.reason.in_(_OCCASIONS)).values(reason="granted"))
    _allow(*_REASONS)
    op.drop_column("points_entries", "occasion")


def _allow(*reasons: str) -> None:
    listed = ", ".join(f"'{reason}'" for reason in reasons)
    op.drop_constraint(op.f("ck_points_entries_pointsreason"), "points_entries")
    op.create_check_constraint(
        op.f("ck_points_entries_pointsreason"), "points_entries", f"reason IN ({listed})"
    )
