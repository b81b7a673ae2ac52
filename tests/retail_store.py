"""The store in `../shared/data/retail-store`, which nobody here wrote, as its files tell it."""

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "retail-store"

Row = dict[str, Any]


def minor(amount: str) -> int:
    return int(Decimal(amount) * 100)


class Files:
    """The store as its files tell it."""

    def __init__(self) -> None:
        self.orders = self.read("orders")
        self.customers = {row["id"]: row for row in self.read("customers")}
        self.variants: dict[str, Row] = {}
        self.siblings: dict[str, list[Row]] = {}
        for product in self.read("products"):
            for variant in product["variants"]:
                self.variants[variant["sku"]] = variant
                self.siblings[variant["sku"]] = product["variants"]

    @staticmethod
    def read(name: str) -> list[Row]:
        return [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text().splitlines()]

    def in_status(self, *statuses: str) -> list[Row]:
        return [order for order in self.orders if order["status"] in statuses]

    def of_customer(self, customer_id: str) -> list[Row]:
        return [order for order in self.orders if order["customer_id"] == customer_id]

    def methods(self, order: Row) -> list[Row]:
        return self.customers[order["customer_id"]]["payment_methods"]

    def others(self, sku: str, *, available: bool = True) -> list[Row]:
        return [each for each in self.siblings[sku] if each["sku"] != sku and each["available"] is available]


def number_of(order: Row) -> str:
    return order["number"].removeprefix("#")


def paid(order: Row) -> Counter[str]:
    """What each payment method has in the order, in minor units."""
    net: Counter[str] = Counter()
    for payment in order["payments"]:
        sign = 1 if payment["type"] == "payment" else -1
        net[payment["payment_method_id"]] += sign * minor(payment["amount"])
    return net


def covers(method: Row, amount: int) -> bool:
    return method["type"] != "gift_card" or minor(method["balance"]) >= amount
