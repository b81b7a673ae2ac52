"""Reads the database and what shoppers were told, and says what is wrong. It imports none of ours."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import LiteralString

import psycopg

from tests.chaos.shoppers import Shopper
from tests.chaos.texters import Texter

_SAID: LiteralString = """
SELECT said.id, said.external_id, said.text, said.status,
    array_remove(array_agg(reply.text ORDER BY reply.reply_position), NULL),
    min(reply.position), max(reply.position), said.position
FROM messages AS said LEFT JOIN messages AS reply ON reply.in_reply_to = said.id
WHERE said.conversation_id = %s AND said.author = 'shopper'
GROUP BY said.id ORDER BY said.position
"""

_TEXTS: LiteralString = """
SELECT split_part(external_id, ':', -1), text, messages.status FROM messages
JOIN conversations ON conversations.id = conversation_id
WHERE conversations.channel = 'sms' AND address = %s AND author = 'shopper' ORDER BY position
"""
_HANDED_OVER: LiteralString = """
SELECT provider_id FROM deliveries JOIN messages ON messages.id = message_id
WHERE deliveries.channel = 'sms' AND address = %s ORDER BY position, number
"""

# Each must find nothing.
RULES: dict[str, LiteralString] = {
    "a message waits": "SELECT id FROM messages WHERE status = 'received'",
    "a message is stored twice": """
        SELECT channel, external_id FROM messages WHERE external_id IS NOT NULL
        GROUP BY channel, external_id HAVING count(*) > 1
    """,
    "something was not delivered": "SELECT id, status, error_code FROM deliveries WHERE status <> 'sent'",
    "a job was given up": "SELECT id, task_name FROM procrastinate_jobs WHERE status = 'failed'",
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


def check(
    database_url: str,
    shoppers: Sequence[Shopper],
    texters: Sequence[Texter] = (),
    sent: Sequence[tuple[str, str]] = (),
) -> Report:
    """Compare what was told with what is stored.

    `sent` are the texts that left, in order, each with its number and Twilio's name of it.
    """
    with psycopg.connect(database_url) as connection:
        wrong = [each for shopper in shoppers for each in _talk(connection, shopper)]
        for texter in texters:
            names = [name for number, name in sent if number == texter.number]
            wrong += [f"{texter.number}: {each}" for each in _texts(connection, texter, names)]
        for name, query in RULES.items():
            wrong += [f"{name}: {row}" for row in connection.execute(query).fetchall()[:5]]
        changes = connection.execute(
            "SELECT count(*) FROM audit_entries WHERE operation = 'cancel_order' AND actor_kind = 'shopper'"
        ).fetchone()
    messages = sum(len(shopper.told) for shopper in shoppers) + sum(len(each.said) for each in texters)
    return Report(messages, changes[0] if changes else 0, wrong)


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


def _texts(connection: psycopg.Connection, texter: Texter, sent: Sequence[str]) -> Iterator[str]:
    yield from (f"no reply to: {each}" for each in texter.unanswered)
    rows = connection.execute(_TEXTS, [texter.number]).fetchall()
    if [(name, text) for name, text, _ in rows] != texter.said:
        yield f"texts stored otherwise than they were taken: {len(rows)} of {len(texter.said)}"
    yield from (f"taken and not answered: {name}" for name, _, status in rows if status != "answered")
    handed_over = [row[0] for row in connection.execute(_HANDED_OVER, [texter.number]).fetchall()]
    if handed_over != list(sent):
        unknown = [name for name in sent if name not in handed_over]
        yield (
            f"texts lost, doubled or out of order: {len(handed_over)} handed over, {len(sent)} left, "
            f"of them in no delivery: {unknown}"
        )


def _client_id(external_id: str | None) -> str:
    return (external_id or "").rpartition(":")[2]
