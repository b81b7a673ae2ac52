"""Exports of customers and orders as Shopify and WooCommerce write them; every row is our own."""

import csv
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from commerce.importing.rows import CustomerRow, OrderRow
from commerce.importing.shop_exports import Kind, converted, kind_of
from commerce.importing.shop_orders import method
from commerce.importing.shop_values import moment
from tests.factories import NOON

TWO_DAYS_AGO = f"{NOON - timedelta(days=2):%Y-%m-%d %H:%M:%S} +0000"
LONG_AGO = f"{NOON - timedelta(days=60):%Y-%m-%d %H:%M:%S} -0500"
SHOPIFY = {
    "Name": "#1001", "Email": "Ada@Example.com", "Financial Status": "paid",
    "Fulfillment Status": "fulfilled",
    "Fulfilled at": LONG_AGO, "Currency": "EUR", "Subtotal": "45.00", "Shipping": "5.00", "Taxes": "0.00",
    "Total": "50.00", "Discount Amount": "5.00", "Created at": LONG_AGO, "Lineitem quantity": "2",
    "Lineitem name": "Clay Mug - Blue / S", "Lineitem price": "20.00", "Lineitem sku": "MUG-B",
    "Lineitem fulfillment status": "fulfilled", "Shipping Name": "Ada Maria Moss",
    "Shipping Address1": "12 Elm St", "Shipping Address2": "", "Shipping City": "Boston",
    "Shipping Zip": "'02108", "Shipping Province": "MA", "Shipping Country": "US", "Billing Name": "A. Moss",
    "Billing Address1": "1 Bank St", "Billing City": "Boston", "Billing Zip": "02109",
    "Billing Province": "MA", "Billing Country": "US", "Cancelled at": "",
    "Payment Method": "Shopify Payments",
    "Refunded Amount": "0.00", "Outstanding Balance": "0.00",
}  # fmt: skip
SECOND_LINE = {
    "Name": "#1001", "Email": "Ada@Example.com", "Lineitem quantity": "1", "Lineitem name": "Tea Towel",
    "Lineitem price": "10.00", "Lineitem sku": "", "Lineitem fulfillment status": "fulfilled",
}  # fmt: skip
WOO = {
    "order_id": "77", "order_number": "77", "date": "2026-04-01 10:00:00", "status": "completed",
    "order_total": "33.00", "order_currency": "GBP", "payment_method": "ppec",
    "payment_method_title": "PayPal",
    "customer_id": "0", "billing_first_name": "Cher", "billing_last_name": "",
    "billing_email": "c@example.com",
    "billing_address_1": "1 High St", "billing_city": "Leeds", "billing_postcode": "LS1 1AA",
    "billing_state": "", "billing_country": "GB", "shipping_address_1": "", "item_name": "Scarf, wool",
    "item_sku": "SC-1", "item_quantity": "3", "item_subtotal": "30.00", "item_total": "27.00",
}  # fmt: skip


def written(folder: Path, row_type: type, *rows: dict[str, str]) -> list[dict[str, Any]]:
    """What is read from a file of these rows, each checked as the import checks it."""
    source = folder / "export.csv"
    with source.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    count = converted(source, folder, "USD", NOON)
    lines = (folder / kind_of(source).file).read_text().splitlines()
    assert len(lines) == count
    for line in lines:
        assert not row_type.model_validate_json(line).model_extra
    return [json.loads(line) for line in lines]


def test_an_order_of_shopify_with_its_items_on_following_lines(tmp_path: Path) -> None:
    [order] = written(tmp_path, OrderRow, SHOPIFY, SECOND_LINE)
    assert (order["number"], order["status"], order["currency"]) == ("#1001", "delivered", "EUR")
    assert order["buyer"] == {"email": "ada@example.com", "first_name": "Ada Maria", "last_name": "Moss"}
    assert order["shipping_address"]["zip"] == "02108"
    mugs, towel = order["lines"]
    assert (mugs["sku"], mugs["title"], mugs["options"]) == ("MUG-B", "Clay Mug", {"Version": "Blue / S"})
    assert (towel["sku"], towel["quantity"]) == ("unlisted-tea-towel", 1)
    assert (mugs["discount"], towel["discount"]) == ("4.00", "1.00")  # five off, by what they cost
    assert order["shipments"] == [{"tracking_numbers": [], "skus": ["MUG-B", "unlisted-tea-towel"]}]
    [payment] = order["payments"]
    assert (payment["amount"], payment["method_type"]) == ("50.00", "credit_card")
    assert order["assumed"] == ["DELIVERED_LONG_AGO"]
    assert order["delivered_at"] == moment(LONG_AGO)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Shopify Payments", "credit_card"),
        ("shopify_payments", "credit_card"),
        ("Credit Card (Stripe)", "credit_card"),
        ("Mastercard", "credit_card"),
        ("gift_card + shopify payments", "credit_card"),
        ("PayPal Express Checkout", "paypal"),
        ("gift_card", "other"),
        ("Gift Card", "other"),
        ("store-credit", "other"),
        ("Account Credit", "other"),
        ("Cash on Delivery", "other"),
        ("", "other"),
    ],
)
def test_a_way_to_pay_by_what_the_shop_calls_it(said: str, kind: str) -> None:
    assert method(said)["method_type"] == kind


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"Fulfilled at": TWO_DAYS_AGO}, "shipped"),
        ({"Fulfillment Status": "unfulfilled", "Fulfilled at": ""}, "processed"),
        ({"Fulfillment Status": "", "Financial Status": "pending"}, "pending"),
        ({"Cancelled at": TWO_DAYS_AGO}, "cancelled"),
    ],
)
def test_where_an_order_of_shopify_stands(tmp_path: Path, said: dict[str, str], status: str) -> None:
    [order] = written(tmp_path, OrderRow, SHOPIFY | said)
    assert order["status"] == status


