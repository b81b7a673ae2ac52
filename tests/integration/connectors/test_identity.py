"""Who a shopper is comes from the shop's signature, and stays with the conversation."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from commerce.customers.models import Customer
from commerce.database import Sessions
from commerce.identity import IdentityLevel
from commerce.support.models import Conversation
from tests.integration.connectors.fake_dialogue import FakeDialogue
from tests.integration.connectors.running import ChatClient, RunningGateway, shopper_token


@pytest.fixture(autouse=True)
async def two_customers(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        for name in ("ada", "grace"):
            email = f"{name.title()}@Example.com"
            session.add(Customer(id=name, first_name=name, last_name="X", email=email))


async def identity(sessions: Sessions, chat: ChatClient) -> tuple[str | None, IdentityLevel]:
    async with sessions() as session:
        row = await session.execute(
            select(Conversation.customer_id, Conversation.identity_level).where(
                Conversation.id == chat.conversation
            )
        )
        return tuple(row.one())


@pytest.mark.parametrize("subject", ["ada", "ada@example.com"])
async def test_shopper_token_verifies(gateway: RunningGateway, sessions: Sessions, subject: str) -> None:
    chat = gateway.chat()
    await chat.say("hello", shopper_token=shopper_token(subject))
    assert await identity(sessions, chat) == ("ada", IdentityLevel.VERIFIED)


async def test_token_in_a_later_message_verifies_and_stays(
    gateway: RunningGateway, sessions: Sessions
) -> None:
    chat = gateway.chat()
    await chat.say("hello")
    assert await identity(sessions, chat) == (None, IdentityLevel.ANONYMOUS)
    await chat.say("it is me", shopper_token=shopper_token("ada"))
    await chat.say("and again without")
    assert await identity(sessions, chat) == ("ada", IdentityLevel.VERIFIED)


async def test_another_customers_token_needs_another_conversation(
    gateway: RunningGateway, sessions: Sessions, dialogue: FakeDialogue
) -> None:
    chat = gateway.chat()
    await chat.say("hello", shopper_token=shopper_token("ada"))
    refused = await chat.post(text="where is my order?", shopper_token=shopper_token("grace"))
    assert refused.status_code == 409
    assert refused.json()["error"]["code"] == "shopper_token_other_customer"
    assert await identity(sessions, chat) == ("ada", IdentityLevel.VERIFIED)
    assert dialogue.turns[chat.conversation] == ["hello"]


@pytest.mark.parametrize(
    ("token", "code"),
    [
        (lambda: shopper_token("ada", lifetime=timedelta(seconds=-1)), "shopper_token_expired"),
        (lambda: shopper_token("ada", aud="elsewhere"), "shopper_token_invalid"),
        (lambda: shopper_token("nobody"), "shopper_token_unknown_customer"),
    ],
)
async def test_bad_shopper_token_is_refused_and_stores_nothing(
    gateway: RunningGateway, sessions: Sessions, token, code: str
) -> None:
    refused = await gateway.chat().post(text="hello", shopper_token=token())
    assert refused.status_code == 401
    assert refused.json()["error"]["code"] == code
    async with sessions() as session:
        shoppers = select(Conversation).where(Conversation.channel == "web")
        assert (await session.scalars(shoppers)).all() == []


async def test_conversation_needs_its_own_token_existing_or_not(gateway: RunningGateway) -> None:
    mine, other = gateway.chat(), gateway.chat()
    await mine.say("hello")
    await other.say("hello")
    missing = "00000000-0000-4000-8000-000000000000"
    answers = [
        await gateway.client.request(method, path, headers=headers, json=body)
        for headers in (other.headers, {})
        for method, path, body in (
            ("GET", f"/chat/conversations/{mine.conversation}/messages", None),
            ("GET", f"/chat/conversations/{missing}/messages", None),
            ("POST", "/chat/messages", {"id": "x", "text": "hi", "conversation": mine.conversation}),
            ("POST", "/chat/messages", {"id": "x", "text": "hi", "conversation": missing}),
        )
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert {answer.text for answer in answers[:4]} == {answers[0].text}
    assert {answer.text for answer in answers[4:]} == {answers[4].text}
