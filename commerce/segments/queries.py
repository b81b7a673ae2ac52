"""The statements that read what customers did, a page of them at a time."""

from sqlalchemy import text

# Days are UTC's: of two orders of an evening one visit is made, whatever the zone.
_BOUGHT = """
orders_of AS (
    SELECT o.id, o.customer_id, o.placed_at, o.total_minor, o.currency
    FROM orders o JOIN page ON page.id = o.customer_id
    WHERE o.status <> 'cancelled' AND o.placed_at <= :now
), own AS (
    SELECT customer_id, mode() WITHIN GROUP (ORDER BY currency) AS currency FROM orders_of
    GROUP BY customer_id
), back AS (
    SELECT o.id, sum(r.amount_minor) AS minor FROM refunds r JOIN orders_of o ON o.id = r.order_id
    WHERE r.status <> 'reversed' AND r.currency = o.currency AND r.created_at <= :now GROUP BY o.id
), by_day AS (
    SELECT o.customer_id, floor(extract(epoch FROM o.placed_at) / 86400) AS day, count(*) AS orders,
           min(o.placed_at) AS first_at, max(o.placed_at) AS last_at,
           sum(CASE WHEN o.currency = own.currency THEN greatest(o.total_minor - coalesce(back.minor, 0), 0)
               ELSE 0 END) AS minor
    FROM orders_of o JOIN own ON own.customer_id = o.customer_id LEFT JOIN back ON back.id = o.id
    GROUP BY o.customer_id, day
), bought AS (
    SELECT customer_id, sum(orders) AS orders, count(*) AS days, min(first_at) AS first_at,
           max(last_at) AS last_at, sum(minor) AS spent_minor,
           sum(minor) - (array_agg(minor ORDER BY day))[1] AS later_minor
    FROM by_day GROUP BY customer_id
)"""
_SOME_BUYERS = """
WITH page AS (
    SELECT id FROM customers c
    WHERE EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id AND o.status <> 'cancelled'
                  AND o.placed_at <= :now)
    ORDER BY md5(id) LIMIT :limit
)"""
_ALONE = "SELECT bought.*, own.currency FROM bought JOIN own USING (customer_id)"
SAMPLED = text(f"{_SOME_BUYERS},{_BOUGHT}{_ALONE}")
_PAGE = "WITH page AS (SELECT id, created_at FROM customers WHERE id > :after ORDER BY id LIMIT :limit)"
_BESIDE = """
acts AS (
    SELECT customer_id, count(*) FILTER (WHERE kind = 'product_viewed') AS views,
           count(*) FILTER (WHERE kind = 'added_to_cart') AS adds,
           count(*) FILTER (WHERE kind = 'checkout_started') AS checkouts, max(at) AS acted_at
    FROM shop_events JOIN page ON page.id = customer_id
    WHERE at > :acted_since AND at <= :now GROUP BY customer_id
), filled AS (
    SELECT customer_id, max(updated_at) AS cart_at FROM carts JOIN page ON page.id = customer_id
    WHERE status = 'open' AND EXISTS (SELECT 1 FROM cart_lines l WHERE l.cart_id = carts.id)
    GROUP BY customer_id
), told AS (
    SELECT s.customer_id, count(*) AS sent, count(*) FILTER (WHERE EXISTS (
        SELECT 1 FROM messages m WHERE m.conversation_id = s.conversation_id AND m.author = 'shopper'
        AND m.created_at > s.at)) AS answered
    FROM journey_steps s JOIN page ON page.id = s.customer_id
    WHERE s.outcome = 'sent' AND s.topic = 'marketing' AND s.at > :sent_since AND s.at <= :now
    GROUP BY s.customer_id
), spoken AS (
    SELECT DISTINCT ON (customer_id) customer_id, channel FROM conversations
    JOIN page ON page.id = customer_id ORDER BY customer_id, conversations.created_at DESC
)
SELECT page.id AS customer_id, page.created_at AS joined_at, bought.orders, bought.days, bought.first_at,
       bought.last_at, bought.spent_minor, bought.later_minor, own.currency, acts.views, acts.adds,
       acts.checkouts, acts.acted_at, filled.cart_at, told.sent, told.answered, spoken.channel,
       home.country
FROM page LEFT JOIN bought ON bought.customer_id = page.id LEFT JOIN own ON own.customer_id = page.id
LEFT JOIN acts ON acts.customer_id = page.id LEFT JOIN filled ON filled.customer_id = page.id
LEFT JOIN told ON told.customer_id = page.id LEFT JOIN spoken ON spoken.customer_id = page.id
LEFT JOIN addresses home ON home.customer_id = page.id AND home.is_default
ORDER BY page.id
"""
FACTS = text(f"{_PAGE},{_BOUGHT},{_BESIDE}")
ITEMS = text("""
WITH page AS (SELECT id FROM customers WHERE id > :after ORDER BY id LIMIT :limit)
SELECT o.customer_id, p.category_id, sum(l.quantity - l.returned_quantity)
FROM orders o JOIN page ON page.id = o.customer_id JOIN order_lines l ON l.order_id = o.id
JOIN products p ON p.id = l.product_id
WHERE o.status <> 'cancelled' AND o.placed_at <= :now AND p.category_id IS NOT NULL
GROUP BY o.customer_id, p.category_id HAVING sum(l.quantity - l.returned_quantity) > 0
""")
# As commerce.loyalty.tiers counts: what orders earned in the period, less what went back with them.
TIER_POINTS = text("""
WITH page AS (SELECT id FROM customers WHERE id > :after ORDER BY id LIMIT :limit)
SELECT customer_id, sum(greatest(points, 0)) FROM (
    SELECT customer_id, sum(points) AS points FROM points_entries JOIN page ON page.id = customer_id
    WHERE order_id IS NOT NULL AND reason IN ('earned', 'clawed_back', 'restored') AND created_at <= :now
    GROUP BY customer_id, order_id HAVING min(created_at) FILTER (WHERE reason = 'earned') > :since
) AS earned GROUP BY customer_id
""")
# Less what was refunded, as what it is compared with.
_LEAST = """
SELECT percentile_disc(:share) WITHIN GROUP (ORDER BY spent_minor) FROM bought JOIN own USING (customer_id)
WHERE currency = :currency
"""
TOP = text(f"WITH page AS (SELECT id FROM customers),{_BOUGHT}{_LEAST}")  # noqa: S608  constants of this file