def test_what_was_not_paid_or_given_back(tmp_path: Path) -> None:
    unpaid, refunded = written(
        tmp_path,
        OrderRow,
        SHOPIFY | {"Name": "#1", "Financial Status": "pending"},
        SHOPIFY | {"Name": "#2", "Financial Status": "partially_refunded", "Refunded Amount": "10.00"},
    )
    assert unpaid["payments"] == []
    assert [(each["type"], each["amount"]) for each in refunded["payments"]] == [
        ("payment", "50.00"),
        ("refund", "10.00"),
    ]


def test_an_order_without_a_delivery_address_goes_where_the_bill_goes(tmp_path: Path) -> None:
    nowhere = dict.fromkeys((name for name in SHOPIFY if name.startswith("Shipping ")), "")
    [order] = written(tmp_path, OrderRow, SHOPIFY | nowhere)
    assert order["shipping_address"]["address1"] == "1 Bank St"
    assert "BILLED_TO" in order["assumed"]


def test_an_unknown_way_to_pay_keeps_its_name(tmp_path: Path) -> None:
    [order] = written(tmp_path, OrderRow, SHOPIFY | {"Payment Method": "Cash on Delivery (COD)"})
    assert order["payments"][0]["method_type"] == "other"
    assert order["payments"][0]["method_name"] == "Cash on Delivery (COD)"


def test_orders_of_woocommerce_with_a_line_an_item(tmp_path: Path) -> None:
    second = WOO | {"item_name": "Hat", "item_sku": "", "item_quantity": "1", "item_total": "6.00"}
    [order] = written(tmp_path, OrderRow, WOO, second | {"item_subtotal": "6.00"})
    assert [line["sku"] for line in order["lines"]] == ["SC-1", "unlisted-hat"]
    assert (order["lines"][0]["unit_price"], order["lines"][0]["discount"]) == ("10.00", "3.00")
    assert (order["status"], order["customer_id"]) == ("delivered", "")
    assert order["payments"][0]["method_type"] == "paypal"


def test_orders_of_woocommerce_with_all_items_in_one_field(tmp_path: Path) -> None:
    told = "id:1|name:Scarf|product_id:9|sku:SC-1|quantity:2|subtotal:20.00|total:18.00|meta:color=Red"
    row = {name: value for name, value in WOO.items() if not name.startswith("item_")}
    [order] = written(tmp_path, OrderRow, row | {"line_items": f"{told};name:Hat|sku:H|quantity:1|total:6"})
    scarf, hat = order["lines"]
    assert (scarf["unit_price"], scarf["quantity"], scarf["discount"]) == ("10.00", 2, "2.00")
    assert (hat["sku"], hat["unit_price"]) == ("H", "6.00")


def test_a_refunded_order_of_woocommerce_counts_as_cancelled(tmp_path: Path) -> None:
    [order] = written(tmp_path, OrderRow, WOO | {"status": "wc-refunded"})
    assert order["status"] == "cancelled"
    assert [each["type"] for each in order["payments"]] == ["payment", "refund"]


@pytest.mark.parametrize(
    "row",
    [
        {
            "Customer ID": "'6940095564", "First Name": "Ada", "Last Name": "Moss",
            "Email": "ada@example.com",
            "Default Address Address1": "12 Elm St", "Default Address City": "Boston",
            "Default Address Province Code": "MA", "Default Address Country Code": "US",
            "Default Address Zip": "'02108", "Total Orders": "2",
        },
        {
            "customer_id": "6940095564", "first_name": "Ada", "last_name": "Moss", "email": "ada@example.com",
            "billing_address_1": "12 Elm St", "billing_city": "Boston", "billing_state": "MA",
            "billing_country": "US", "billing_postcode": "02108",
        },
    ],
)  # fmt: skip
def test_a_customer(tmp_path: Path, row: dict[str, str]) -> None:
    [customer] = written(tmp_path, CustomerRow, row)
    assert (customer["id"], customer["first_name"], customer["last_name"]) == ("6940095564", "Ada", "Moss")
    assert customer["address"]["zip"] == "02108"


def test_a_customer_of_woocommerces_report(tmp_path: Path) -> None:
    row = {"Name": "Cher", "Username": "cher", "Email": "c@example.com", "Country / Region": "GB", "City": ""}
    source = tmp_path / "export.csv"
    source.write_text(",".join(row) + "\n" + ",".join(row.values()) + "\n")
    assert kind_of(source) is Kind.CUSTOMERS
    converted(source, tmp_path, "USD", NOON)
    customer = json.loads((tmp_path / "customers.jsonl").read_text())
    assert (customer["id"], customer["first_name"], customer["last_name"]) == ("cher", "Cher", "")


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2026-01-05 10:11:12 -0500", "2026-01-05T10:11:12-05:00"),
        ("2026-01-05 10:11:12", "2026-01-05T10:11:12+00:00"),
        ("2026-01-05 10:11:12 UTC", "2026-01-05T10:11:12+00:00"),
        ("yesterday", None),
    ],
)
def test_moments(text: str, iso: str | None) -> None:
    assert moment(text) == iso
