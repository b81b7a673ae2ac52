"""What shoppers looked at and searched for, and what became of their conversations with the assistant."""

from commerce.figures.days import day_of, within
from commerce.figures.parts import Part, Watch
from commerce.figures.sources import CONVERSATIONS, EVENTS, ORDERS

# Figures outlive the shopper, so words that may be a person's are not kept.
HIDDEN = "(hidden: may be personal)"
_WORDS = f"""
    CASE WHEN details ->> 'words' ~ '@|[0-9][0-9 -]{{5,}}' THEN '{HIDDEN}'
    ELSE regexp_replace(lower(trim(details ->> 'words')), '\\s+', ' ', 'g') END
"""

SHOP_VISITS = Part(
    "shop visits",
    ("product_seen", "product_added"),
    (Watch(EVENTS),),
    f"""
    SELECT CASE kind WHEN 'product_viewed' THEN 'product_seen' ELSE 'product_added' END,
        {day_of("at")}, product_id, '', count(*)
    FROM shop_events
    WHERE kind IN ('product_viewed', 'added_to_cart') AND product_id IS NOT NULL AND {within("at")}
    GROUP BY 1, 2, 3
    """,  # noqa: S608  constants of this file
)

SEARCHES = Part(
    "searches",
    ("searches", "searches_empty", "searches_clicked", "searches_bought"),
    (Watch(EVENTS), Watch(ORDERS, back=1)),
    f"""
    WITH searched AS (
        SELECT kind, {day_of("at")} AS day, {_WORDS} AS words, details ->> 'results' AS results,
            kind = 'searched' AND customer_id IS NOT NULL AND EXISTS (
                SELECT FROM orders WHERE orders.customer_id = shop_events.customer_id
                    AND status <> 'cancelled' AND placed_at >= at AND placed_at < at + interval '1 day'
            ) AS is_bought
        FROM shop_events
        WHERE kind IN ('searched', 'result_clicked') AND details ? 'words' AND {within("at")}
    )
    SELECT 'searches', day, words, '', count(*) FROM searched WHERE kind = 'searched' GROUP BY day, words
    UNION ALL SELECT 'searches_empty', day, words, '', count(*) FROM searched
        WHERE kind = 'searched' AND results = '0' GROUP BY day, words
    UNION ALL SELECT 'searches_clicked', day, words, '', count(*) FROM searched
        WHERE kind = 'result_clicked' GROUP BY day, words
    UNION ALL SELECT 'searches_bought', day, words, '', count(*) FROM searched
        WHERE is_bought GROUP BY day, words
    """,  # noqa: S608
)

ASSISTANT = Part(
    "assistant",
    ("conversations", "handed_over", "resolved_alone"),
    (Watch(CONVERSATIONS),),
    f"""
    WITH begun AS (
        SELECT channel, {day_of("created_at")} AS day,
            EXISTS (SELECT FROM handoffs WHERE conversation_id = conversations.id) AS is_handed_over,
            EXISTS (
                SELECT FROM understandings WHERE conversation_id = conversations.id AND NOT is_fallback
            ) AS is_understood
        FROM conversations
        WHERE channel NOT IN ('rasa', 'warm_up') AND {within("created_at")}
    )
    SELECT 'conversations', day, channel, '', count(*) FROM begun GROUP BY day, channel
    UNION ALL SELECT 'handed_over', day, channel, '', count(*) FROM begun
        WHERE is_handed_over GROUP BY day, channel
    UNION ALL SELECT 'resolved_alone', day, channel, '', count(*) FROM begun
        WHERE is_understood AND NOT is_handed_over GROUP BY day, channel
    """,  # noqa: S608
)
