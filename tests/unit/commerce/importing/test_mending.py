"""What real exports write otherwise than documented goes in as it was meant, with what was assumed."""

from typing import Any

import pytest

from commerce.importing.assumptions import Assumption
from commerce.importing.mending import Mender
from commerce.importing.reading import BadLine, SourceLine
from commerce.importing.rows import CustomerRow, OrderRow, ProductRow
from tests.unit.commerce.importing.rows import a_customer, a_product, an_order
from tests.unit.commerce.importing.test_rows import read_one

NUMBERS = {Assumption.NUMBERS_AS_TEXT}


def customer(tmp_path: Any, **changes: Any) -> tuple[CustomerRow, set[Assumption]]:
    line = read_one(tmp_path, CustomerRow, a_customer(**changes))
    assert isinstance(line, SourceLine), line
    return line.row, set(line.assumed)


def with_address(**changes: Any) -> dict[str, Any]:
    return {"address": a_customer()["address"] | changes}


@pytest.mark.parametrize(("written", "read"), [(10_001, "10001"), (10_001.0, "10001"), (0, "0")])
def test_an_id_may_be_a_number(tmp_path: Any, written: float, read: str) -> None:
    row, assumed = customer(tmp_path, id=written)
    assert (row.id, assumed) == (read, NUMBERS)
    line = read_one(tmp_path, OrderRow, an_order(number=written, customer_id=written))
    assert isinstance(line, SourceLine)
    assert (line.row.number, line.row.customer_id) == (read, read)


@pytest.mark.parametrize("written", [True, None, [], {}, 1e300, float("nan")])
def test_what_is_no_id_is_refused(tmp_path: Any, written: object) -> None:
    assert isinstance(read_one(tmp_path, CustomerRow, a_customer(id=written)), BadLine)


@pytest.mark.parametrize(
    ("country", "written", "read"),
    [
        ("USA", 80_279, "80279"),
        ("USA", 2_108, "02108"),
        ("USA", "2108", "02108"),
        ("USA", "501", "00501"),
        ("USA", "2108-1234", "02108-1234"),
        ("DE", 1_067, "01067"),
        ("FR", 1_000, "01000"),
        ("AU", 800, "0800"),
        ("NO", 150, "0150"),
        ("CH", 8_001, "8001"),
    ],
)
def test_a_zip_code_may_be_a_number_and_gets_its_zeros_back(
    tmp_path: Any, country: str, written: object, read: str
) -> None:
    row, _ = customer(tmp_path, **with_address(zip=written, country=country))
    assert row.address is not None
    assert row.address.zip == read
    order = an_order(shipping_address=a_customer()["address"] | {"zip": written, "country": country})
    line = read_one(tmp_path, OrderRow, order)
    assert isinstance(line, SourceLine)
    assert line.row.shipping_address.zip == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (4_242, "4242"),
        (42, "0042"),
        (7.0, "0007"),
        ("42", "0042"),
        ("****4242", "4242"),
        ("XXXX-XXXX-XXXX-0042", "0042"),
        ("•••• 0042", "0042"),
        ("n/a", None),
        ("", None),
        (None, None),
    ],
)
def test_card_digits_may_be_written_in_other_ways(tmp_path: Any, written: object, read: str | None) -> None:
    row, _ = customer(
        tmp_path, payment_methods=[{"id": "c", "type": "credit_card", "brand": "visa", "last_four": written}]
    )
    assert row.payment_methods[0].last_four == read


@pytest.mark.parametrize("written", [4_111_111_111_111_111, "4111111111111111", "4111 1111 1111 1111"])
def test_a_whole_card_number_stays_out(tmp_path: Any, written: object) -> None:
    methods = [{"id": "c", "type": "credit_card", "last_four": written}]
    line = read_one(tmp_path, CustomerRow, a_customer(payment_methods=methods))
    assert isinstance(line, BadLine)


