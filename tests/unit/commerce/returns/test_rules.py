"""The pure rules of returns."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from commerce.errors import CommerceError
from commerce.money import Money
from commerce.orders.models import Order, OrderLine, OrderStatus
from commerce.orders.refusals import QuantityNotInLine
from commerce.policies.service import ReviewLimit
from commerce.returns.models import ItemCondition, ReturnReason, ReturnStatus
from commerce.returns.refusals import AlreadyReturned, FinalSale, NotDelivered, ReturnWindowClosed
from commerce.returns.rma import new_rma_number
from commerce.returns.rules import LineState, ReviewReason, require_returnable, verdict_on, worth

ARRIVED = date(2026, 5, 16)
LIMIT = ReviewLimit(above_minor=50_000, currency="USD")


def a_state(**overrides) -> LineState:
    quantity, returned = overrides.pop("quantity", 3), overrides.pop("returned", 0)
    line = OrderLine(
        title="Desk Lamp",
        unit_price_minor=overrides.pop("unit_price_minor", 1000),
        quantity=quantity,
        discount_minor=overrides.pop("discount_minor", 0),
        returned_quantity=returned,
    )
    fields = {
        "line": line, "delivered_quantity": quantity, "delivered_on": ARRIVED, "refunded_minor": 0,
        "window_days": 30, "is_final_sale": False,
    }  # fmt: skip
    return LineState(**(fields | overrides))


def check(state: LineState, quantity: int = 1, today: date = ARRIVED, status=OrderStatus.DELIVERED) -> None:
    require_returnable(Order(number="W1", status=status), state, quantity, today)


def test_the_last_day_of_the_window_is_open() -> None:
    check(a_state(), today=ARRIVED + timedelta(days=30))


def test_the_day_after_it_is_not() -> None:
    with pytest.raises(ReturnWindowClosed) as refusal:
        check(a_state(), today=ARRIVED + timedelta(days=31))
    assert refusal.value.closed_on == ARRIVED + timedelta(days=30)


def test_an_unknown_delivery_date_closes_no_window() -> None:
    check(a_state(delivered_on=None), today=ARRIVED + timedelta(days=900))


@pytest.mark.parametrize(
    ("state", "quantity", "refusal"),
    [
        (a_state(delivered_quantity=0), 1, NotDelivered),
        (a_state(returned=3), 1, AlreadyReturned),
        (a_state(returned=2), 2, QuantityNotInLine),
        (a_state(), 0, QuantityNotInLine),
        (a_state(), -1, QuantityNotInLine),
        (a_state(delivered_quantity=2), 3, QuantityNotInLine),
        (a_state(is_final_sale=True), 1, FinalSale),
    ],
)
def test_what_cannot_come_back(state: LineState, quantity: int, refusal: type[CommerceError]) -> None:
    with pytest.raises(refusal):
        check(state, quantity)


def test_nothing_of_a_cancelled_order_comes_back() -> None:
    with pytest.raises(NotDelivered):
        check(a_state(), status=OrderStatus.CANCELLED)


def test_the_promotion_is_shared_by_the_units() -> None:
    assert worth(a_state(discount_minor=500), 1) == 833


def test_units_that_came_back_without_a_record_are_not_paid_for_again() -> None:
    assert worth(a_state(returned=2, refunded_minor=0), 1) == 1000


@given(
    price=st.integers(0, 99_999),
    quantity=st.integers(1, 9),
    discount=st.integers(0, 10**6),
    choices=st.lists(st.tuples(st.booleans(), st.integers(0, 99)), max_size=30),
)
@example(7, 9, 57, [(False, 0)] * 5 + [(True, 0), (False, 0), (True, 0)])
@example(14, 7, 94, [(False, 0)] * 5 + [(True, 0), (False, 0), (True, 0)])
@example(25, 7, 170, [(False, 0), (False, 1), (True, 0), (False, 1), (True, 0)])
def test_any_sequence_of_returns_and_withdrawals_refunds_exactly_what_was_paid(
    price: int, quantity: int, discount: int, choices: list[tuple[bool, int]]
) -> None:
    state_of = {
        "unit_price_minor": price,
        "quantity": quantity,
        "discount_minor": min(discount, price * quantity),
    }
    paid = a_state(**state_of).line.paid_minor
    opened: list[tuple[int, int]] = []  # units and refund of each return that stands

    def current() -> LineState:
        units, money = (sum(part) for part in zip(*opened, strict=True)) if opened else (0, 0)
        return a_state(**state_of, returned=units, refunded_minor=money)

    for is_withdrawal, number in choices:
        left = current().returnable
        if is_withdrawal and opened:
            opened.pop(number % len(opened))
        elif left:
            units = 1 + number % left
            opened.append((units, worth(current(), units)))
        assert sum(money for _, money in opened) <= paid
    if left := current().returnable:
        opened.append((left, worth(current(), left)))
    assert sum(money for _, money in opened) == paid


def judge(total: int, reason: ReturnReason, condition: ItemCondition, **state):
    return verdict_on([(a_state(**state), reason, condition)], Money(total, "USD"), LIMIT)


def test_a_plain_return_is_approved() -> None:
    verdict = judge(50_000, ReturnReason.SIZE, ItemCondition.UNOPENED)
    assert (verdict.status, verdict.reasons) == (ReturnStatus.APPROVED, ())


def test_a_person_decides_above_the_limit() -> None:
    verdict = judge(50_001, ReturnReason.SIZE, ItemCondition.UNOPENED)
    assert (verdict.status, verdict.reasons) == (ReturnStatus.MANUAL_REVIEW, (ReviewReason.ABOVE_LIMIT,))


def test_a_person_decides_about_what_was_worn() -> None:
    verdict = judge(1000, ReturnReason.CHANGED_MIND, ItemCondition.USED)
    assert (verdict.status, verdict.reasons) == (ReturnStatus.MANUAL_REVIEW, (ReviewReason.CONDITION,))


def test_what_arrived_damaged_is_approved() -> None:
    assert judge(1000, ReturnReason.DAMAGED, ItemCondition.DAMAGED).status is ReturnStatus.APPROVED


def test_an_unknown_delivery_date_is_noted_and_allowed() -> None:
    verdict = judge(1000, ReturnReason.SIZE, ItemCondition.UNOPENED, delivered_on=None)
    assert verdict.status is ReturnStatus.APPROVED
    assert verdict.reasons == (ReviewReason.DELIVERY_DATE_UNKNOWN,)


def test_a_limit_in_another_currency_leaves_it_to_a_person() -> None:
    assert LIMIT.is_exceeded_by(Money(100, "EUR"))


def test_rma_numbers_differ_and_have_no_letters_that_are_misread() -> None:
    numbers = {new_rma_number() for _ in range(200)}
    assert len(numbers) == 200
    assert not set("".join(number.removeprefix("RMA-") for number in numbers)) & set("01ILOU")
