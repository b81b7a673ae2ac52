"""Loads orders; one that a shopper, an agent or a job has touched since is never overwritten."""

from datetime import datetime

from psycopg.types.json import Jsonb

from commerce.importing import history
from commerce.importing.assumptions import Assumption
from commerce.importing.bulk import Bulk, Connection
from commerce.importing.order_batch import add_contents, add_order
from commerce.importing.order_lookups import SUBJECT, StoredForOrders, stored_for
from commerce.importing.order_people import with_people
from commerce.importing.order_records import OrderRecord, RowRefused, order_record
from commerce.importing.outcome import Outcome
from commerce.importing.reading import BadLine, SourceLine
from commerce.importing.rows import OrderRow
from commerce.importing.unlisted import list_unknown_skus

FILE = "orders.jsonl"

_CLEARED = (
    "DELETE FROM shipment_lines WHERE shipment_id IN (SELECT id FROM shipments WHERE order_id = ANY(%s))",
    "DELETE FROM shipments WHERE order_id = ANY(%s)",
    "DELETE FROM payments WHERE order_id = ANY(%s)",
    "DELETE FROM refunds WHERE order_id = ANY(%s)",
    "DELETE FROM order_lines WHERE order_id = ANY(%s)",
)


async def load_orders(connection: Connection, lines: list[SourceLine[OrderRow]], at: datetime) -> Outcome:
    """Write the orders of a batch: new ones added, changed ones replaced unless the store touched them."""
    outcome, newcomers, bulk = Outcome(), Bulk(), Bulk()
    lines, people = await with_people(connection, lines)
    stored = await stored_for(connection, [line.row for line in lines])
    stored.customers.update(people.buyers)
    stored.method_owners.update({key: owner for key, (owner, _) in people.methods.items()})
    replaced: list[OrderRecord] = []
    for line in lines:
        is_known = line.row.number in stored.orders
        try:
            stored.check_owner(line.row)
            if is_known and not _is_to_be_replaced(line.row, stored, outcome):
                continue
            stored.check_references(line.row)
            record = order_record(line.row, stored.currency(line.row))
        except RowRefused as refused:
            outcome.rejected.append(BadLine(line.number, line.raw, str(refused)))
            continue
        if is_known:
            outcome.updated += 1
            replaced.append(record)
        else:
            outcome.added += 1
            add_order(bulk, record)
        outcome.assumptions.update(record.assumptions)
        outcome.assumptions[Assumption.NEW_BUYER] += people.add(newcomers, line.row, at)
        await list_unknown_skus(connection, record, stored, outcome, at)
        add_contents(bulk, record, stored.product_of, at)
        history.record(
            bulk, line.row, subject=(SUBJECT, line.row.number), source=f"{FILE}, line {line.number}", at=at
        )
    await newcomers.write(connection)
    await _clear(connection, replaced)
    await bulk.write(connection)
    return outcome


def _is_to_be_replaced(row: OrderRow, stored: StoredForOrders, outcome: Outcome) -> bool:
    if stored.is_unchanged(row):
        outcome.unchanged += 1
        return False
    if stored.is_the_stores_own(row):
        outcome.kept += 1
        outcome.assumptions[Assumption.KEPT] += 1
        return False
    return True


async def _clear(connection: Connection, records: list[OrderRecord]) -> None:
    """Bring the orders themselves up to date and take away what an earlier import wrote of their contents."""
    if not records:
        return
    async with connection.cursor() as cursor:
        for statement in _CLEARED:
            await cursor.execute(statement, ([record.id for record in records],))
        await cursor.executemany(
            "UPDATE orders SET customer_id = %(customer_id)s, status = %(status)s,"
            " cancel_reason = %(cancel_reason)s, currency = %(currency)s,"
            " shipping_minor = %(shipping_minor)s, total_minor = %(total_minor)s,"
            " shipping_address = %(shipping_address)s, payment_method_id = %(payment_method_id)s,"
            " placed_at = %(placed_at)s, delivered_at = %(delivered_at)s, cancelled_at = %(cancelled_at)s"
            " WHERE id = %(id)s",
            [
                {
                    **record.columns(),
                    "status": record.status.value,
                    "shipping_address": Jsonb(record.row.shipping_address.columns()),
                }
                for record in records
            ],
        )
