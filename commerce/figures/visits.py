"""What shoppers looked at and searched for, and what became of their conversations with the assistant."""

from commerce.events.outcomes import BOUGHT_DAYS, WAS_BOUGHT, WAS_CLICKED, WAS_EMPTY
from commerce.figures.days import day_of, within
from commerce.figures.parts import Part, Watch
from commerce.figures.sources import CONVERSATIONS, EVENTS, ORDERS

# Figures outlive the shopper, so words that may be a person's are not kept.
HIDDEN = "(hidden: may be personal)"
_WORDS = f"""
    CASE WHEN search.details ->> 'words' ~ '@|[0-9][0-9 -]{{5,}}' THEN '{HIDDEN}'
    ELSE regexp_replace(lower(trim(search.details ->> 'words')), '\\s+', ' ', 'g') END
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
    # A click may come after midnight, and who searched be told later in the conversation.
    (Watch(EVENTS, back=1), Watch(CONVERSATIONS, on=1), Watch(ORDERS, back=BOUGHT_DAYS)),
    f"""
    WITH searched AS (
        SELECT {day_of("search.at")} AS day, {_WORDS} AS words, {WAS_EMPTY} AS is_empty,
            {WAS_CLICKED} AS is_clicked, {WAS_BOUGHT} AS is_bought
        FROM shop_events AS search
        WHERE search.kind = 'searched' AND search.details ? 'words' AND {within("search.at")}
    )
    SELECT 'searches', day, words, '', count(*) FROM searched GROUP BY day, words
    UNION ALL SELECT 'searches_empty', day, words, '', count(*) FROM searched
        WHERE is_empty GROUP BY day, words
    UNION ALL SELECT 'searches_clicked', day, words, '', count(*) FROM searched
        WHERE is_clicked GROUP BY day, words
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
