"""Who ordered and how they paid, where only the order tells: found on file by e-mail, else put there."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from commerce.customers.models import Customer, PaymentMethod, PaymentMethodKind
from commerce.importing.assumptions import Assumption
from commerce.importing.bulk import Bulk, Connection
from commerce.importing.outcome import Outcome
from commerce.importing.reading import SourceLine
from commerce.importing.rows import OrderRow, PaymentRow


@dataclass(slots=True)
class _People:
    ids: set[str]
    by_email: dict[str, str]
    methods: set[str]


async def with_people(
    connection: Connection, lines: list[SourceLine[OrderRow]], outcome: Outcome, at: datetime
) -> list[SourceLine[OrderRow]]:
    """Return the orders with the customers and methods on file that theirs are."""
    told = [line.row for line in lines if line.row.buyer is not None]
    if not told:
        return lines
    known, bulk = await _known(connection, told), Bulk()
    before = len(known.ids)
    resolved = [replace(line, row=_resolved(line.row, known, bulk, at)) for line in lines]
    outcome.assumptions[Assumption.NEW_BUYER] += len(known.ids) - before
    await _add_methods(connection, bulk, [line.row for line in resolved if line.row.buyer is not None], known)
    await bulk.write(connection)
    return resolved


async def _known(connection: Connection, rows: Iterable[OrderRow]) -> _People:
    ids = [row.customer_id for row in rows if row.customer_id]
    emails = [row.buyer.email.lower() for row in rows if row.buyer]
    found = await connection.execute(
        "SELECT id, lower(email) FROM customers WHERE id = ANY(%s) OR lower(email) = ANY(%s)", (ids, emails)
    )
    people = await found.fetchall()
    return _People({key for key, _ in people}, {email: key for key, email in people}, set())


def _resolved(row: OrderRow, known: _People, bulk: Bulk, at: datetime) -> OrderRow:
    buyer = row.buyer
    if buyer is None:
        return row
    email = buyer.email.lower()
    customer_id = row.customer_id if row.customer_id in known.ids else known.by_email.get(email)
    if customer_id is None:
        customer_id = row.customer_id or _guest_id(email)
        known.ids.add(customer_id)
        known.by_email[email] = customer_id
        bulk.add(
            Customer,
            id=customer_id,
            first_name=buyer.first_name,
            last_name=buyer.last_name,
            email=buyer.email,
            phone=None,
            created_at=at,
        )
    payments = [_of_customer(payment, customer_id) for payment in row.payments]
    return row.model_copy(update={"customer_id": customer_id, "payments": payments})


def _guest_id(email: str) -> str:
    return f"guest-{hashlib.blake2b(email.encode(), digest_size=8).hexdigest()}"


def _of_customer(payment: PaymentRow, customer_id: str) -> PaymentRow:
    if payment.method_type is None:
        return payment
    slug = re.sub(r"[^a-z0-9]+", "-", payment.payment_method_id.lower()).strip("-")
    return payment.model_copy(update={"payment_method_id": f"{customer_id}/{slug}"})


async def _add_methods(connection: Connection, bulk: Bulk, rows: Iterable[OrderRow], known: _People) -> None:
    wanted = {
        payment.payment_method_id: (row.customer_id, payment)
        for row in rows
        for payment in row.payments
        if payment.method_type is not None
    }
    found = await connection.execute("SELECT id FROM payment_methods WHERE id = ANY(%s)", (list(wanted),))
    known.methods.update(key for (key,) in await found.fetchall())
    for method_id, (customer_id, payment) in wanted.items():
        if method_id not in known.methods:
            bulk.add(
                PaymentMethod,
                id=method_id,
                customer_id=customer_id,
                kind=PaymentMethodKind(payment.method_type or "other"),
                brand=payment.method_name,
                last_four=None,
                currency=None,
                removed_at=None,
            )
