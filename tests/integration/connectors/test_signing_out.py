"""A known shopper who says "not me" is signed out: nobody goes on in their conversation."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update
from websockets.exceptions import ConnectionClosed

from commerce.clock import SystemClock
from commerce.customers.models import Customer
from commerce.database import Sessions
from commerce.identity import IdentityLevel
from commerce.support.conversations import vouch
from commerce.support.lapsing import end_lapsed_identities
from commerce.support.models import Conversation, Message
from commerce.support.signing_out import SIGNED_OUT
from connectors.channels.web.vouching import Vouching
from tests.integration.connectors.running import ChatClient, RunningGateway, receive, send, shopper_token


@pytest.fixture(autouse=True)
async def ada(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        session.add(Customer(id="ada", first_name="Ada", last_name="Byron", email="ada@example.com"))


async def known(gateway: RunningGateway, sessions: Sessions) -> ChatClient:
    """A guest who has proven by a code to be Ada."""
    chat = gateway.chat()
    await chat.say("hello")
    async with sessions.begin() as session:
        await vouch(session, chat.conversation, "ada")
    return chat


async def identity(sessions: Sessions, chat: ChatClient) -> tuple[str | None, IdentityLevel]:
    async with sessions() as session:
        found = await session.execute(
            select(Conversation.customer_id, Conversation.identity_level).where(
                Conversation.id == chat.conversation
            )
        )
        return tuple(found.one())


@pytest.mark.parametrize("text", ["not me", "log me out", "I'm not Ada"])
async def test_whoever_holds_its_token_finds_it_closed(
    gateway: RunningGateway, sessions: Sessions, text: str
) -> None:
    chat = await known(gateway, sessions)
    assert await chat.say(text) == [SIGNED_OUT]
    assert await identity(sessions, chat) == ("ada", IdentityLevel.ANONYMOUS)
    refused = await chat.post(text="where is my order?")
    read = await gateway.client.get(f"/chat/conversations/{chat.conversation}/messages", headers=chat.headers)
    vouched = await chat.post(text="it's me", shopper_token=shopper_token("ada"))
    for answer in (refused, read, vouched):
        assert (answer.status_code, answer.json()["error"]["code"]) == (409, "conversation_ended")
    async with gateway.open_socket() as socket:
        await send(socket, type="hello", conversation=str(chat.conversation), conversation_token=chat.token)
        assert (await receive(socket, "error"))["code"] == "conversation_ended"
        with pytest.raises(ConnectionClosed):
            await socket.recv()


async def test_an_open_socket_is_told_and_takes_no_more(gateway: RunningGateway, sessions: Sessions) -> None:
    chat = await known(gateway, sessions)
    async with gateway.open_socket() as socket:
        await send(socket, type="hello", conversation=str(chat.conversation), conversation_token=chat.token)
        await receive(socket, "welcome")
        await send(socket, type="message", id="1", text="sign out")
        while (await receive(socket, "message"))["message"]["text"] != SIGNED_OUT:
            pass
        await send(socket, type="message", id="2", text="where is my order?")
        refused = await receive(socket, "error")
        assert (refused["code"], refused["id"]) == ("conversation_ended", "2")


async def test_who_is_nobody_yet_is_not_signed_out(gateway: RunningGateway) -> None:
    chat = gateway.chat()
    await chat.say("hello")
    assert await chat.say("not me") == ["You said: not me"]
    assert await chat.say("hello") == ["You said: hello"]


async def test_a_shops_token_verifies_anew_after_a_silence(
    gateway: RunningGateway, sessions: Sessions
) -> None:
    chat = gateway.chat()
    await chat.say("hello", shopper_token=shopper_token("ada"))
    long_ago = SystemClock().now() - timedelta(days=1)
    async with sessions.begin() as session:
        here = Conversation.id == chat.conversation
        await session.execute(update(Conversation).where(here).values(verified_at=long_ago))
        await session.execute(update(Message).values(created_at=long_ago))
        assert await end_lapsed_identities(session, SystemClock()) == 1
    assert await identity(sessions, chat) == ("ada", IdentityLevel.CLAIMED)
    later = Vouching(sessions)  # as a gateway is that has not vouched for them lately
    assert await later.verify(chat.conversation, "ada", begin=False)
    assert await identity(sessions, chat) == ("ada", IdentityLevel.VERIFIED)


async def test_what_was_vouched_for_and_taken_away_is_vouched_for_anew(
    gateway: RunningGateway, sessions: Sessions
) -> None:
    chat = gateway.chat()
    await chat.say("hello")
    vouching = Vouching(sessions)
    await vouching.verify(chat.conversation, "ada", begin=False)
    async with sessions.begin() as session:  # as the lock of an account does
        await session.execute(update(Conversation).values(identity_level=IdentityLevel.ANONYMOUS))
    await vouching.verify(chat.conversation, "ada", begin=False)
    assert await identity(sessions, chat) == ("ada", IdentityLevel.VERIFIED)


async def test_what_stands_is_looked_up_again_after_minutes(
    gateway: RunningGateway, sessions: Sessions
) -> None:
    chat = gateway.chat()
    await chat.say("hello")
    now = 0.0
    vouching = Vouching(sessions, now=lambda: now)

    async def verified_at() -> datetime | None:
        await vouching.verify(chat.conversation, "ada", begin=False)
        async with sessions() as session:
            found = select(Conversation.verified_at).where(Conversation.id == chat.conversation)
            return await session.scalar(found)

    first = await verified_at()
    assert await verified_at() == first
    now = 601.0
    assert await verified_at() != first
