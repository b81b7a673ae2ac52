"""What an imported order leaves open is settled, and what contradicts itself is refused."""

from typing import Any

import pytest

from commerce.importing.assumptions import Assumption
from commerce.importing.order_records import OrderRecord, RowRefused, order_record
from commerce.importing.rows import OrderRow
from tests.unit.commerce.importing.rows import a_line, a_payment, an_order


def record(**changes: Any) -> OrderRecord:
    import json

    return order_record(OrderRow.model_validate_json(json.dumps(an_order(**changes))), "USD")


def contents(**changes: Any) -> list[dict[int, int]]:
    return [dict(parcel.quantities) for parcel in record(**changes).parcels]


def test_the_same_sku_on_two_lines_goes_into_the_parcel_twice() -> None:
    assert contents(
        lines=[a_line("A"), a_line("B"), a_line("A")],
        shipments=[{"tracking_numbers": ["T"], "skus": ["A", "B", "A"]}],
        payments=[a_payment("30.00")],
    ) == [{0: 1, 1: 1, 2: 1}]


def test_the_same_sku_on_two_lines_can_be_split_over_parcels() -> None:
    assert contents(
        lines=[a_line("A"), a_line("A")],
        shipments=[{"tracking_numbers": ["T"], "skus": ["A"]}, {"tracking_numbers": ["U"], "skus": ["A"]}],
        payments=[a_payment("20.00")],
    ) == [{0: 1}, {1: 1}]


def test_a_mention_of_a_sku_is_its_whole_line() -> None:
    assert contents(
        lines=[a_line("A", quantity=3)],
        shipments=[{"tracking_numbers": ["T"], "skus": ["A"]}],
        payments=[a_payment("30.00")],
    ) == [{0: 3}]


def test_a_line_in_two_parcels_is_divided() -> None:
    assert contents(
        lines=[a_line("A", quantity=3)],
        shipments=[{"tracking_numbers": ["T"], "skus": ["A"]}, {"tracking_numbers": ["U"], "skus": ["A"]}],
        payments=[a_payment("30.00")],
    ) == [{0: 1}, {0: 2}]


def test_several_tracking_numbers_are_several_parcels() -> None:
    made = record(shipments=[{"tracking_numbers": ["T", "U"], "skus": ["L1"]}])
    assert [parcel.tracking_number for parcel in made.parcels] == ["T", "U"]
    assert made.assumptions.count(Assumption.SEVERAL_NUMBERS) == 1


@pytest.mark.parametrize("skus", [["X"], ["L1", "L1"]])
def test_a_parcel_with_what_was_not_bought_is_refused(skus: list[str]) -> None:
    with pytest.raises(RowRefused, match="shipments"):
        record(shipments=[{"tracking_numbers": ["T"], "skus": skus}])


def test_what_was_paid_above_the_items_is_shipping() -> None:
    made = record(payments=[a_payment("43.99")])
    assert made.shipping_minor == 499
    assert made.columns()["total_minor"] == 4_399


def test_less_than_the_items_cost_is_refused() -> None:
    with pytest.raises(RowRefused, match="3800 minor units paid, but the lines come to 3900"):
        record(payments=[a_payment("38.00")])


def test_more_refunded_than_paid_is_refused() -> None:
    with pytest.raises(RowRefused, match="refunded"):
        record(payments=[a_payment("39.00"), a_payment("39.01", "refund")])


def test_a_refund_down_to_the_items_is_a_change_of_items() -> None:
    made = record(status="pending", shipments=[], payments=[a_payment("50.00"), a_payment("11.00", "refund")])
    assert (made.refund_reason, made.shipping_minor) == ("items_changed", 0)


def test_a_cancelled_orders_refund_is_for_the_cancellation() -> None:
    made = record(status="cancelled", payments=[a_payment("39.00"), a_payment("39.00", "refund")])
    assert made.refund_reason == "order_cancelled"
    assert made.assumptions.count(Assumption.CANCELLED_NOT_REFUNDED) == 0


def test_an_order_without_payments_counts_as_not_paid() -> None:
    made = record(payments=[])
    assert made.columns()["total_minor"] == 3_900
    assert made.assumptions.count(Assumption.NOT_PAID) == 1
