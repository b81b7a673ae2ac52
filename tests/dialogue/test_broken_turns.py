"""A turn that breaks: told soon, its flow left, a person told what was collected, and the next turn works."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import text

from commerce.database import Sessions
from tests.dialogue.conftest import Begin
from tests.dialogue.servers import Servers
from tests.dialogue.shoppers import ShopperWithOrders
from tests.dialogue.troubles import handed_over
from tests.dialogue.wares import BLUE_SHIRT, LAMP, received

pytestmark = pytest.mark.usefixtures("help_articles")


@asynccontextmanager
async def without_help(sessions: Sessions) -> AsyncIterator[None]:
    """The help's table is not where it should be: a mistake that no waiting mends."""
    async with sessions.begin() as session:
        await session.execute(text("ALTER TABLE help_passages RENAME TO help_passages_lost"))
    try:
        yield
    finally:
        async with sessions.begin() as session:
            await session.execute(text("ALTER TABLE help_passages_lost RENAME TO help_passages"))


def _logs(servers: Servers) -> str:
    return "".join(path.read_text(errors="replace") for path in servers.logs.iterdir())


async def test_a_turn_that_breaks_in_a_flow(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, servers: Servers
):
    order = await received(jane, LAMP)
    chat = await begin(jane.id)
    assert "Why" in await chat.say(f"I want to return the desk lamp of {order.number}")
    logged_before = len(_logs(servers))
    async with without_help(store_sessions):
        began = time.monotonic()
        told = await chat.say("do you sell gift cards, by the way?")
        assert time.monotonic() - began < 8
    assert "Something broke on our side" in told
    assert "passed your chat on" in told
    summary = await handed_over(store_sessions, chat)
    assert summary is not None
    assert f"chosen order: {order.number}" in summary
    assert "Topic: Return" in summary
    assert "Why" not in await chat.say("thanks")
    assert "Not in our shop at the moment" in await chat.say("could I buy a gift card for my nephew?")
    logs = _logs(servers)
    assert "ProgrammingError" in logs
    assert "by the way" not in logs
    assert len(logs) - logged_before < 200_000


async def test_an_item_that_is_left_out_at_its_own_question(begin: Begin, jane: ShopperWithOrders):
    await received(jane, LAMP, BLUE_SHIRT)
    chat = await begin(jane.id)
    await chat.say("I want to exchange the desk lamp and the t-shirt")
    told = await chat.say("leave the desk lamp as it is")
    assert "broke" not in told
    assert "T-Shirt" in told
    assert "Desk Lamp" not in told
