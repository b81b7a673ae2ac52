"""Reviews that their authors want away."""

from alembic import op

revision = "0255"
down_revision = "0250"
branch_labels = None
depends_on = None

_REASONS = "refused_for IN ('abuse', 'personal', 'advertising', 'off_topic', 'not_genuine'{})"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _allow(", 'withdrawn'")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("UPDATE reviews SET refused_for = 'off_topic' WHERE refused_for = 'withdrawn'")
    _allow("")


def _allow(more: str) -> None:
    op.drop_constraint(op.f("ck_reviews_refusedfor"), "reviews", type_="check")
    op.create_check_constraint(op.f("ck_reviews_refusedfor"), "reviews", _REASONS.format(more))
