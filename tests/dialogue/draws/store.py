"""The imported store as draws are made from it."""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import httpx
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.changes import Context
from commerce.clock import Clock
from commerce.customers.credit import balance_of
from commerce.database import Sessions
from commerce.identity import Shopper
from commerce.links.documents import DocumentLinks
from commerce.notification import Notifier
from commerce.orders.models import Order, OrderLine
from tests.factories import a_cause
from tests.retail_store import Files, Row, covers, number_of, paid

_REFUSED = ("cancel", "address", "payment", "items", "return", "exchange")
_PENDING = {"payment": 60, "cancel": 55, "address": 55, "items": 80}
_DELIVERED = {"return": 110, "exchange": 120, "documents": 10, "progress": 20}


@dataclass(frozen=True)
class ImportedStore:
    """The store: its files, its database, and the gateway in front of it."""

    files: Files
    sessions: Sessions
    client: httpx.AsyncClient
    notifier: Notifier
    links: DocumentLinks
    clock: Clock

    def context(self, session: AsyncSession, shopper: Shopper) -> Context:
        """With what a shopper changes something."""
        return Context(session, a_cause(shopper), self.clock, self.notifier, self.links, shopper)

    @cached_property
    def orders(self) -> dict[str, list[Row]]:
        """The orders that each operation is tried on, none of them for two, the rest for what is refused."""
        files, dice = self.files, random.Random("whose order is whose")
        pending = dice.sample(files.in_status("pending"), len(files.in_status("pending")))
        pending.sort(key=lambda order: not other_methods(files, order))  # few can be paid in another way
        delivered = dice.sample(files.in_status("delivered"), len(files.in_status("delivered")))
        return dict(_dealt(pending, _PENDING)) | dict(_dealt(delivered, _DELIVERED))

    def refused(self, operation: str, *statuses: str) -> list[Row]:
        """Orders on which no operation is tried that is allowed, and that no other operation's tests see."""
        taken = {order["number"] for orders in self.orders.values() for order in orders}
        rest = [order for order in self.files.in_status(*statuses) if order["number"] not in taken]
        return rest[_REFUSED.index(operation) :: len(_REFUSED)]

    async def lines(self, order: Row) -> Sequence[OrderLine]:
        """The order's lines as they are stored, in their order."""
        query = (
            select(OrderLine)
            .join(OrderLine.order)
            .where(Order.number == number_of(order))
            .order_by(OrderLine.position)
        )
        async with self.sessions() as session:
            return list(await session.scalars(query))

    async def covering(self, order: Row, amount_minor: int) -> list[Row]:
        """The customer's methods that can pay so much now."""
        found = []
        async with self.sessions() as session:
            for method in self.files.methods(order):
                if method["type"] == "gift_card":
                    balance = await balance_of(session, method["id"], "USD")
                    if balance.amount_minor < amount_minor:
                        continue
                found.append(method)
        return found


def other_methods(files: Files, order: Row) -> list[Row]:
    """The methods that do not pay the order and could."""
    total = sum(paid(order).values())
    return [each for each in files.methods(order) if each["id"] not in paid(order) and covers(each, total)]


def of_different_customers(orders: Iterable[Row]) -> Iterator[Row]:
    """The first order of each customer: what one talk changes, no other one sees."""
    seen = set()
    for order in orders:
        if order["customer_id"] not in seen:
            seen.add(order["customer_id"])
            yield order


def _dealt(orders: Sequence[Row], counts: dict[str, int]) -> Iterator[tuple[str, list[Row]]]:
    start = 0
    for name, count in counts.items():
        yield name, list(orders[start : start + count])
        start += count
