"""Whether an order may still be cancelled or changed."""

import pytest

from commerce.orders.eligibility import OrderChanges, refusal_to_cancel, refusal_to_change
from commerce.orders.models import OrderStatus
from commerce.orders.refusals import ItemsAlreadyChanged, OrderNotPending
from tests.factories import NOON, a_customer, a_line, a_product, a_variant, an_order

STORE_WIDE = OrderChanges()


def order(status: OrderStatus, **overrides):
    return an_order(a_customer(), [a_line(a_variant(a_product()))], status=status, **overrides)


@pytest.mark.parametrize("refusal_to", [refusal_to_cancel, refusal_to_change])
@pytest.mark.parametrize("status", OrderStatus)
def test_only_what_nobody_packs_is_open(refusal_to, status: OrderStatus) -> None:
    refusal = refusal_to(order(status), STORE_WIDE)
    if status is OrderStatus.PENDING:
        assert refusal is None
    else:
        assert isinstance(refusal, OrderNotPending)
        assert refusal.status is status


@pytest.mark.parametrize("refusal_to", [refusal_to_cancel, refusal_to_change])
def test_a_change_of_items_closes_it(refusal_to) -> None:
    assert isinstance(
        refusal_to(order(OrderStatus.PENDING, items_changed_at=NOON), STORE_WIDE), ItemsAlreadyChanged
    )


def test_a_store_may_cancel_longer_than_it_changes() -> None:
    rules = OrderChanges(cancel_while=(OrderStatus.PENDING, OrderStatus.PROCESSED))
    packed = order(OrderStatus.PROCESSED)
    assert refusal_to_cancel(packed, rules) is None
    assert isinstance(refusal_to_change(packed, rules), OrderNotPending)
