"""What was sold, of what, where, by which campaign and with which promotion; what came back."""

from commerce.figures.days import day_of, within
from commerce.figures.parts import Part, Watch
from commerce.figures.sources import CAMPAIGN_EVENTS, MESSAGES_SENT, ORDERS, REFUNDS, RETURNS

SHOP = "shop"  # the channel of an order that did not come through the assistant's checkout
CAMPAIGN_DAYS, FOLLOWS_DAYS = 30, 7
_SOLD = f"orders.status <> 'cancelled' AND {within('orders.placed_at')}"

# A guest's cart hangs on its conversation; a customer's on none, so that it is the one they wrote in last.
SALES = Part(
    "sales",
    (
        "orders",
        "revenue",
        "channel_orders",
        "channel_revenue",
        "category_revenue",
        "product_bought",
        "product_revenue",
        "promotion_orders",
        "promotion_revenue",
        "promotion_discount",
        "refunded",
        "product_returned",
    ),
    (Watch(ORDERS), Watch(REFUNDS), Watch(RETURNS)),
    f"""
    WITH sold AS (
        SELECT orders.id, {day_of("orders.placed_at")} AS day, orders.currency, orders.total_minor,
            coalesce(guest.channel, theirs.channel, '{SHOP}') AS channel
        FROM orders
        LEFT JOIN checkouts ON checkouts.order_id = orders.id
        LEFT JOIN carts ON carts.id = checkouts.cart_id
        LEFT JOIN conversations AS guest ON guest.id = carts.conversation_id
        LEFT JOIN LATERAL (
            SELECT conversations.channel FROM conversations
            JOIN messages ON messages.conversation_id = conversations.id
            WHERE checkouts.id IS NOT NULL AND guest.id IS NULL
                AND conversations.customer_id = orders.customer_id AND messages.author = 'shopper'
                AND messages.created_at <= orders.placed_at
                AND messages.created_at > orders.placed_at - interval '1 day'
            ORDER BY messages.created_at DESC LIMIT 1
        ) AS theirs ON true
        WHERE {_SOLD}
    ), lines AS (
        SELECT sold.day, sold.currency, order_lines.product_id, order_lines.quantity,
            coalesce(products.category_id, '') AS category,
            order_lines.unit_price_minor * order_lines.quantity - order_lines.discount_minor AS paid
        FROM sold JOIN order_lines ON order_lines.order_id = sold.id
        JOIN products ON products.id = order_lines.product_id
    ), reduced AS (
        SELECT sold.day, sold.currency, sold.total_minor, promotion_uses.promotion_code AS code,
            promotion_uses.amount_minor
        FROM sold JOIN promotion_uses ON promotion_uses.order_id = sold.id
    )
    SELECT 'orders', day, '', currency, count(*) FROM sold GROUP BY day, currency
    UNION ALL SELECT 'revenue', day, '', currency, sum(total_minor) FROM sold GROUP BY day, currency
    UNION ALL SELECT 'channel_orders', day, channel, currency, count(*) FROM sold
        GROUP BY day, channel, currency
    UNION ALL SELECT 'channel_revenue', day, channel, currency, sum(total_minor) FROM sold
        GROUP BY day, channel, currency
    UNION ALL SELECT 'category_revenue', day, category, currency, sum(paid) FROM lines
        GROUP BY day, category, currency
    UNION ALL SELECT 'product_bought', day, product_id, '', sum(quantity) FROM lines GROUP BY day, product_id
    UNION ALL SELECT 'product_revenue', day, product_id, currency, sum(paid) FROM lines
        GROUP BY day, product_id, currency
    UNION ALL SELECT 'promotion_orders', day, code, currency, count(*) FROM reduced
        GROUP BY day, code, currency
    UNION ALL SELECT 'promotion_revenue', day, code, currency, sum(total_minor) FROM reduced
        GROUP BY day, code, currency
    UNION ALL SELECT 'promotion_discount', day, code, currency, sum(amount_minor) FROM reduced
        GROUP BY day, code, currency
    UNION ALL SELECT 'refunded', {day_of("created_at")}, '', currency, sum(amount_minor) FROM refunds
        WHERE status <> 'reversed' AND {within("created_at")} GROUP BY 2, currency
    UNION ALL SELECT 'product_returned', {day_of("return_requests.created_at")}, order_lines.product_id, '',
            sum(return_lines.quantity)
        FROM return_requests
        JOIN return_lines ON return_lines.return_request_id = return_requests.id
        JOIN order_lines ON order_lines.id = return_lines.order_line_id
        WHERE return_requests.status NOT IN ('refused', 'cancelled')
            AND {within("return_requests.created_at")}
        GROUP BY 2, 3
    """,  # noqa: S608  constants of this file
)

CAMPAIGNS = Part(
    "campaigns",
    ("campaign_orders", "campaign_revenue"),
    (Watch(ORDERS), Watch(CAMPAIGN_EVENTS, on=CAMPAIGN_DAYS + 1)),
    f"""
    WITH sold AS (
        SELECT {day_of("orders.placed_at")} AS day, orders.currency, orders.total_minor,
            coalesce(came.campaign, '') AS campaign
        FROM orders
        LEFT JOIN LATERAL (
            SELECT details ->> 'utm_campaign' AS campaign FROM shop_events
            WHERE shop_events.customer_id = orders.customer_id AND details ? 'utm_campaign'
                AND at <= orders.placed_at AND at > orders.placed_at - interval '{CAMPAIGN_DAYS} days'
            ORDER BY at DESC, id LIMIT 1
        ) AS came ON true
        WHERE {_SOLD}
    )
    SELECT 'campaign_orders', day, campaign, currency, count(*) FROM sold GROUP BY day, campaign, currency
    UNION ALL SELECT 'campaign_revenue', day, campaign, currency, sum(total_minor) FROM sold
        GROUP BY day, campaign, currency
    """,  # noqa: S608
)

JOURNEYS = Part(
    "journeys",
    ("journey_sent", "journey_orders", "journey_revenue"),
    (Watch(MESSAGES_SENT, on=FOLLOWS_DAYS + 1), Watch(ORDERS)),
    f"""
    WITH sold AS (
        SELECT {day_of("orders.placed_at")} AS day, orders.currency, orders.total_minor, told.journey
        FROM orders
        JOIN LATERAL (
            SELECT journey_runs.journey FROM journey_steps
            JOIN journey_runs ON journey_runs.id = journey_steps.run_id
            WHERE journey_steps.customer_id = orders.customer_id AND journey_steps.outcome = 'sent'
                AND at <= orders.placed_at AND at > orders.placed_at - interval '{FOLLOWS_DAYS} days'
            ORDER BY at DESC, journey_steps.id DESC LIMIT 1
        ) AS told ON true
        WHERE {_SOLD}
    )
    SELECT 'journey_sent', {day_of("at")}, journey_runs.journey, '', count(*)
        FROM journey_steps JOIN journey_runs ON journey_runs.id = journey_steps.run_id
        WHERE outcome = 'sent' AND {within("at")} GROUP BY 2, 3
    UNION ALL SELECT 'journey_orders', day, journey, currency, count(*) FROM sold
        GROUP BY day, journey, currency
    UNION ALL SELECT 'journey_revenue', day, journey, currency, sum(total_minor) FROM sold
        GROUP BY day, journey, currency
    """,  # noqa: S608
)
