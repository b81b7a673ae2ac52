"""What the store already knows of the customers, payment methods, variants and orders a batch names."""

from dataclasses import dataclass
from uuid import UUID

from commerce.customers.models import ERASED
from commerce.importing import history
from commerce.importing.bulk import Connection
from commerce.importing.order_records import RowRefused, order_id
from commerce.importing.rows import OrderRow

SUBJECT = "order"


@dataclass(slots=True)
class StoredForOrders:
    """The rows of the store that a batch of orders refers to."""

    customers: set[str]
    method_owners: dict[str, str]
    product_of: dict[str, str]
    currency_of: dict[str, str]
    orders: dict[str, UUID]
    owners: dict[str, str]  # of the orders
    returned: set[str]
    forgotten: set[str]  # whose customer was erased
    imported: dict[str, history.Imported]

    def is_unchanged(self, row: OrderRow) -> bool:
        """Whether the store has the order as the file says, untouched since."""
        return self.imported.get(row.number) == history.Imported(
            history.fingerprint(row), changed_by_store=False
        )

    def is_the_stores_own(self, row: OrderRow) -> bool:
        """Whether it was not imported, or the store has changed or returned it or erased its customer."""
        known = self.imported.get(row.number)
        return (
            known is None
            or known.fingerprint is None
            or known.changed_by_store
            or row.number in self.returned
            or row.number in self.forgotten
            or self.orders[row.number] != order_id(row.number)
        )

    def currency(self, row: OrderRow) -> str:
        """The currency the order was paid in, else that of its variants; raises RowRefused when unclear."""
        paid_in = {payment.currency for payment in row.payments} | ({row.currency} if row.currency else set())
        currencies = paid_in or {
            self.currency_of[line.sku] for line in row.lines if line.sku in self.currency_of
        }
        if len(currencies) > 1:
            raise RowRefused(f"payments: several currencies in one order: {', '.join(sorted(currencies))}")
        if not currencies:
            raise RowRefused("payments: there are none, and no SKU is known, so the currency is unknown")
        return currencies.pop()

    def check_owner(self, row: OrderRow) -> None:
        """Raise RowRefused when the order is another customer's, whatever case its number is written in."""
        owner = self.owners.get(row.number, row.customer_id)
        if owner != row.customer_id:
            raise RowRefused(f"order {row.number} belongs to {owner}")

    def check_references(self, row: OrderRow) -> None:
        """Raise RowRefused when the customer is unknown or a payment method is not theirs."""
        if row.customer_id not in self.customers:
            raise RowRefused(f"customer_id: there is no customer {row.customer_id}")
        for position, payment in enumerate(row.payments):
            owner = self.method_owners.get(payment.payment_method_id)
            if owner != row.customer_id:
                whose = "nobody's" if owner is None else "another customer's"
                raise RowRefused(
                    f"payments.{position}.payment_method_id: {payment.payment_method_id} is {whose}"
                )


async def stored_for(connection: Connection, rows: list[OrderRow]) -> StoredForOrders:
    """Look everything up at once, locking the orders that are there until the transaction ends."""

    async def fetch(query: str, values: set[str]) -> list[tuple[str, ...]]:
        cursor = await connection.execute(query, (list(values),))
        return await cursor.fetchall()

    numbers = {row.number for row in rows}
    orders = await connection.execute(
        "SELECT number, orders.id, customer_id, email LIKE %s FROM orders JOIN customers"
        " ON customers.id = customer_id WHERE number = ANY(%s) FOR UPDATE OF orders",
        (f"%{ERASED}", list(numbers)),
    )
    known = await orders.fetchall()
    variants = await fetch(
        "SELECT sku, product_id, currency FROM variants WHERE sku = ANY(%s)",
        {line.sku for row in rows for line in row.lines},
    )
    customers = await fetch("SELECT id FROM customers WHERE id = ANY(%s)", {row.customer_id for row in rows})
    owners = await fetch(
        "SELECT id, customer_id FROM payment_methods WHERE id = ANY(%s)",
        {payment.payment_method_id for row in rows for payment in row.payments},
    )
    returned = await fetch(
        "SELECT DISTINCT number FROM return_requests JOIN orders ON orders.id = return_requests.order_id"
        " WHERE number = ANY(%s)",
        numbers,
    )
    return StoredForOrders(
        customers={customer_id for (customer_id,) in customers},
        method_owners={method: owner for method, owner in owners},  # noqa: C416  gives the tuples their shape
        product_of={sku: product_id for sku, product_id, _ in variants},
        currency_of={sku: currency for sku, _, currency in variants},
        orders={number: stored_id for number, stored_id, *_ in known},
        owners={number: customer_id for number, _, customer_id, _ in known},
        returned={number for (number,) in returned},
        forgotten={number for number, _, _, is_erased in known if is_erased},
        imported=await history.imported_subjects(connection, SUBJECT, list(numbers)),
    )
