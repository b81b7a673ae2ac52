"""What a row of an imported file may look like, and what is said when it may not."""

import json
from pathlib import Path

import pytest

from commerce.importing.reading import BadLine, SourceLine, read_batches
from commerce.importing.rows import CustomerRow, OrderRow, ProductRow
from tests.unit.commerce.importing.rows import a_customer, a_product, an_order


def read_one(tmp_path: Path, row_type: type, row: object) -> SourceLine | BadLine:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(row if isinstance(row, bytes) else json.dumps(row).encode())
    [batch] = read_batches(path, row_type, lambda row: "key")
    return (batch.lines + batch.bad_lines)[0]


def reason(tmp_path: Path, row_type: type, row: object) -> str:
    line = read_one(tmp_path, row_type, row)
    assert isinstance(line, BadLine), line
    return line.reason


def test_a_number_is_kept_as_letters_and_digits(tmp_path: Path) -> None:
    line = read_one(tmp_path, OrderRow, an_order(number="#w 26-11340"))
    assert line.row.number == "W2611340"


@pytest.mark.parametrize(("written", "code"), [("USA", "US"), ("United Kingdom", "GB"), ("ca", "CA")])
def test_a_country_becomes_its_code(tmp_path: Path, written: str, code: str) -> None:
    line = read_one(
        tmp_path, CustomerRow, a_customer(address={**a_customer()["address"], "country": written})
    )
    assert line.row.address.country == code


def test_an_unknown_country_is_refused(tmp_path: Path) -> None:
    row = a_customer(address={**a_customer()["address"], "country": "Ruritania"})
    assert reason(tmp_path, CustomerRow, row).startswith("address.country: 'Ruritania'")


@pytest.mark.parametrize("amount", ["12.345", "-1.00", "1e3", "abc", "", "NaN", "99999999999.00", "١٢"])
def test_a_bad_amount_is_refused(tmp_path: Path, amount: str) -> None:
    row = an_order()
    row["payments"][0]["amount"] = amount
    assert "payments.0" in reason(tmp_path, OrderRow, row)


@pytest.mark.parametrize("amount", [12.5, 12, None, ["12.50"]])
def test_an_amount_of_another_type_is_refused(tmp_path: Path, amount: object) -> None:
    row = a_product()
    row["variants"][0]["price"] = amount
    assert "variants.0.price" in reason(tmp_path, ProductRow, row)


@pytest.mark.parametrize("quantity", [0, -1, 1.5, "1", True, 10**20])
def test_a_bad_quantity_is_refused(tmp_path: Path, quantity: object) -> None:
    row = an_order()
    row["lines"][0]["quantity"] = quantity
    assert "lines.0.quantity" in reason(tmp_path, OrderRow, row)


@pytest.mark.parametrize("field", ["number", "customer_id", "status", "lines", "shipments", "payments"])
def test_a_missing_field_is_named(tmp_path: Path, field: str) -> None:
    row = an_order()
    del row[field]
    assert reason(tmp_path, OrderRow, row) == f"{field}: Field required"


def test_a_full_card_number_is_refused(tmp_path: Path) -> None:
    method = {"id": "c1", "type": "credit_card", "brand": "visa", "last_four": "4111111111111111"}
    assert "last_four" in reason(tmp_path, CustomerRow, a_customer(payment_methods=[method]))


@pytest.mark.parametrize("text", [b"{not json", b'"a string"', b"[1, 2]", b'{"id": "\xff\xfe"}', b"null"])
def test_what_is_not_a_row_is_refused(tmp_path: Path, text: bytes) -> None:
    line = read_one(tmp_path, ProductRow, text)
    assert isinstance(line, BadLine)
    assert line.raw == text


def test_blank_lines_and_a_byte_order_mark_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "products.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(a_product()).encode() + b"\r\n\r\n  \n")
    [batch] = read_batches(path, ProductRow, lambda row: row.id)
    assert [line.number for line in batch.lines] == [1]
    assert batch.bad_lines == []


def test_a_line_beyond_all_measure_is_refused_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commerce.importing.reading.LONGEST_LINE", 2_000)
    path = tmp_path / "products.jsonl"
    good = json.dumps(a_product()).encode()
    path.write_bytes(b'{"id": "' + b"x" * 9_000 + b'"}\n' + good)
    [batch] = read_batches(path, ProductRow, lambda row: row.id)
    assert [(bad.number, len(bad.raw)) for bad in batch.bad_lines] == [(1, 2_000)]
    assert [line.number for line in batch.lines] == [2]


def test_a_repeated_key_starts_a_new_batch(tmp_path: Path) -> None:
    path = tmp_path / "products.jsonl"
    rows = [a_product(id="a"), a_product(id="b"), a_product(id="a", title="Newer")]
    path.write_text("\n".join(json.dumps(row) for row in rows))
    batches = list(read_batches(path, ProductRow, lambda row: row.id))
    assert [[line.row.id for line in batch.lines] for batch in batches] == [["a", "b"], ["a"]]
