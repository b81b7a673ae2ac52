"""The checker of `make chaos` finds what it is there to find."""

from collections.abc import Callable
from random import Random

import psycopg
import pytest

from commerce.audit.models import ActorKind, AuditEntry
from commerce.database import Sessions
from commerce.orders.models import OrderStatus
from tests.chaos.checker import RULES, check
from tests.chaos.shoppers import Shopper, Told
from tests.factories import a_line
from tests.integration.connectors.running import RunningGateway
from tests.world import World, a_world

SAID = ("hello", "how are you?", "thanks")
A_SECOND_ANSWER = """
INSERT INTO messages (
    id, conversation_id, author, channel, text, quick_replies, cards, attempts,
    in_reply_to, reply_position, status
)
SELECT gen_random_uuid(), conversation_id, 'bot', 'web', text, '[]', '[]', 0, id, 9, 'delivered'
FROM messages WHERE text = 'hello'
"""


async def talked(gateway: RunningGateway) -> Shopper:
    """What a shopper of `make chaos` would have written down."""
    chat = gateway.chat()
    told = []
    for number, text in enumerate(SAID):
        answer = await chat.post(id=f"id-{number}", text=text)
        replies = tuple(each["text"] for each in answer.json()["messages"])
        told.append(Told(f"id-{number}", text, replies, 0.1))
    return Shopper((), "", Random(1), told, chat.conversation)


@pytest.fixture
async def gateway(start_gateway: Callable) -> RunningGateway:
    return await start_gateway()


def run(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement.encode())


async def test_it_has_nothing_to_say_of_a_whole_talk(gateway: RunningGateway, database_url: str) -> None:
    shopper = await talked(gateway)
    report = check(database_url, [shopper])
    assert (report.messages, report.wrong) == (3, [])


@pytest.mark.parametrize(
    ("spoilt", "found"),
    [
        ("DELETE FROM messages WHERE in_reply_to IS NOT NULL AND text LIKE '%thanks'", "not answered"),
        ("UPDATE messages SET status = 'received' WHERE text = 'thanks'", "a message waits"),
        ("UPDATE messages SET text = 'something else' WHERE text = 'hello'", "otherwise than it is stored"),
        ("UPDATE messages SET external_id = 'x:y' WHERE text = 'thanks'", "lost"),
        (A_SECOND_ANSWER, "otherwise than it is stored"),
    ],
)
async def test_it_finds_what_is_wrong_with_a_talk(
    gateway: RunningGateway, database_url: str, spoilt: str, found: str
) -> None:
    shopper = await talked(gateway)
    run(database_url, spoilt)
    assert any(found in each for each in check(database_url, [shopper]).wrong)


async def test_it_finds_what_was_answered_out_of_order(gateway: RunningGateway, database_url: str) -> None:
    shopper = await talked(gateway)
    shopper.told.reverse()
    wrong = check(database_url, [shopper]).wrong
    assert any("another order" in each for each in wrong)
    assert any("out of order" in each for each in wrong)


async def test_it_finds_what_was_never_answered(gateway: RunningGateway, database_url: str) -> None:
    shopper = await talked(gateway)
    shopper.unanswered.append("id-9")
    assert check(database_url, [shopper]).wrong == ["never answered: id-9"]


@pytest.fixture
async def world(sessions: Sessions) -> World:
    return await a_world(sessions)


@pytest.mark.parametrize(
    ("status", "times", "found"),
    [
        (OrderStatus.CANCELLED, 2, "a change was made twice"),
        (OrderStatus.PENDING, 1, "an audit row without a cancelled order"),
        (OrderStatus.CANCELLED, 1, "not all of it refunded"),
    ],
)
async def test_it_finds_changes_made_twice_or_in_part(
    world: World, database_url: str, status: OrderStatus, times: int, found: str
) -> None:
    order = await world.order(a_line(world.black), status=status)
    for _ in range(times):
        await world.add(
            AuditEntry(
                actor_kind=ActorKind.SHOPPER,
                actor_id="c1",
                operation="cancel_order",
                subject_kind="order",
                subject_id=order.number,
                reason="",
                details={},
            )
        )
    assert any(found in each for each in check(database_url, []).wrong)


async def test_every_rule_can_be_asked(database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        assert [connection.execute(query).fetchall() for query in RULES.values()] == [[]] * len(RULES)
