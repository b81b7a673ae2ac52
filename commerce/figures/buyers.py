"""Who buys: new and returning customers, cohorts, who is active, and what a customer has come to."""

from commerce.figures.days import day_of, month_of, within
from commerce.figures.parts import Part, Watch, for_good
from commerce.figures.sources import (
    BEGUN,
    CONVERSATIONS,
    EVENTS,
    FRIENDS,
    ORDERS,
    REWARDS,
    SUBSCRIPTIONS,
)

WINDOWS = {"active_day": 1, "active_week": 7, "active_month": 30}
AWAY_DAYS = 180
_MONTH_DAYS = 31

# A cohort are those whose first order was in one month. A customer counts on the first day of a month on
# which they order, so that the days of a month sum up to the customers of the month.
BUYERS = Part(
    "buyers",
    ("new_customers", "returning_customers", "cohort_customers", "cohort_revenue"),
    (for_good(ORDERS),),
    f"""
    WITH firsts AS (
        SELECT customer_id, min(placed_at) AS at FROM orders
        WHERE status <> 'cancelled' AND placed_at IS NOT NULL GROUP BY customer_id
    ), sold AS (
        SELECT orders.customer_id, {day_of("orders.placed_at")} AS day,
            {month_of("orders.placed_at")} AS month, orders.currency, sum(orders.total_minor) AS paid
        FROM orders WHERE status <> 'cancelled' AND {within("orders.placed_at")} GROUP BY 1, 2, 3, 4
    ), known AS (
        SELECT sold.*, {month_of("firsts.at")} AS cohort,
            firsts.at >= :begin AND {day_of("firsts.at")} = day AS is_new
        FROM sold JOIN firsts USING (customer_id)
    )
    SELECT 'new_customers', day, '', '', count(DISTINCT customer_id) FROM known WHERE is_new GROUP BY day
    UNION ALL SELECT 'returning_customers', day, '', '', count(DISTINCT customer_id)
        FROM known WHERE NOT is_new GROUP BY day
    UNION ALL SELECT 'cohort_customers', day, cohort, '', count(*)
        FROM (SELECT min(day) AS day, cohort FROM known GROUP BY customer_id, month, cohort) AS met
        GROUP BY day, cohort
    UNION ALL SELECT 'cohort_revenue', day, cohort, currency, sum(paid) FROM known
        GROUP BY day, cohort, currency
    """,  # noqa: S608  constants of this file
    looks_back=_MONTH_DAYS,
)

_LONGEST = max(WINDOWS.values())

# Each day on which somebody was there counts them in for as long as the window is, or until they come again.
ACTIVE = Part(
    "active",
    tuple(WINDOWS),
    (Watch(BEGUN), *(Watch(each, on=_LONGEST) for each in (ORDERS, EVENTS, CONVERSATIONS))),
    f"""
    WITH seen AS (
        SELECT DISTINCT customer_id, {day_of("at")} AS day FROM (
            SELECT customer_id, placed_at AS at FROM orders WHERE status <> 'cancelled'
            UNION ALL SELECT customer_id, at FROM shop_events
            UNION ALL SELECT customer_id, created_at FROM conversations
        ) AS did WHERE {within("at")} AND customer_id IS NOT NULL
    ), spans AS (
        SELECT day, lead(day) OVER (PARTITION BY customer_id ORDER BY day) AS again FROM seen
    ), windows(figure, long) AS (
        VALUES {", ".join(f"('{name}', {days})" for name, days in WINDOWS.items())}
    ), steps AS (
        SELECT figure, day, 1 AS step FROM spans, windows
        UNION ALL SELECT figure, least(day + long, coalesce(again, day + long)), -1 FROM spans, windows
        UNION ALL SELECT figure, unnest(CAST(:days AS date[])), 0 FROM windows
    )
    SELECT figure, day, '', '', CAST(sum(sum(step)) OVER (PARTITION BY figure ORDER BY day) AS bigint)
    FROM steps GROUP BY figure, day
    """,  # noqa: S608
    looks_back=_LONGEST,
)

STANDING = Part(
    "segments",
    ("segment_customers", "segment_revenue"),
    (Watch(BEGUN), for_good(ORDERS)),
    f"""
    WITH value AS (
        SELECT customer_id, currency, count(*) AS orders, sum(total_minor) AS paid, max(placed_at) AS last
        FROM orders WHERE status <> 'cancelled' AND placed_at < :end GROUP BY customer_id, currency
    ), segments AS (
        SELECT currency, paid, CASE
            WHEN last < CAST(:end AS timestamptz) - interval '{AWAY_DAYS} days' THEN 'away'
            WHEN orders = 1 THEN 'one order'
            WHEN orders <= 3 THEN 'two or three orders'
            ELSE 'four orders or more' END AS segment
        FROM value
    ), today AS (SELECT max(day) AS day FROM unnest(CAST(:days AS date[])) AS day)
    SELECT 'segment_customers', today.day, segment, currency, count(*)
        FROM segments, today GROUP BY today.day, segment, currency
    UNION ALL SELECT 'segment_revenue', today.day, segment, currency, CAST(sum(paid) AS bigint)
        FROM segments, today GROUP BY today.day, segment, currency
    """,  # noqa: S608
    is_standing=True,
)

SUBSCRIBERS = Part(
    "subscribers",
    ("recurring_revenue",),
    (Watch(BEGUN), for_good(SUBSCRIPTIONS)),
    """
    WITH today AS (SELECT max(day) AS day FROM unnest(CAST(:days AS date[])) AS day), monthly AS (
        SELECT variants.currency, subscriptions.quantity * variants.price_minor * 30.0 / (
            interval_count * CASE interval_unit WHEN 'day' THEN 1 WHEN 'week' THEN 7 ELSE 30 END
        ) AS paid
        FROM subscriptions JOIN variants USING (sku)
        WHERE subscriptions.status = 'active' AND subscriptions.created_at < :end
    )
    SELECT 'recurring_revenue', today.day, '', currency, CAST(round(coalesce(sum(paid), 0)) AS bigint)
        FROM today CROSS JOIN (SELECT DISTINCT currency FROM variants) AS sold
        LEFT JOIN monthly USING (currency)
        GROUP BY today.day, currency
    """,
    is_of_now=True,
)

REFERRALS = Part(
    "referrals",
    ("friends_came", "friends_rewarded"),
    (Watch(FRIENDS), Watch(REWARDS)),
    f"""
    SELECT 'friends_came', {day_of("claimed_at")}, '', '', count(*) FROM referrals
        WHERE {within("claimed_at")} GROUP BY 2
    UNION ALL SELECT 'friends_rewarded', {day_of("settled_at")}, '', '', count(*) FROM referrals
        WHERE status = 'rewarded' AND {within("settled_at")} GROUP BY 2
    """,  # noqa: S608
)
