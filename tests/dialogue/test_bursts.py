"""Short messages sent one after the other are one request: on the web and by text."""

import asyncio
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from commerce.database import Sessions
from commerce.orders.models import OrderStatus
from commerce.support.models import Message, MessageAuthor
from tests.dialogue.chat import Answer, Chat
from tests.dialogue.conftest import Begin
from tests.dialogue.shoppers import ShopperWithOrders
from tests.dialogue.test_cancel_order import stored
from tests.dialogue.wares import LAMP, MUG, bought
from tests.integration.connectors.running import until

pytestmark = pytest.mark.usefixtures("help_articles")


async def test_a_burst_is_answered_once(begin: Begin, jane: ShopperWithOrders) -> None:
    order, _ = await bought(jane, LAMP), await bought(jane, MUG)
    chat = await begin(jane.id)
    *parts, whole = await in_a_row(chat, "i want to", "cancel", "my order", "the lamp one")
    assert [part.text for part in parts] == ["", "", ""]
    assert "Why would you like to cancel it?" in whole
    assert f"#{order.number}" in await chat.say("i no longer need it")


@pytest.mark.parametrize("channel", ["web", "sms"])
async def test_one_after_the_other_it_comes_to_the_same(
    begin: Begin, jane: ShopperWithOrders, channel: str
) -> None:
    order, _ = await bought(jane, LAMP), await bought(jane, MUG)
    chat = await begin(jane.id)
    for text in ("i want to", "cancel my order", "the lamp one"):  # CANCEL alone ends texts
        await chat.say(text)
    assert f"#{order.number}" in await chat.say("i no longer need it")


async def test_what_takes_the_yes_back_may_come_in_parts(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
) -> None:
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    await chat.say(f"cancel order {order.number}, I no longer need it")
    await in_a_row(chat, "i want to", "keep it")
    assert (await stored(store_sessions, order)).status is OrderStatus.PENDING


async def in_a_row(chat: Chat, *texts: str) -> list[Answer]:
    """Send each once the one before is stored, without waiting for its answer; what answers each."""
    asking, before = [], await count(chat)
    for number, text in enumerate(texts, start=1):
        asking.append(asyncio.create_task(chat.post(uuid4(), text=text)))

        async def is_stored(at_least: int = before + number) -> bool:
            return await count(chat) >= at_least

        await until(is_stored)
    return list(await asyncio.gather(*asking))


async def count(chat: Chat) -> int:
    """How many messages the shopper has sent."""
    async with chat.sessions() as session:
        sent = select(func.count()).where(
            Message.conversation_id == chat.id, Message.author == MessageAuthor.SHOPPER
        )
        return int(await session.scalar(sent) or 0)
