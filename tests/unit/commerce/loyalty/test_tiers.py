"""Which tier a ledger comes to, how far the next one is, and when this one ends."""

from datetime import timedelta
from uuid import UUID, uuid4

from commerce.loyalty.models import PointsEntry, PointsReason
from commerce.loyalty.policy import TierPolicy, months_later
from commerce.loyalty.tiers import tier_standing
from tests.factories import NOON

POLICY = TierPolicy.model_validate(
    {
        "tiers": [
            {"name": "Member", "from_points": 0},
            {"name": "Silver", "from_points": 500},
            {"name": "Gold", "from_points": 1500},
        ],
        "period_months": 12,
    }
)


def moved(points: int, reason: PointsReason, days_ago: int, order: UUID | None = None) -> PointsEntry:
    at = NOON - timedelta(days=days_ago)
    return PointsEntry(
        customer_id="c", points=points, reason=reason, created_at=at, order_id=order or uuid4()
    )


def test_nobody_is_less_than_a_member() -> None:
    standing = tier_standing([], POLICY, NOON)
    assert (standing.tier.name, standing.points, standing.missing, standing.until) == ("Member", 0, 500, None)


def test_the_distance_to_the_next_tier_and_the_end_of_this_one() -> None:
    ledger = [moved(400, PointsReason.EARNED, 300), moved(200, PointsReason.EARNED, 20)]
    standing = tier_standing(ledger, POLICY, NOON)
    assert standing.tier.name == "Silver"
    assert standing.next is not None
    assert (standing.next.name, standing.missing) == ("Gold", 900)
    assert standing.until == months_later(NOON - timedelta(days=300), 12)


def test_the_highest_tier_has_none_above() -> None:
    standing = tier_standing([moved(1500, PointsReason.EARNED, 1)], POLICY, NOON)
    assert (standing.tier.name, standing.next, standing.missing) == ("Gold", None, 0)


def test_points_of_more_than_a_year_ago_do_not_count() -> None:
    assert tier_standing([moved(900, PointsReason.EARNED, 366)], POLICY, NOON).points == 0


def test_redeeming_lowers_no_tier_but_a_return_does() -> None:
    order = uuid4()
    ledger = [moved(600, PointsReason.EARNED, 9, order), moved(-600, PointsReason.REDEEMED, 5)]
    assert tier_standing(ledger, POLICY, NOON).tier.name == "Silver"
    ledger.append(moved(-200, PointsReason.CLAWED_BACK, 2, order))
    assert tier_standing(ledger, POLICY, NOON).points == 400


def test_a_return_counts_for_the_day_its_order_earned() -> None:
    old = uuid4()
    ledger = [
        moved(700, PointsReason.EARNED, 380, old),
        moved(-300, PointsReason.CLAWED_BACK, 350, old),
        moved(600, PointsReason.EARNED, 5),
    ]
    assert tier_standing(ledger, POLICY, NOON).points == 600


def test_months_end_where_the_month_does() -> None:
    assert months_later(NOON.replace(month=8, day=31), -6).date().isoformat() == "2026-02-28"
    assert months_later(NOON.replace(month=1, day=31), 12).date().isoformat() == "2027-01-31"
