"""Reads the orders of Shopify as lines of `orders.jsonl`."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any

from commerce.importing.assumptions import Assumption
from commerce.importing.shop_values import Row, field, moment, money, whole

Order = dict[str, Any]
_LONG_AGO = timedelta(days=14)
# What is on account with the shop pays like no card, whatever it is called.
_BALANCE = re.compile(r"\b(?:gift|store|shop|account|customer) (?:card|credit|voucher|balance)s?\b")
_METHODS = {
    "paypal": "paypal",
    "card": "credit_card",
    "shopify payments": "credit_card",
}


def shopify_orders(rows: Iterator[Row], currency: str, now: datetime) -> Iterator[Order]:
    """Orders of Shopify: the first line of each tells of it, every line of one item."""
    for _, lines in groupby(rows, key=lambda row: field(row, "Name")):
        yield _order(list(lines), currency, now)


def _order(lines: Sequence[Row], currency: str, now: datetime) -> Order:
    head, assumed = lines[0], list[str]()
    items = [_item(line) for line in lines if field(line, "Lineitem name", "Lineitem sku")]
    _share_discount(items, head)
    order: Order = {
        "number": field(head, "Name"),
        "customer_id": "",
        "buyer": buyer(field(head, "Email"), field(head, "Shipping Name", "Billing Name")),
        "currency": field(head, "Currency") or currency,
        "placed_at": moment(field(head, "Created at")),
        "shipping_address": _address(head, assumed),
        "lines": items,
        "payments": _payments(head, currency),
    }
    sent_at = moment(field(head, "Fulfilled at"))
    cancelled_at = moment(field(head, "Cancelled at"))
    sent = [each for each in lines if field(each, "Lineitem fulfillment status").lower() == "fulfilled"]
    is_sent = field(head, "Fulfillment Status").lower() == "fulfilled"
    order["status"] = (
        "cancelled"
        if cancelled_at
        else state(order, sent_at, assumed, now)
        if is_sent
        else ("processed" if order["payments"] else "pending")
    )
    order["cancelled_at"] = cancelled_at
    skus = [_sku(each) for each in (sent or (lines if is_sent else ()))]
    order["shipments"] = [{"tracking_numbers": [], "skus": skus}] if skus and not cancelled_at else []
    return order | {"assumed": assumed}


def state(order: Order, sent_at: str | None, assumed: list[str], now: datetime) -> str:
    """Whether what was sent counts as delivered, since exports do not say: it does after two weeks."""
    if sent_at is None or now - datetime.fromisoformat(sent_at) < _LONG_AGO:
        return "shipped"
    assumed.append(Assumption.DELIVERED_LONG_AGO.name)
    order["delivered_at"] = sent_at
    return "delivered"


def buyer(email: str, name: str) -> dict[str, str]:
    """Who ordered, by one field with their name."""
    first, _, last = name.rpartition(" ")
    return {"email": email.lower(), "first_name": first or last, "last_name": last if first else ""}


def method(name: str) -> dict[str, str]:
    """A way to pay by what the shop calls it."""
    said = (name or "unknown").strip()
    words = _BALANCE.sub(" ", re.sub(r"[_-]+", " ", said.lower()))
    kind = next((kind for word, kind in _METHODS.items() if word in words), "other")
    return {"payment_method_id": said, "method_type": kind, "method_name": said}


def share(discount: Decimal, items: Sequence[Order]) -> None:
    """Spread what an order was cheaper over its lines by what they cost, to the cent."""
    worth = [Decimal(each["unit_price"]) * each["quantity"] for each in items]
    left, total = discount, sum(worth)
    for item, cost in zip(items, worth, strict=True):
        part = min(cost, left, (discount * cost / total).quantize(Decimal("0.01")) if total else Decimal())
        item["discount"], left = part, left - part
    for item, cost in zip(items, worth, strict=True):  # the cents that rounding left
        more = min(left, cost - item["discount"])
        item["discount"], left = str(item["discount"] + more), left - more


def _share_discount(items: Sequence[Order], head: Row) -> None:
    goods = sum((Decimal(each["unit_price"]) * each["quantity"] for each in items), Decimal())
    discount = goods - money(head, "Subtotal") if field(head, "Subtotal") else Decimal()
    if items and 0 < discount <= goods:
        share(discount, items)


def _item(line: Row) -> Order:
    name = field(line, "Lineitem name")
    title, dash, version = name.rpartition(" - ")
    return {
        "sku": _sku(line),
        "title": title if dash else name,
        "options": {"Version": version} if dash else {},
        "unit_price": str(money(line, "Lineitem price")),
        "quantity": whole(field(line, "Lineitem quantity")) or 1,
    }


def _sku(line: Row) -> str:
    name = re.sub(r"[^a-z0-9]+", "-", field(line, "Lineitem name").lower()).strip("-")
    return field(line, "Lineitem sku") or f"unlisted-{name}"


def _payments(head: Row, currency: str) -> list[Order]:
    paid = money(head, "Total") - money(head, "Outstanding Balance")
    status = field(head, "Financial Status").lower()
    if status in ("pending", "authorized", "voided", "expired", "unpaid") or paid <= 0:
        return []
    by = method(field(head, "Payment Method")) | {"currency": field(head, "Currency") or currency}
    payments = [by | {"type": "payment", "amount": str(paid)}]
    refunded = min(paid, money(head, "Refunded Amount"))
    return [*payments, by | {"type": "refund", "amount": str(refunded)}] if refunded > 0 else payments


def _address(head: Row, assumed: list[str]) -> dict[str, str]:
    whose = "Shipping" if field(head, "Shipping Address1", "Shipping Street") else "Billing"
    if whose == "Billing":
        assumed.append(Assumption.BILLED_TO.name)
    return {
        "address1": field(head, f"{whose} Address1", f"{whose} Street"),
        "address2": field(head, f"{whose} Address2"),
        "city": field(head, f"{whose} City"),
        "state": field(head, f"{whose} Province", f"{whose} Province Name"),
        "zip": field(head, f"{whose} Zip"),
        "country": field(head, f"{whose} Country"),
    }
