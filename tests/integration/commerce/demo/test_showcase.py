"""Each showcase customer shows what their line says."""

from commerce.demo.showcase import showcase_customers
from tests.integration.commerce.demo.conftest import ReadStore


async def test_showcase_customers_exist(demo_store: ReadStore) -> None:
    ids = {customer_id for customer_id, _ in showcase_customers()}
    found = await demo_store.rows("SELECT id FROM customers WHERE id LIKE 'S%%'")
    assert {customer_id for (customer_id,) in found} == ids
    assert len(ids) >= 12


async def test_showcase_orders_are_in_their_states(demo_store: ReadStore) -> None:
    rows = await demo_store.rows(
        """
        SELECT o.customer_id, o.status, array_agg(s.status ORDER BY s.position),
               (%(today)s - o.delivered_at::date), (%(today)s - o.promised_on) > 1
        FROM orders o LEFT JOIN shipments s ON s.order_id = o.id
        WHERE o.customer_id LIKE 'S%%' AND o.customer_id NOT IN ('S10') GROUP BY o.id
        """
    )
    by_customer = {customer: rest for customer, *rest in rows}
    assert by_customer["S01"][0] == "pending"
    assert by_customer["S02"][:2] == ["processed", ["label_created"]]
    assert by_customer["S03"] == ["shipped", ["in_transit"], None, False]
    assert by_customer["S04"] == ["shipped", ["in_transit"], None, True]
    assert by_customer["S05"][:2] == ["shipped", ["lost"]]
    assert by_customer["S06"][:2] == ["shipped", ["delivered", "in_transit"]]
    assert by_customer["S07"][:3] == ["delivered", ["delivered"], 1]
    assert by_customer["S08"][:3] == ["delivered", ["delivered"], 60]
    assert by_customer["S09"][0] == "cancelled"
    assert by_customer["S11"][0] == "pending"
    assert by_customer["S12"][0] == "delivered"


async def test_the_customer_with_several_orders_has_them_in_different_states(demo_store: ReadStore) -> None:
    rows = await demo_store.rows("SELECT status FROM orders WHERE customer_id = 'S10'")
    assert {status for (status,) in rows} == {"pending", "shipped", "delivered", "cancelled"}


async def test_the_cancelled_showcase_order_is_refunded(demo_store: ReadStore) -> None:
    status = await demo_store.one(
        "SELECT r.status FROM refunds r JOIN orders o ON o.id = r.order_id WHERE o.customer_id = 'S09'"
    )
    assert status == "completed"


async def test_the_gift_card_has_money_left(demo_store: ReadStore) -> None:
    kind, balance = (
        await demo_store.rows(
            "SELECT m.kind, sum(c.amount_minor) FROM orders o JOIN payment_methods m"
            " ON m.id = o.payment_method_id JOIN credit_entries c ON c.payment_method_id = m.id"
            " WHERE o.customer_id = 'S11' GROUP BY m.kind"
        )
    )[0]
    assert kind == "gift_card"
    assert balance > 0


async def test_a_return_and_a_cart_are_open(demo_store: ReadStore) -> None:
    status = await demo_store.one(
        "SELECT q.status FROM return_requests q JOIN orders o ON o.id = q.order_id"
        " WHERE o.customer_id = 'S12'"
    )
    lines = await demo_store.one(
        "SELECT count(*) FROM cart_lines l JOIN carts c ON c.id = l.cart_id WHERE c.customer_id = 'S13'"
    )
    assert status == "approved"
    assert lines >= 1
