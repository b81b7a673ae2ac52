"""What became of a search, as SQL about its row `search` of `shop_events`, wherever it is counted."""

CLICKED_MINUTES, BOUGHT_DAYS = 30, 7

_SOON = f"""
    (click.conversation_id = search.conversation_id OR click.customer_id = search.customer_id)
    AND click.at BETWEEN search.at AND search.at + interval '{CLICKED_MINUTES} minutes'
"""
# By a shop whose own search counts; it need not say what was found.
_SAYS_WORDS = "click.kind = 'result_clicked' AND click.details ->> 'words' = search.details ->> 'words'"

WAS_EMPTY = """(
    search.details ->> 'results' = '0'
    OR (search.details ->> 'results' IS NULL AND search.details ->> 'found' = '[]')
)"""
# One of the products that were found was looked at or put into the cart.
WAS_CLICKED = f"""EXISTS (
    SELECT FROM shop_events AS click
    WHERE click.kind IN ('result_clicked', 'product_viewed', 'added_to_cart') AND {_SOON}
        AND (search.details -> 'found' ? click.product_id OR {_SAYS_WORDS})
)"""
# One of them was ordered by the same customer.
WAS_BOUGHT = f"""EXISTS (
    SELECT FROM orders JOIN order_lines ON order_lines.order_id = orders.id
    WHERE orders.customer_id = coalesce(
            search.customer_id, (SELECT customer_id FROM conversations WHERE id = search.conversation_id)
        )
        AND orders.status <> 'cancelled'
        AND orders.placed_at BETWEEN search.at AND search.at + interval '{BOUGHT_DAYS} days'
        AND (search.details -> 'found' ? order_lines.product_id OR EXISTS (
            SELECT FROM shop_events AS click
            WHERE {_SAYS_WORDS} AND {_SOON} AND click.product_id = order_lines.product_id
        ))
)"""  # noqa: S608
