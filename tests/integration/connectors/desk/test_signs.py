"""What each side of a conversation with a person sees of the other beside words: typing, and what is seen."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from sqlalchemy import select
from websockets.asyncio.client import ClientConnection

from commerce.support.models import Conversation, Message
from tests.integration.connectors.desk.shopper import Shopper
from tests.integration.connectors.running import RunningGateway, receive, send, until
from tests.integration.connectors.staff.people import Browser

Enter = Callable[..., Awaitable[Browser]]


@asynccontextmanager
async def connected(gateway: RunningGateway, shopper: Shopper) -> AsyncIterator[ClientConnection]:
    """The shopper's widget, which has everything that was said."""
    after = (await shopper.chat.messages())[-1]["id"]
    async with gateway.open_socket() as socket:
        token = shopper.chat.token
        await send(socket, type="hello", conversation=str(shopper.id), conversation_token=token, after=after)
        await receive(socket, "welcome")
        yield socket


async def last_position(shopper: Shopper, author: str) -> int:
    return max(each.position for each in await shopper.rows(Message) if each.author == author)


async def seen(shopper: Shopper) -> tuple[int, int]:
    """Up to where the shopper and the agent have seen the other's words."""
    async with shopper.sessions() as session:
        row = await session.execute(
            select(Conversation.shopper_saw, Conversation.agent_saw).where(Conversation.id == shopper.id)
        )
        found = row.one()
        return found[0], found[1]


async def test_the_agents_typing_is_shown_to_the_shopper(
    gateway: RunningGateway, shopper: Shopper, kim: Browser
) -> None:
    async with connected(gateway, shopper) as socket:
        for on in ("yes", "no"):
            assert (await kim.submit(f"{shopper.page}/typing", on=on)).status_code == 204
            frame = await receive(socket, "typing")
            assert (frame["from"], frame["on"]) == ("agent", on == "yes")


async def test_the_typing_of_who_has_not_the_case_is_nobodys_business(
    gateway: RunningGateway, shopper: Shopper, kim: Browser, enter: Enter
) -> None:
    lee = await enter(email="lee@store.example")
    async with connected(gateway, shopper) as socket:
        await lee.submit(f"{shopper.page}/typing", on="yes")
        await lee.submit(f"{shopper.page}/seen", until=str(await last_position(shopper, "shopper")))
        await kim.submit(f"{shopper.page}/typing", on="yes")
        await kim.submit(f"{shopper.page}/typing", on="no")
        frames = [await receive(socket, "typing") for _ in range(2)]
    assert [each["on"] for each in frames] == [True, False]
    assert await seen(shopper) == (0, 0)


async def test_the_shoppers_typing_is_shown_to_their_agent(
    gateway: RunningGateway, shopper: Shopper, kim: Browser
) -> None:
    async with (
        connected(gateway, shopper) as socket,
        kim.client.stream("GET", f"{shopper.page}/news") as stream,
    ):
        lines = stream.aiter_lines()
        assert (await anext(lines)).startswith("retry")
        await send(socket, type="typing", on=True)
        async with asyncio.timeout(10):
            while await anext(lines) != "event: typing":
                pass
            assert await anext(lines) == "data: on"


async def test_while_the_bot_answers_nobody_is_told_of_typing(
    gateway: RunningGateway, shopper: Shopper, enter: Enter
) -> None:
    agent = await enter()
    async with (
        connected(gateway, shopper) as socket,
        agent.client.stream("GET", f"{shopper.page}/news") as stream,
    ):
        lines = stream.aiter_lines()
        assert (await anext(lines)).startswith("retry")
        await send(socket, type="typing", on=True)
        await send(socket, type="message", id="m", text="hello")
        async with asyncio.timeout(10):
            while (line := await anext(lines)) != "event: news":
                assert line != "event: typing"


async def test_another_gateways_typing_is_shown_too(
    start_gateway: Callable[..., Awaitable[RunningGateway]],
    gateway: RunningGateway,
    shopper: Shopper,
    kim: Browser,
) -> None:
    other = await start_gateway()
    async with connected(other, shopper) as socket:
        await kim.submit(f"{shopper.page}/typing", on="yes")
        assert (await receive(socket, "typing"))["from"] == "agent"


async def test_what_the_agent_has_seen_is_told_to_the_shopper(
    gateway: RunningGateway, shopper: Shopper, kim: Browser
) -> None:
    position = await last_position(shopper, "shopper")
    page = (await kim.open(shopper.page)).text
    assert f'data-until="{position}"' in page
    async with connected(gateway, shopper) as socket:
        await kim.submit(f"{shopper.page}/seen", until=str(position))
        assert (await receive(socket, "seen"))["until"] == str(position)
    async with connected(gateway, shopper) as socket:  # and again to who comes later
        assert (await receive(socket, "seen"))["until"] == str(position)


async def test_what_the_shopper_has_seen_is_told_to_their_agent(
    gateway: RunningGateway, shopper: Shopper, kim: Browser
) -> None:
    async with connected(gateway, shopper) as socket:
        await kim.submit(f"{shopper.page}/reply", text="Hello, I'm Kim.")
        told = (await receive(socket, "message"))["message"]
        assert told["text"] == "Hello, I'm Kim."
        assert ">Seen<" not in (await kim.open(f"{shopper.page}/transcript")).text
        await send(socket, type="seen", until=told["id"])

        async def is_seen() -> bool:
            return ">Seen<" in (await kim.open(f"{shopper.page}/transcript")).text

        await until(is_seen)


async def test_nobody_has_seen_what_is_not_there_or_unsees(
    gateway: RunningGateway, shopper: Shopper, kim: Browser
) -> None:
    position = await last_position(shopper, "shopper")
    await kim.submit(f"{shopper.page}/seen", until=str(position))
    for odd in (str(position + 1_000), "1", "0", "-3", "x", ""):
        assert (await kim.submit(f"{shopper.page}/seen", until=odd)).status_code == 204
    assert await seen(shopper) == (0, position)


async def test_a_thumb_is_noted_at_the_bots_answer_and_nowhere_else(
    gateway: RunningGateway, shopper: Shopper
) -> None:
    answer, own = await last_position(shopper, "bot"), await last_position(shopper, "shopper")
    async with connected(gateway, shopper) as socket:
        await send(socket, type="thumb", message=str(own), up=False)
        await send(socket, type="thumb", message=str(answer), up=True)
        await send(socket, type="thumb", message=str(answer), up=False)
        await send(socket, type="ping")
        while json.loads(await socket.recv())["type"] != "pong":
            pass
    thumbs = {each.position: each.is_helpful for each in await shopper.rows(Message)}
    assert (thumbs[answer], thumbs[own]) == (False, None)
