"""Who ordered and how they paid, where only the order tells: found on file by e-mail, else put there.

An order that is stored stays its owner's: importing it again brings nobody back who was erased.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from commerce.customers.models import Customer, PaymentMethod, PaymentMethodKind
from commerce.importing.bulk import Bulk, Connection
from commerce.importing.reading import SourceLine
from commerce.importing.rows import BuyerRow, OrderRow, PaymentRow


@dataclass(slots=True)
class People:
    """Who and what the orders of a batch name: as stored, or put on file with the order that goes in."""

    ids: set[str]
    by_email: dict[str, str]
    owners: dict[str, str]  # of the orders that are stored, by number
    buyers: dict[str, BuyerRow] = field(default_factory=dict)  # not on file
    methods: dict[str, tuple[str, PaymentRow]] = field(default_factory=dict)  # not on file, with whose it is

    def add(self, bulk: Bulk, row: OrderRow, at: datetime) -> int:
        """Put on file whom and what an accepted order names that is not yet there; how many people."""
        buyer = self.buyers.pop(row.customer_id, None)
        if buyer is not None:
            bulk.add(
                Customer,
                id=row.customer_id,
                first_name=buyer.first_name,
                last_name=buyer.last_name,
                email=buyer.email,
                phone=None,
                created_at=at,
            )
        for named in row.payments:
            _, payment = self.methods.pop(named.payment_method_id, (None, None))
            if payment is not None:
                bulk.add(
                    PaymentMethod,
                    id=payment.payment_method_id,
                    customer_id=row.customer_id,
                    kind=PaymentMethodKind(payment.method_type or "other"),
                    brand=payment.method_name,
                    last_four=None,
                    currency=None,
                    removed_at=None,
                )
        return int(buyer is not None)


async def with_people(
    connection: Connection, lines: list[SourceLine[OrderRow]]
) -> tuple[list[SourceLine[OrderRow]], People]:
    """Return the orders with the customers and methods that theirs are, and those of them not on file."""
    told = [line.row for line in lines if line.row.buyer is not None]
    if not told:
        return lines, People(set(), {}, {})
    people = await _known(connection, told)
    resolved = [replace(line, row=_resolved(line.row, people)) for line in lines]
    await _note_methods(connection, [line.row for line in resolved if line.row.buyer is not None], people)
    return resolved, people


async def _known(connection: Connection, rows: Sequence[OrderRow]) -> People:
    ids = [row.customer_id for row in rows if row.customer_id]
    emails = [row.buyer.email.lower() for row in rows if row.buyer]
    found = await connection.execute(
        "SELECT id, lower(email) FROM customers WHERE id = ANY(%s) OR lower(email) = ANY(%s)", (ids, emails)
    )
    people = await found.fetchall()
    orders = await connection.execute(
        "SELECT number, customer_id FROM orders WHERE number = ANY(%s)", ([row.number for row in rows],)
    )
    owners: dict[str, str] = dict(await orders.fetchall())
    return People({key for key, _ in people}, {email: key for key, email in people}, owners)


def _resolved(row: OrderRow, people: People) -> OrderRow:
    """Whose it is: found by id or e-mail, else whose the stored order is, whatever became of them."""
    buyer = row.buyer
    if buyer is None:
        return row
    email = buyer.email.lower()
    known = row.customer_id if row.customer_id in people.ids else people.by_email.get(email)
    customer_id = known or people.owners.get(row.number)
    if customer_id is None:
        customer_id = row.customer_id or _guest_id(email)
        people.ids.add(customer_id)
        people.by_email[email] = customer_id
        people.buyers[customer_id] = buyer
    payments = [_of_customer(payment, customer_id) for payment in row.payments]
    return row.model_copy(update={"customer_id": customer_id, "payments": payments})


def _guest_id(email: str) -> str:
    return f"guest-{hashlib.blake2b(email.encode(), digest_size=8).hexdigest()}"


def _of_customer(payment: PaymentRow, customer_id: str) -> PaymentRow:
    if payment.method_type is None:
        return payment
    slug = re.sub(r"[^a-z0-9]+", "-", payment.payment_method_id.lower()).strip("-")
    return payment.model_copy(update={"payment_method_id": f"{customer_id}/{slug}"})


async def _note_methods(connection: Connection, rows: Iterable[OrderRow], people: People) -> None:
    wanted = {
        payment.payment_method_id: (row.customer_id, payment)
        for row in rows
        for payment in row.payments
        if payment.method_type is not None
    }
    found = await connection.execute("SELECT id FROM payment_methods WHERE id = ANY(%s)", (list(wanted),))
    for (key,) in await found.fetchall():
        del wanted[key]
    people.methods = wanted
