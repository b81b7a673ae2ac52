"""Rows of a store's files, good unless a test says otherwise."""

import copy
from typing import Any

_PRODUCT = {
    "id": "p1",
    "title": "Desk Lamp",
    "variants": [
        {"sku": "L1", "options": {"color": "black"}, "price": "40.00", "currency": "USD", "available": True},
        {"sku": "L2", "options": {"color": "white"}, "price": "42.50", "currency": "USD", "available": False},
    ],
}
_ADDRESS = {
    "address1": "1 Elm Street",
    "address2": "",
    "city": "Denver",
    "country": "USA",
    "state": "CO",
    "zip": "80279",
}
_CUSTOMER = {
    "id": "noor_1",
    "first_name": "Noor",
    "last_name": "Hale",
    "email": "noor.hale@example.com",
    "address": _ADDRESS,
    "payment_methods": [
        {"id": "card_1", "type": "credit_card", "brand": "visa", "last_four": "4242"},
        {"id": "gift_1", "type": "gift_card", "balance": "25.00", "currency": "USD"},
    ],
}
_ORDER = {
    "number": "#W1000001",
    "customer_id": "noor_1",
    "status": "delivered",
    "shipping_address": _ADDRESS,
    "lines": [
        {
            "sku": "L1",
            "title": "Desk Lamp",
            "options": {"color": "black"},
            "unit_price": "39.00",
            "quantity": 1,
        }
    ],
    "shipments": [{"tracking_numbers": ["T1"], "skus": ["L1"]}],
    "payments": [{"type": "payment", "amount": "39.00", "currency": "USD", "payment_method_id": "card_1"}],
}


def _row(model: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    return {**copy.deepcopy(model), **copy.deepcopy(changes)}


def a_product(**changes: Any) -> dict[str, Any]:
    """A lamp in two colours."""
    return _row(_PRODUCT, changes)


def a_customer(**changes: Any) -> dict[str, Any]:
    """Noor, with a card and a gift card."""
    return _row(_CUSTOMER, changes)


def an_order(**changes: Any) -> dict[str, Any]:
    """Noor's delivered lamp."""
    return _row(_ORDER, changes)


def a_line(sku: str, price: str = "10.00", quantity: int = 1) -> dict[str, Any]:
    """A line of something."""
    return {"sku": sku, "title": f"Thing {sku}", "options": {}, "unit_price": price, "quantity": quantity}


def a_payment(amount: str, kind: str = "payment", method: str = "card_1") -> dict[str, Any]:
    """Money in or out."""
    return {"type": kind, "amount": amount, "currency": "USD", "payment_method_id": method}
