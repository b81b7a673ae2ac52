"""Reads the database and what shoppers were told, and says what is wrong. It imports none of ours."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import LiteralString

import psycopg

from tests.chaos.shoppers import Shopper

_SAID: LiteralString = """
SELECT said.id, said.external_id, said.text, said.status,
    array_remove(array_agg(reply.text ORDER BY reply.reply_position), NULL),
    min(reply.position), max(reply.position), said.position
FROM messages AS said LEFT JOIN messages AS reply ON reply.in_reply_to = said.id
WHERE said.conversation_id = %s AND said.author = 'shopper'
GROUP BY said.id ORDER BY said.position
"""

# Each must find nothing.
RULES: dict[str, LiteralString] = {
    "a message waits": "SELECT id FROM messages WHERE status = 'received'",
    "a message is stored twice": """
        SELECT channel, external_id FROM messages WHERE external_id IS NOT NULL
        GROUP BY channel, external_id HAVING count(*) > 1
    """,
    "more is refunded than was paid": """
        SELECT orders.number FROM orders
        WHERE (SELECT coalesce(sum(amount_minor), 0) FROM refunds
               WHERE order_id = orders.id AND status <> 'reversed')
            > (SELECT coalesce(sum(amount_minor), 0) FROM payments WHERE order_id = orders.id)
    """,
    "a change was made twice": """
        SELECT operation, subject_id FROM audit_entries
        WHERE operation = 'cancel_order' AND actor_kind = 'shopper'
        GROUP BY operation, subject_id HAVING count(*) > 1
    """,
    "a change was made in part: an audit row without a cancelled order": """
        SELECT subject_id FROM audit_entries JOIN orders ON orders.number = subject_id
        WHERE operation = 'cancel_order' AND actor_kind = 'shopper' AND orders.status <> 'cancelled'
    """,
    "a change was made in part: cancelled here, and not all of it refunded": """
        SELECT orders.number FROM orders JOIN audit_entries ON subject_id = orders.number
        WHERE operation = 'cancel_order' AND actor_kind = 'shopper'
            AND (SELECT coalesce(sum(amount_minor), 0) FROM refunds WHERE order_id = orders.id)
             <> (SELECT coalesce(sum(amount_minor), 0) FROM payments WHERE order_id = orders.id)
    """,
    "a balance of points is below zero": """
        SELECT customer_id FROM points_entries GROUP BY customer_id HAVING sum(points) < 0
    """,
    "a balance of credit is below zero": """
        SELECT payment_method_id FROM credit_entries GROUP BY payment_method_id HAVING sum(amount_minor) < 0
    """,
}


@dataclass(frozen=True, slots=True)
class Report:
    """What was looked at, and what is wrong."""

    messages: int
    changes: int
    wrong: Sequence[str]


def check(database_url: str, shoppers: Sequence[Shopper]) -> Report:
    """Compare what was told with what is stored."""
    with psycopg.connect(database_url) as connection:
        wrong = [each for shopper in shoppers for each in _talk(connection, shopper)]
        for name, query in RULES.items():
            wrong += [f"{name}: {row}" for row in connection.execute(query).fetchall()[:5]]
        changes = connection.execute(
            "SELECT count(*) FROM audit_entries WHERE operation = 'cancel_order' AND actor_kind = 'shopper'"
        ).fetchone()
    return Report(sum(len(shopper.told) for shopper in shoppers), changes[0] if changes else 0, wrong)


def _talk(connection: psycopg.Connection, shopper: Shopper) -> Iterator[str]:
    yield from (f"never answered: {each}" for each in shopper.unanswered)
    rows = connection.execute(_SAID, [shopper.conversation]).fetchall()
    stored = {_client_id(row[1]): row for row in rows}
    asked = [told.client_id for told in shopper.told]
    order = [_client_id(row[1]) for row in rows if _client_id(row[1]) in set(asked)]
    if order != asked:
        yield f"stored in another order, or not at all: {len(order)} of {len(asked)}"
    last = -1
    for told in shopper.told:
        row = stored.get(told.client_id)
        if row is None:
            yield f"lost: {told}"
            continue
        _, _, text, status, replies, first, final, position = row
        if status != "answered" or not replies:
            yield f"taken and not answered: {told}"
            continue
        if tuple(replies) != told.replies or text != told.text:
            yield f"told otherwise than it is stored: {told}, {replies}"
        if not last < position < first:
            yield f"answered out of order: {told}"
        last = final


def _client_id(external_id: str | None) -> str:
    return (external_id or "").rpartition(":")[2]
