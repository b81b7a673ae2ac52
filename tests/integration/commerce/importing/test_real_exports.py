"""Exports as shops have them: an odd field costs neither a customer nor an order, nor changes an owner."""

import pytest

from commerce.importing.assumptions import Assumption
from tests.integration.commerce.importing.test_import import Files, files
from tests.unit.commerce.importing.rows import a_customer, a_payment, an_order

__all__ = ["files"]

OTHER = {"id": "b_jp", "email": "jp@example.com", "payment_methods": [{"id": "pp_2", "type": "paypal"}]}


@pytest.mark.parametrize("number", ["#W1000001", "w1000001", "W 1000-001", "#w1000001"])
async def test_an_order_stays_with_its_customer_however_its_number_is_written(
    files: Files, number: str
) -> None:
    await files.load()
    files.write("customers", [a_customer(), a_customer(**OTHER)])
    thief = an_order(number=number, customer_id="b_jp", payments=[a_payment("39.00", method="pp_2")])
    files.write("orders", [thief, an_order(number="W2", customer_id="b_jp", payments=[])])
    summary = await files.load()
    assert files.rejects() == [("orders.jsonl", 1, "order W1000001 belongs to noor_1")]
    assert (summary.files[2].outcome.updated, summary.files[2].outcome.added) == (0, 1)
    assert files.rows("SELECT number, customer_id FROM orders ORDER BY number") == [
        ("W1000001", "noor_1"),
        ("W2", "b_jp"),
    ]


async def test_the_second_of_two_owners_in_one_file_is_refused(files: Files) -> None:
    files.write("customers", [a_customer(), a_customer(**OTHER)])
    files.write("orders", [an_order(), an_order(number="w1000001", customer_id="b_jp", payments=[])])
    await files.load()
    assert files.rejects() == [("orders.jsonl", 2, "order W1000001 belongs to noor_1")]


async def test_an_order_the_store_has_changed_stays_with_its_customer_too(files: Files) -> None:
    await files.load()
    files.run(
        "INSERT INTO audit_entries (id, actor_kind, operation, subject_kind, subject_id, reason, details)"
        " VALUES (gen_random_uuid(), 'shopper', 'cancel_order', 'order', 'W1000001', '', '{}')"
    )
    files.write("customers", [a_customer(), a_customer(**OTHER)])
    files.write("orders", [an_order(customer_id="b_jp", payments=[])])
    summary = await files.load()
    assert (summary.files[2].outcome.kept, summary.rejected) == (0, 1)


async def test_odd_customers_and_all_their_orders_go_in(files: Files) -> None:
    address = a_customer()["address"]
    files.write(
        "customers",
        [
            a_customer(id=1, email="a@x.example", payment_methods=[{"id": 11, "type": "apple_pay"}]),
            a_customer(id=2, email="b@x.example", last_name=None, payment_methods=[]),
            a_customer(id=3, email="c@x.example", address=None, payment_methods=None),
            a_customer(
                id=4,
                email="d@x.example",
                address={**address, "zip": 2_108, "state": "MA"},
                payment_methods=[{"id": 14, "type": "credit_card", "brand": "visa", "last_four": 42}],
            ),
        ],
    )
    files.write(
        "orders",
        [
            an_order(number=100 + each, customer_id=each, payments=payments)
            for each, payments in (
                (1, [a_payment("39.00") | {"payment_method_id": 11}]),
                (2, []),
                (3, []),
                (4, [a_payment("39.00") | {"payment_method_id": 14}]),
            )
        ],
    )
    summary = await files.load()
    assert files.rejects() == []
    assert files.rows("SELECT number, customer_id FROM orders ORDER BY number") == [
        ("101", "1"), ("102", "2"), ("103", "3"), ("104", "4"),
    ]  # fmt: skip
    assert files.rows("SELECT customer_id, postcode FROM addresses ORDER BY customer_id") == [
        ("1", "80279"), ("2", "80279"), ("4", "02108"),
    ]  # fmt: skip
    assert files.rows("SELECT id, kind, brand, last_four FROM payment_methods ORDER BY id") == [
        ("11", "other", "Apple Pay", None),
        ("14", "credit_card", "visa", "0042"),
    ]
    told = summary.assumptions()
    for expected, count in (
        (Assumption.NUMBERS_AS_TEXT, 8),
        (Assumption.UNKNOWN_PAYMENT_TYPE, 1),
        (Assumption.ONE_NAME, 1),
        (Assumption.NO_ADDRESS, 1),
    ):
        assert expected.value.format(count=count) in told
    again = await files.load()
    assert [file.outcome.unchanged for file in again.files] == [1, 4, 4]


async def test_an_address_that_comes_later_is_added(files: Files) -> None:
    files.write("customers", [a_customer(address=None)])
    await files.load()
    assert files.rows("SELECT count(*) FROM addresses") == [(0,)]
    files.write("customers", [a_customer()])
    await files.load()
    assert files.rows("SELECT postcode, is_default FROM addresses") == [("80279", True)]
    files.write("customers", [a_customer(address=None)])
    await files.load()
    assert files.rows("SELECT postcode, is_default FROM addresses") == [("80279", True)]
