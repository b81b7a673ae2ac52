"""The demo store is as large and as varied as it says, and its books balance."""

import psycopg
import pytest

from commerce.customers.addresses import checked_address
from commerce.database import create_engine, sessions_of
from commerce.demo.load import load_demo_store
from tests.factories import FixedClock
from tests.integration.commerce.demo.conftest import TODAY, ReadStore
from tests.world import broken_truths


async def test_it_has_the_promised_size(demo_store: ReadStore) -> None:
    assert await demo_store.one("SELECT count(*) FROM products") >= 300
    assert await demo_store.one("SELECT count(*) FROM categories") >= 12
    assert await demo_store.one("SELECT count(*) FROM customers") == 2_000
    assert await demo_store.one("SELECT count(*) FROM orders") == 10_000
    assert await demo_store.one("SELECT count(*) FROM carts WHERE status = 'open'") >= 200
    assert await demo_store.one("SELECT count(DISTINCT title) = count(*) FROM products")


@pytest.mark.parametrize(
    ("table", "column", "wanted"),
    [
        ("orders", "status", {"pending", "processed", "shipped", "delivered", "cancelled"}),
        (
            "shipments",
            "status",
            {"label_created", "in_transit", "out_for_delivery", "delivered", "lost"},
        ),
        (
            "return_requests",
            "status",
            {"approved", "manual_review", "refused", "received", "completed", "cancelled"},
        ),
        ("return_requests", "kind", {"return", "exchange"}),
        ("refunds", "status", {"pending", "completed", "reversed"}),
        ("payment_methods", "kind", {"credit_card", "paypal", "gift_card", "store_credit"}),
        ("addresses", "country", {"US", "CA", "GB"}),
    ],
)
async def test_every_state_occurs(demo_store: ReadStore, table: str, column: str, wanted: set[str]) -> None:
    rows = await demo_store.rows(f"SELECT {column}, count(*) FROM {table} GROUP BY 1")
    assert {value for value, _ in rows} == wanted


async def test_some_orders_are_late_lost_split_or_changed(demo_store: ReadStore) -> None:
    late = await demo_store.one(
        "SELECT count(*) FROM orders WHERE status = 'shipped' AND promised_on < %(today)s"
    )
    lost = await demo_store.one("SELECT count(*) FROM shipments WHERE status = 'lost'")
    half_there = await demo_store.one(
        "SELECT count(*) FROM (SELECT order_id FROM shipments GROUP BY order_id"
        " HAVING bool_or(status = 'delivered') AND bool_or(status = 'in_transit')) AS half"
    )
    changed = await demo_store.one("SELECT count(*) FROM orders WHERE items_changed_at IS NOT NULL")
    assert late >= 50
    assert lost >= 10
    assert half_there >= 5
    assert changed >= 50


