"""Points as lots: what can be spent, what is pending, and what expires first."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from commerce.loyalty.lots import Lots
from commerce.loyalty.models import PointsEntry, PointsReason
from tests.factories import NOON

YEAR = timedelta(days=365)


def entry(points: int, reason: PointsReason, days_ago: int = 0, **fields) -> PointsEntry:
    return PointsEntry(
        customer_id="c", points=points, reason=reason, created_at=NOON - timedelta(days=days_ago), **fields
    )


def earned(points: int, days_ago: int, order: UUID | None = None, **fields) -> PointsEntry:
    at = NOON - timedelta(days=days_ago)
    expiry = {"expires_at": at + YEAR} | fields
    return entry(points, PointsReason.EARNED, days_ago, order_id=order or uuid4(), **expiry)


def test_the_oldest_points_are_spent_first() -> None:
    book = Lots.of([earned(100, 20), earned(300, 300), entry(-250, PointsReason.REDEEMED)])
    assert [(lot.left, lot.expires_at) for lot in book.next_to_expire(NOON)] == [
        (50, NOON + timedelta(days=65)),
        (100, NOON + timedelta(days=345)),
    ]
    assert book.available(NOON) == 150


def test_pending_points_are_not_spent() -> None:
    until = NOON + timedelta(days=3)
    book = Lots.of([earned(80, 10, available_at=until), earned(40, 100)])
    assert book.available(NOON) == 40
    assert [(lot.left, lot.available_at) for lot in book.pending(NOON)] == [(80, until)]
    assert book.available(until) == 120
    assert book.pending(until) == []


def test_a_return_takes_from_what_its_order_gave() -> None:
    order = uuid4()
    taken = entry(-30, PointsReason.CLAWED_BACK, order_id=order)
    book = Lots.of([earned(100, 200), earned(50, 5, order), taken])
    assert sorted(lot.left for lot in book.lots) == [20, 100]


def test_points_that_were_spent_before_the_return_are_owed() -> None:
    order = uuid4()
    ledger = [
        earned(50, 9, order),
        entry(-50, PointsReason.REDEEMED, 5),
        entry(-50, PointsReason.CLAWED_BACK, 4, order_id=order),
    ]
    assert Lots.of(ledger).available(NOON) == -50
    assert Lots.of([*ledger, earned(120, 1)]).available(NOON) == 70


def test_expired_points_are_gone_whether_booked_or_not() -> None:
    ledger = [earned(100, 400), earned(60, 3)]
    assert Lots.of(ledger).available(NOON) == 60
    assert [lot.left for lot in Lots.of(ledger).expired(NOON)] == [100]
    booked = [*ledger, entry(-100, PointsReason.EXPIRED, 35, order_id=ledger[0].order_id)]
    assert Lots.of(booked).available(NOON) == 60
    assert Lots.of(booked).expired(NOON) == []


MOVES = st.lists(
    st.tuples(st.sampled_from(PointsReason), st.integers(1, 500), st.integers(0, 3), st.integers(0, 700)),
    max_size=25,
)


@given(moves=MOVES, at=st.integers(-100, 800))
def test_lots_less_the_debt_are_the_sum_of_the_ledger(moves: list, at: int) -> None:
    orders = [uuid4() for _ in range(4)]
    adding = {PointsReason.EARNED, PointsReason.GRANTED, PointsReason.RESTORED}
    ledger = [
        entry(
            points if reason in adding else -points,
            reason,
            days_ago,
            order_id=None if reason is PointsReason.GRANTED else orders[order],
            expires_at=NOON - timedelta(days=days_ago) + YEAR if reason in adding else None,
        )
        for reason, points, order, days_ago in moves
    ]
    book = Lots.of(ledger)
    assert sum(lot.left for lot in book.lots) - book.debt == sum(each.points for each in ledger)
    assert all(lot.left >= 0 for lot in book.lots)
    assert book.debt >= 0
    moment: datetime = NOON + timedelta(days=at)
    usable = book.available(moment) + book.debt
    waiting = sum(lot.left for lot in book.pending(moment))
    gone = sum(lot.left for lot in book.expired(moment))
    assert usable + waiting + gone == sum(lot.left for lot in book.lots)
