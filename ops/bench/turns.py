"""Conversations that are timed turn by turn."""

import sys
from collections.abc import Callable
from uuid import uuid4

import httpx
import psycopg

from ops.bench.builds import Build

Turn = Callable[[], None]
STATUS = "where is my latest order?"
_CANCELLABLE = """
    SELECT customer_id, number FROM (
        SELECT DISTINCT ON (customer_id) customer_id, number, placed_at FROM orders
        WHERE status = 'pending' AND items_changed_at IS NULL ORDER BY customer_id, placed_at DESC
    ) AS latest ORDER BY placed_at DESC LIMIT %s
"""


class StockConversation:
    """A fresh conversation with the stock bot."""

    def __init__(self, url: str) -> None:
        self._client, self._sender = httpx.Client(base_url=url, timeout=60), uuid4().hex

    def say(self, text: str) -> None:
        """One turn; exits when there is no answer."""
        body = {"sender": self._sender, "message": text}
        if not self._client.post("/webhooks/rest/webhook", json=body).raise_for_status().json():
            sys.exit("the stock bot did not answer")


class Conversation:
    """A fresh conversation with the product, through its gateway."""

    def __init__(self, url: str, token: str | None = None) -> None:
        self._client = httpx.Client(base_url=url, timeout=60)
        self._about: dict[str, str] = {"shopper_token": token} if token else {}

    def say(self, text: str) -> str:
        """One turn; what the bot says. Exits when it says nothing."""
        body = {"id": uuid4().hex, "text": text} | self._about
        answer = self._client.post("/chat/messages", json=body).raise_for_status().json()
        if not answer["messages"]:
            sys.exit(f"the product did not answer {text!r}")
        self._about["conversation"] = answer["conversation"]
        if "conversation_token" in answer:
            self._client.headers["Authorization"] = f"Bearer {answer['conversation_token']}"
        return "\n".join(message["text"] for message in answer["messages"])


def shopper_token(url: str, customer: str | None = None) -> str:
    """A token of this customer, or of the first one of the demo store."""
    with httpx.Client(base_url=url, timeout=60) as client:
        if customer is None:
            shown = client.get("/store/demo-customers").raise_for_status().json()["customers"]
            customer = shown[0]["id"]
        answer = client.post("/store/demo-token", json={"customer": customer}).raise_for_status()
        return str(answer.json()["shopper_token"])


def cancellable(build: Build, count: int) -> list[tuple[str, str]]:
    """Customers of the bench's store with an order each that can be cancelled: ids and numbers."""
    with psycopg.connect(build.ops("db-url")) as connection:
        return [
            (str(customer), str(number)) for customer, number in connection.execute(_CANCELLABLE, [count])
        ]


def about_to_cancel(url: str, customer: str, number: str) -> Conversation | None:
    """A conversation in which one yes cancels the order; None when the store's rules do not let it."""
    conversation = Conversation(url, shopper_token(url, customer))
    said = conversation.say(f"cancel order {number}, I ordered it by mistake")
    return conversation if "cancel the whole order" in said else None