BOOKS = {
    "an order's total is its lines less discounts plus shipping": """
        SELECT o.number FROM orders o JOIN order_lines l ON l.order_id = o.id
        GROUP BY o.id HAVING o.total_minor <>
            o.shipping_minor + sum(l.unit_price_minor * l.quantity - l.discount_minor)""",
    "payments less refunds of changes and exchange charges are the total": """
        SELECT o.number FROM orders o
        WHERE o.total_minor <>
            (SELECT sum(amount_minor) FROM payments p WHERE p.order_id = o.id)
            - (SELECT coalesce(sum(amount_minor), 0) FROM refunds r
               WHERE r.order_id = o.id AND r.reason = 'items_changed')
            - (SELECT coalesce(sum(-settlement_minor), 0) FROM return_requests q
               WHERE q.order_id = o.id AND q.settlement_minor < 0)""",
    "no more is refunded than was paid": """
        SELECT o.number FROM orders o
        WHERE (SELECT coalesce(sum(amount_minor), 0) FROM refunds r
               WHERE r.order_id = o.id AND r.status <> 'reversed')
            > (SELECT sum(amount_minor) FROM payments p WHERE p.order_id = o.id)""",
    "a cancelled order has all its money back": """
        SELECT o.number FROM orders o WHERE status = 'cancelled' AND o.total_minor <>
            (SELECT coalesce(sum(amount_minor), 0) FROM refunds r WHERE r.order_id = o.id)""",
    "refunds go to methods of the same customer": """
        SELECT o.number FROM refunds r JOIN orders o ON o.id = r.order_id
        JOIN payment_methods m ON m.id = r.payment_method_id WHERE m.customer_id <> o.customer_id""",
    "a completed refund has a date and a pending one has none": """
        SELECT id::text FROM refunds WHERE (status = 'completed') <> (completed_at IS NOT NULL)""",
    "refunds to a balance are never on their way to a bank": """
        SELECT r.id::text FROM refunds r JOIN payment_methods m ON m.id = r.payment_method_id
        WHERE m.kind IN ('gift_card', 'store_credit') AND r.expected_by IS NOT NULL""",
    "returned quantities are those of open and finished returns": """
        SELECT l.id::text FROM order_lines l WHERE l.returned_quantity <>
            (SELECT coalesce(sum(x.quantity), 0) FROM return_lines x
             JOIN return_requests q ON q.id = x.return_request_id
             WHERE x.order_line_id = l.id AND q.status NOT IN ('refused', 'cancelled'))""",
    "only delivered orders come back, and after their delivery": """
        SELECT q.rma_number FROM return_requests q JOIN orders o ON o.id = q.order_id
        WHERE o.status <> 'delivered' OR q.created_at <= o.delivered_at""",
    "an exchange is for another variant of the same product": """
        SELECT x.id::text FROM return_lines x JOIN order_lines l ON l.id = x.order_line_id
        JOIN variants v ON v.sku = x.exchange_sku
        WHERE v.product_id <> l.product_id OR v.sku = l.sku""",
    "final sale does not come back": """
        SELECT q.rma_number FROM return_requests q JOIN return_lines x ON x.return_request_id = q.id
        JOIN order_lines l ON l.id = x.order_line_id JOIN products p ON p.id = l.product_id
        WHERE p.is_final_sale OR p.category_id = 'beauty'""",
    "an order is delivered when all its parcels are, on the day of the last": """
        SELECT o.number FROM orders o LEFT JOIN shipments s ON s.order_id = o.id
        WHERE o.status = 'delivered' GROUP BY o.id
        HAVING NOT bool_and(s.status = 'delivered') OR max(s.delivered_at) <> o.delivered_at""",
    "an order of which every parcel arrived is delivered": """
        SELECT o.number FROM orders o JOIN shipments s ON s.order_id = o.id GROUP BY o.id
        HAVING bool_and(s.status = 'delivered') AND o.status NOT IN ('delivered', 'shipped')""",
    "nothing is on its way for an order that is pending or cancelled": """
        SELECT o.number FROM orders o JOIN shipments s ON s.order_id = o.id
        WHERE o.status IN ('pending', 'cancelled')""",
    "a processed order's parcels wait for the carrier": """
        SELECT o.number FROM orders o JOIN shipments s ON s.order_id = o.id
        WHERE o.status = 'processed' AND s.status <> 'label_created'""",
    "parcels hold at most what was bought, and all of it once delivered": """
        SELECT l.id::text FROM order_lines l JOIN orders o ON o.id = l.order_id
        LEFT JOIN shipment_lines s ON s.order_line_id = l.id
        GROUP BY l.id, o.status HAVING coalesce(sum(s.quantity), 0) > l.quantity
            OR (o.status = 'delivered' AND coalesce(sum(s.quantity), 0) <> l.quantity)""",
    "a parcel's state is its last scan's": """
        SELECT s.id::text FROM shipments s
        JOIN LATERAL (SELECT code FROM tracking_events e WHERE e.shipment_id = s.id
                      ORDER BY occurred_at DESC LIMIT 1) AS last ON true
        WHERE s.status <> CASE last.code WHEN 'delivered' THEN 'delivered' WHEN 'lost' THEN 'lost'
            WHEN 'label_created' THEN 'label_created' WHEN 'out_for_delivery' THEN 'out_for_delivery'
            ELSE 'in_transit' END""",
    "nothing happened in the future or before the order": """
        SELECT o.number FROM orders o LEFT JOIN shipments s ON s.order_id = o.id
        LEFT JOIN tracking_events e ON e.shipment_id = s.id
        WHERE o.placed_at > %(now)s OR e.occurred_at > %(now)s OR e.occurred_at < o.placed_at
            OR o.cancelled_at < o.placed_at OR o.cancelled_at > %(now)s""",
    "stock on hand is the sum of its movements": """
        SELECT v.sku FROM variants v WHERE v.stock_on_hand <>
            (SELECT coalesce(sum(quantity), 0) FROM stock_entries e WHERE e.sku = v.sku)""",
    "balances never fall below zero": """
        SELECT payment_method_id FROM (
            SELECT payment_method_id, sum(amount_minor) OVER (
                PARTITION BY payment_method_id ORDER BY created_at, amount_minor DESC) AS balance
            FROM credit_entries) AS running WHERE balance < 0""",
    "every payment and paid-out refund of a balance is in its ledger": """
        SELECT p.id::text FROM payments p JOIN payment_methods m ON m.id = p.payment_method_id
        LEFT JOIN credit_entries c ON c.payment_id = p.id
        WHERE m.kind IN ('gift_card', 'store_credit') AND c.amount_minor IS DISTINCT FROM -p.amount_minor
        UNION ALL
        SELECT r.id::text FROM refunds r JOIN payment_methods m ON m.id = r.payment_method_id
        LEFT JOIN credit_entries c ON c.refund_id = r.id
        WHERE m.kind IN ('gift_card', 'store_credit') AND r.status = 'completed'
            AND c.amount_minor IS DISTINCT FROM r.amount_minor""",
    "a delivered order earned a point for each whole dollar of goods": """
        SELECT o.number FROM orders o LEFT JOIN points_entries e ON e.order_id = o.id AND e.reason = 'earned'
        WHERE coalesce(e.points, 0) <>
            CASE o.status WHEN 'delivered' THEN (o.total_minor - o.shipping_minor) / 100 ELSE 0 END""",
    "nobody has less than no points": """
        SELECT customer_id FROM points_entries GROUP BY customer_id HAVING sum(points) < 0""",
    "every customer has one default address and one default payment method": """
        SELECT c.id FROM customers c WHERE
            (SELECT count(*) FROM addresses a WHERE a.customer_id = c.id AND is_default) <> 1
            OR (SELECT count(*) FROM payment_methods m WHERE m.customer_id = c.id AND is_default) <> 1""",
    "e-mails go nowhere and phones are of the ranges kept for fiction": r"""
        SELECT id FROM customers WHERE email NOT LIKE '%%@example.com'
            OR phone !~ '^(\+1[0-9]{3}55501[0-9]{2}|\+447700900[0-9]{3}|\+442079460[0-9]{3})$'""",
    "no phone is on two files": """
        SELECT phone FROM customers WHERE phone IS NOT NULL GROUP BY phone HAVING count(*) > 1""",
    "order numbers are an A and six digits": """
        SELECT number FROM orders WHERE number !~ '^A[0-9]{6}$'""",
    "a discount belongs to a promotion that ran then": """
        SELECT o.number FROM orders o JOIN order_lines l ON l.order_id = o.id
        LEFT JOIN promotions p ON p.code = o.promotion_code
        WHERE l.discount_minor > 0
            AND (p.code IS NULL OR o.placed_at < p.starts_at OR o.placed_at >= p.ends_at)""",
}


