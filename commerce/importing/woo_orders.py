"""Reads the orders of WooCommerce as lines of `orders.jsonl`: a line an item, or all items in one field."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import Any

from commerce.importing.assumptions import Assumption
from commerce.importing.shop_orders import Order, method, state
from commerce.importing.shop_values import Row, amount, field, moment, money, whole

_STATUSES = {
    "completed": "sent", "processing": "processed", "on-hold": "pending", "pending": "pending",
    "pending payment": "pending", "cancelled": "cancelled", "failed": "cancelled", "refunded": "cancelled",
    "checkout-draft": "pending",
}  # fmt: skip
_UNPAID = frozenset({"on-hold", "pending", "pending payment", "failed", "checkout-draft"})


def woocommerce_orders(rows: Iterator[Row], currency: str, now: datetime) -> Iterator[Order]:
    """Orders of WooCommerce's export of orders, in the layouts with a line an order and a line an item."""
    for _, lines in groupby(rows, key=lambda row: field(row, "order_id", "order_number")):
        yield _order(list(lines), currency, now)


def _order(lines: Sequence[Row], currency: str, now: datetime) -> Order:
    head, assumed = lines[0], list[str]()
    said = field(head, "status", "order_status").lower().removeprefix("wc-")
    items = [item for line in lines for item in _items(line)]
    order: Order = {
        "number": field(head, "order_number_formatted", "order_number", "order_id"),
        "customer_id": _customer_id(head),
        "buyer": {
            "email": field(head, "billing_email", "customer_email").lower(),
            "first_name": field(head, "billing_first_name", "shipping_first_name"),
            "last_name": field(head, "billing_last_name", "shipping_last_name"),
        },
        "currency": field(head, "order_currency") or currency,
        "placed_at": moment(field(head, "date", "order_date")),
        "shipping_address": _address(head, assumed),
        "lines": items,
        "payments": _payments(head, said, currency),
    }
    status = _STATUSES.get(said, said)
    is_sent = status == "sent"
    sent_at = moment(field(head, "completed_date", "date_completed")) or order["placed_at"]
    order["status"] = state(order, sent_at, assumed, now) if is_sent else status
    order["shipments"] = (
        [{"tracking_numbers": [], "skus": [each["sku"] for each in items]}] if is_sent else []
    )
    if said == "refunded":
        assumed.append(Assumption.REFUNDED_WHOLE.name)
    return order | {"assumed": assumed}


def _customer_id(head: Row) -> str:
    said = field(head, "customer_id", "customer_user")
    return "" if said == "0" else said


def _items(line: Row) -> Iterator[Order]:
    if field(line, "item_name"):
        facts = {
            name: line.get(f"item_{name}") or "" for name in ("name", "sku", "quantity", "subtotal", "total")
        }
        yield _item(facts)
    for told in filter(None, (line.get("line_items") or "").split(";")):
        pairs = (each.partition(":") for each in told.split("|"))
        yield _item({name.strip(): value.strip() for name, _, value in pairs})


def _item(facts: dict[str, str]) -> dict[str, Any]:
    """One line of an order; it was discounted by what its subtotal is above its total."""
    quantity = max(1, whole(facts.get("quantity")) or 1)
    total = Decimal(amount(facts.get("total")) or "0")
    before = max(total, Decimal(amount(facts.get("subtotal")) or "0"))
    price = (before / quantity).quantize(Decimal("0.01"))
    name = facts.get("name") or "Item"
    discount = price * quantity - total
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    item = {
        "sku": facts.get("sku") or f"unlisted-{slug}",
        "title": name,
        "options": {},
        "unit_price": str(price),
        "quantity": quantity,
    }
    return item | ({"discount": str(discount)} if discount > 0 else {})


def _payments(head: Row, status: str, currency: str) -> list[Order]:
    paid = money(head, "order_total")
    if (
        status in _UNPAID
        or paid <= 0
        or (status == "cancelled" and not field(head, "paid_date", "date_paid"))
    ):
        return []
    name = field(head, "payment_method_title", "payment_method")
    by = method(name) | {"currency": field(head, "order_currency") or currency}
    refunded = paid if status == "refunded" else min(paid, money(head, "refunded_total"))
    payments = [by | {"type": "payment", "amount": str(paid)}]
    return [*payments, by | {"type": "refund", "amount": str(refunded)}] if refunded > 0 else payments


def _address(head: Row, assumed: list[str]) -> dict[str, str]:
    whose = "shipping" if field(head, "shipping_address_1") else "billing"
    if whose == "billing":
        assumed.append(Assumption.BILLED_TO.name)
    return {
        "address1": field(head, f"{whose}_address_1"),
        "address2": field(head, f"{whose}_address_2"),
        "city": field(head, f"{whose}_city"),
        "state": field(head, f"{whose}_state"),
        "zip": field(head, f"{whose}_postcode"),
        "country": field(head, f"{whose}_country"),
    }
