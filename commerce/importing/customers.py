"""Loads customers with their address and payment methods; one the store has changed is left as it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from commerce.customers.models import (
    Address,
    CreditEntry,
    CreditReason,
    Customer,
    PaymentMethod,
    PaymentMethodKind,
)
from commerce.importing import history
from commerce.importing.assumptions import Assumption
from commerce.importing.bulk import Bulk, Connection
from commerce.importing.outcome import Outcome
from commerce.importing.reading import BadLine, SourceLine
from commerce.importing.rows import AddressRow, CustomerRow, PaymentMethodRow

FILE = "customers.jsonl"
SUBJECT = "customer"
_SET_ADDRESS = (
    "UPDATE addresses SET line1 = %(line1)s, line2 = %(line2)s, city = %(city)s, region = %(region)s,"
    " postcode = %(postcode)s, country = %(country)s WHERE customer_id = %(customer)s AND is_default"
)


@dataclass(slots=True)
class _Stored:
    """What the store knows about the customers of a batch. `taken` maps e-mails and methods to owners."""

    customers: set[str]
    emails: dict[str, str]
    methods: dict[str, str]
    imported: dict[str, history.Imported]


async def load_customers(
    connection: Connection, lines: list[SourceLine[CustomerRow]], at: datetime
) -> Outcome:
    """Write the customers of a batch: new ones added, changed ones updated unless the store changed them."""
    outcome, bulk = Outcome(), Bulk()
    stored = await _stored(connection, lines)
    for line in lines:
        customer = line.row
        if reason := _conflict(customer, stored):
            outcome.rejected.append(BadLine(line.number, line.raw, reason))
            continue
        stored.emails[customer.email.lower()] = customer.id
        known = stored.imported.get(customer.id)
        if customer.id not in stored.customers:
            outcome.added += 1
            outcome.assumptions.update(_left_open(customer))
            _add(bulk, customer, at)
        elif known is not None and known.fingerprint == history.fingerprint(customer):
            outcome.unchanged += 1
            continue
        elif known is None or known.changed_by_store:
            outcome.kept += 1
            outcome.assumptions[Assumption.KEPT] += 1
            continue
        else:
            outcome.updated += 1
            await _update(connection, bulk, customer, outcome, at)
        for method in customer.payment_methods:
            if method.id not in stored.methods:
                stored.methods[method.id] = customer.id
                _add_method(bulk, customer.id, method, outcome, at)
        history.record(
            bulk, line.row, subject=(SUBJECT, customer.id), source=f"{FILE}, line {line.number}", at=at
        )
    await bulk.write(connection)
    return outcome


async def _stored(connection: Connection, lines: list[SourceLine[CustomerRow]]) -> _Stored:
    ids = [line.row.id for line in lines]
    emails = [line.row.email.lower() for line in lines]
    methods = [method.id for line in lines for method in line.row.payment_methods]
    customers = await connection.execute("SELECT id FROM customers WHERE id = ANY(%s)", (ids,))
    known = {customer_id for (customer_id,) in await customers.fetchall()}
    by_email = await connection.execute(
        "SELECT lower(email), id FROM customers WHERE lower(email) = ANY(%s)", (emails,)
    )
    owners = await connection.execute(
        "SELECT id, customer_id FROM payment_methods WHERE id = ANY(%s)", (methods,)
    )
    return _Stored(
        customers=known,
        emails=dict(await by_email.fetchall()),
        methods=dict(await owners.fetchall()),
        imported=await history.imported_subjects(connection, SUBJECT, ids),
    )


def _conflict(customer: CustomerRow, stored: _Stored) -> str | None:
    if stored.emails.get(customer.email.lower(), customer.id) != customer.id:
        return f"email: belongs to customer {stored.emails[customer.email.lower()]}"
    seen: set[str] = set()
    for method in customer.payment_methods:
        if stored.methods.get(method.id, customer.id) != customer.id:
            return f"payment method {method.id} belongs to customer {stored.methods[method.id]}"
        if method.id in seen:
            return f"payment method {method.id} is there twice"
        seen.add(method.id)
    return None


def _add(bulk: Bulk, customer: CustomerRow, at: datetime) -> None:
    bulk.add(
        Customer,
        id=customer.id,
        first_name=customer.first_name,
        last_name=customer.last_name,
        email=customer.email,
        phone=None,
        birthday=customer.born_on,
        created_at=at,
    )
    if customer.address is not None:
        _add_address(bulk, customer.id, customer.address, at)


def _add_address(bulk: Bulk, customer_id: str, address: AddressRow, at: datetime) -> None:
    bulk.add(
        Address,
        id=uuid4(),
        customer_id=customer_id,
        is_default=True,
        created_at=at,
        **address.columns(),
    )


def _left_open(customer: CustomerRow) -> Iterator[Assumption]:
    """What the row does not say of the customer."""
    yield Assumption.NO_PHONE
    if customer.address is None:
        yield Assumption.NO_ADDRESS
    if not (customer.first_name or customer.last_name):
        yield Assumption.NO_NAME
    elif not (customer.first_name and customer.last_name):
        yield Assumption.ONE_NAME


def _add_method(
    bulk: Bulk, customer_id: str, method: PaymentMethodRow, outcome: Outcome, at: datetime
) -> None:
    bulk.add(
        PaymentMethod,
        id=method.id,
        customer_id=customer_id,
        kind=method.kind,
        brand=method.brand,
        last_four=method.last_four,
        currency=method.currency,
        removed_at=None,
    )
    if method.kind is PaymentMethodKind.GIFT_CARD:
        outcome.assumptions[Assumption.OPENING_BALANCE] += 1
        bulk.add(
            CreditEntry,
            id=uuid4(),
            payment_method_id=method.id,
            amount_minor=method.balance_minor,
            currency=method.currency,
            reason=CreditReason.OPENING,
            payment_id=None,
            refund_id=None,
            created_at=at,
        )


async def _update(
    connection: Connection, bulk: Bulk, customer: CustomerRow, outcome: Outcome, at: datetime
) -> None:
    async with connection.cursor() as cursor:
        await cursor.execute(
            "UPDATE customers SET first_name = %s, last_name = %s, email = %s,"
            " birthday = coalesce(%s, birthday) WHERE id = %s",
            (customer.first_name, customer.last_name, customer.email, customer.born_on, customer.id),
        )
        if customer.address is not None:
            await cursor.execute(_SET_ADDRESS, {**customer.address.columns(), "customer": customer.id})
            if cursor.rowcount == 0:
                _add_address(bulk, customer.id, customer.address, at)
        for method in customer.payment_methods:
            await cursor.execute(
                "UPDATE payment_methods SET brand = %s, last_four = %s WHERE id = %s",
                (method.brand, method.last_four, method.id),
            )
            if method.kind is PaymentMethodKind.GIFT_CARD:
                await _correct_balance(connection, method, outcome, at)


async def _correct_balance(
    connection: Connection, method: PaymentMethodRow, outcome: Outcome, at: datetime
) -> None:
    """Follow the file's balance, unless the card has been used in the store since."""
    cursor = await connection.execute(
        """
        INSERT INTO credit_entries (id, payment_method_id, amount_minor, currency, reason, created_at)
        SELECT %(id)s, payment_method_id, %(balance)s - sum(amount_minor), min(currency), %(reason)s, %(at)s
        FROM credit_entries WHERE payment_method_id = %(method)s
        GROUP BY payment_method_id
        HAVING bool_and(reason IN ('opening', 'correction')) AND sum(amount_minor) <> %(balance)s
        """,
        {
            "id": uuid4(),
            "balance": method.balance_minor,
            "reason": CreditReason.CORRECTION.value,
            "at": at,
            "method": method.id,
        },
    )
    outcome.assumptions[Assumption.BALANCE_CORRECTED] += cursor.rowcount