@pytest.mark.parametrize("rule", BOOKS)
async def test_the_books_balance(demo_store: ReadStore, rule: str) -> None:
    violations = await demo_store.rows(BOOKS[rule])
    assert violations == [], f"{rule}: {len(violations)} violations"


async def test_the_cores_own_truths_hold(demo_store_url: str) -> None:
    engine = create_engine(demo_store_url)
    async with sessions_of(engine)() as session:
        assert await broken_truths(session) == []
    await engine.dispose()


async def test_every_address_is_well_formed(demo_store: ReadStore) -> None:
    rows = await demo_store.rows("SELECT line1, line2, city, region, postcode, country FROM addresses")
    names = ("line1", "line2", "city", "region", "postcode", "country")
    for row in rows:
        given = dict(zip(names, row, strict=True))
        assert checked_address(given).as_dict() == given


async def test_a_second_load_changes_nothing(demo_store: ReadStore, demo_store_url: str) -> None:
    before = await demo_store.one("SELECT count(*) FROM orders")
    said: list[str] = []
    await load_demo_store(demo_store_url, said.append, clock=FixedClock(TODAY))
    assert await demo_store.one("SELECT count(*) FROM orders") == before
    assert "already" in said[0]


async def test_it_keeps_out_of_a_store_that_has_products(database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        connection.execute(
            "INSERT INTO products (id, title, description, is_final_sale) VALUES ('p', 'P', '', false)"
        )
    said: list[str] = []
    await load_demo_store(database_url, said.append, clock=FixedClock(TODAY))
    with psycopg.connect(database_url) as connection:
        assert connection.execute("SELECT count(*) FROM customers").fetchone() == (0,)
    assert "1 products already" in said[0]
