"""A store nobody here wrote: imported, and asked about by chat."""

import json
import random
import re
from typing import Any

import pytest

from tests.acceptance.product import ROOT, Chat, Product

RETAIL_STORE = ROOT.parent / "shared" / "data" / "retail-store"
ORDER_NUMBER = re.compile(r"W\d{7}")
STATUS_WORDS = {
    "pending": r"not (yet )?(been )?(packed|shipped)|pending|getting ready",
    "processed": r"packed|on its way|processed|shipped",
    "delivered": r"delivered",
    "cancelled": r"cancelled",
}

pytestmark = pytest.mark.skipif(
    not RETAIL_STORE.exists(), reason=f"{RETAIL_STORE.name} data is not beside the repo"
)


def rows(name: str) -> list[dict[str, Any]]:
    with (RETAIL_STORE / name).open() as file:
        return [json.loads(line) for line in file]


@pytest.fixture(scope="module")
def imported(product: Product) -> Product:
    summary = product.ops("import", str(RETAIL_STORE))
    assert "0 rejected" in summary
    return product


def drawn(count: int, seed: int) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Orders with their customers, drawn alike on every run."""
    customers = {customer["id"]: customer for customer in rows("customers.jsonl")}
    return [
        (order, customers[order["customer_id"]])
        for order in random.Random(seed).sample(rows("orders.jsonl"), count)
    ]


def numbers_of(customer: dict[str, Any]) -> set[str]:
    return {
        order["number"].lstrip("#")
        for order in rows("orders.jsonl")
        if order["customer_id"] == customer["id"]
    }


def test_fifty_orders_are_answered_right(imported: Product) -> None:
    wrong = []
    for order, customer in drawn(50, seed=2):
        chat = Chat(imported)
        asked = chat.replies(f"where is my order {order['number']}?")
        answer = chat.replies(f"my email is {customer['email']}")
        expected = [order["number"], *(line["title"] for line in order["lines"])]
        if order["status"] != "cancelled":
            expected += [number for parcel in order["shipments"] for number in parcel["tracking_numbers"]]
        missing = [part for part in expected if part not in answer]
        if missing or not re.search(STATUS_WORDS[order["status"]], answer, re.IGNORECASE):
            wrong.append((order["number"], order["status"], missing, answer))
        assert order["lines"][0]["title"] not in asked, "nothing may be told before the shopper is known"
        assert set(ORDER_NUMBER.findall(asked + answer)) <= numbers_of(customer)
    assert wrong == []


def test_another_customers_order_is_never_shown(imported: Product) -> None:
    for (order, owner), (_, other) in zip(drawn(25, seed=3), drawn(25, seed=4), strict=True):
        if owner["id"] == other["id"]:
            continue
        token = imported.token_of(other["id"])
        chat = Chat(imported, shopper_token=token)
        answer = chat.replies(f"where is my order {order['number']}?")
        missing = Chat(imported, shopper_token=token).replies("where is my order #W9999999?")
        assert answer.replace(order["number"].lstrip("#"), "N") == missing.replace("W9999999", "N")
        assert not any(
            number in answer for parcel in order["shipments"] for number in parcel["tracking_numbers"]
        )


def test_a_wrong_email_learns_nothing(imported: Product) -> None:
    (order, _), (_, other) = drawn(2, seed=5)
    chat = Chat(imported)
    chat.say(f"where is my order {order['number']}?")
    of_existing = chat.replies(other["email"])
    stranger = Chat(imported)
    stranger.say("where is my order #W9999999?")
    of_missing = stranger.replies(other["email"])
    assert of_existing.replace(order["number"].lstrip("#"), "N") == of_missing.replace("W9999999", "N")


def test_the_import_keeps_every_row(imported: Product) -> None:
    again = imported.ops("import", str(RETAIL_STORE))
    assert "0 rejected" in again
    assert not (imported.var_dir / "import-rejects.jsonl").exists()