@pytest.mark.parametrize(
    ("first", "last"), [("Madonna", ""), ("Madonna", None), ("", "Madonna"), (None, "Madonna"), ("", "")]
)
def test_a_name_may_be_one_word_or_none(tmp_path: Any, first: object, last: object) -> None:
    row, _ = customer(tmp_path, first_name=first, last_name=last)
    assert (row.first_name, row.last_name) == (first or "", last or "")


def test_a_name_may_be_left_out(tmp_path: Any) -> None:
    written = a_customer(first_name="Cher")
    del written["last_name"]
    line = read_one(tmp_path, CustomerRow, written)
    assert isinstance(line, SourceLine)
    assert (line.row.first_name, line.row.last_name) == ("Cher", "")


@pytest.mark.parametrize("address", [None, {}, ""])
def test_a_customer_may_have_no_address(tmp_path: Any, address: object) -> None:
    row, _ = customer(tmp_path, address=address)
    assert row.address is None


@pytest.mark.parametrize("field", ["address1", "city", "zip", "country"])
@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_an_incomplete_address_is_left_out(tmp_path: Any, field: str, nothing: object) -> None:
    row, assumed = customer(tmp_path, **with_address(**{field: nothing}))
    assert (row.address, assumed) == (None, {Assumption.INCOMPLETE_ADDRESS})


@pytest.mark.parametrize("country", ["HK", "AE"])
def test_no_postcode_is_missed_where_there_are_none(tmp_path: Any, country: str) -> None:
    row, assumed = customer(tmp_path, **with_address(zip="", country=country))
    assert row.address is not None
    assert assumed == set()


def test_optional_fields_may_be_null(tmp_path: Any) -> None:
    row, _ = customer(tmp_path, **with_address(address2=None, state=None), payment_methods=None)
    assert row.address is not None
    assert (row.address.address2, row.address.state, row.payment_methods) == ("", "", [])


@pytest.mark.parametrize(
    ("written", "kind", "brand"),
    [
        ("apple_pay", "other", "Apple Pay"),
        ("Klarna", "other", "Klarna"),
        ("bank transfer", "other", "Bank Transfer"),
        ("store_credit", "other", "Store Credit"),
        (None, "other", None),
        ("Credit Card", "credit_card", None),
        ("debit-card", "credit_card", None),
        ("PayPal", "paypal", None),
    ],
)
def test_an_unknown_way_to_pay_is_kept_under_its_name(
    tmp_path: Any, written: object, kind: str, brand: str | None
) -> None:
    row, assumed = customer(tmp_path, payment_methods=[{"id": "m", "type": written}])
    [method] = row.payment_methods
    assert (method.type, method.brand or None) == (kind, brand)
    assert (Assumption.UNKNOWN_PAYMENT_TYPE in assumed) is (kind == "other")


def test_skus_and_options_may_be_numbers(tmp_path: Any) -> None:
    variant = a_product()["variants"][0] | {"sku": 12_345, "options": {"size": 9.5, "width": 10}}
    line = read_one(tmp_path, ProductRow, a_product(id=7, variants=[variant]))
    assert isinstance(line, SourceLine)
    assert (line.row.id, line.row.variants[0].sku) == ("7", "12345")
    assert line.row.variants[0].options == {"size": "9.5", "width": "10"}


def test_what_is_as_documented_is_not_mended(tmp_path: Any) -> None:
    for kind, written in ((ProductRow, a_product()), (CustomerRow, a_customer()), (OrderRow, an_order())):
        line = read_one(tmp_path, kind, written)
        assert isinstance(line, SourceLine)
        assert line.assumed == frozenset()


@pytest.mark.parametrize("mend", [Mender.product, Mender.customer, Mender.order])
@pytest.mark.parametrize(
    "row",
    [
        {},
        {"variants": 1, "lines": {}, "shipments": "x", "payments": [1, None], "payment_methods": [3]},
        {"address": [1], "shipping_address": 7},
        {"lines": [{"options": [1]}], "payment_methods": [{"type": 4}], "address": {"zip": [], "country": 3}},
    ],
)
def test_nonsense_is_left_to_be_refused(mend: Any, row: dict[str, Any]) -> None:
    assert isinstance(mend(Mender(), row), dict)
