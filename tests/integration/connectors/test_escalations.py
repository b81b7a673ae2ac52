"""How something is said brings a person in, whatever the bot answers to it."""

from uuid import UUID

import pytest
from sqlalchemy import select

from commerce.database import Sessions
from commerce.support.models import Escalation, Handoff
from tests.integration.connectors.running import ChatClient, RunningGateway, until


async def handoffs(sessions: Sessions, chat: ChatClient) -> list[Handoff]:
    async with sessions() as session:
        query = select(Handoff).where(Handoff.conversation_id == UUID(chat.conversation))
        return list(await session.scalars(query))


async def until_passed_on(sessions: Sessions, chat: ChatClient) -> Handoff:
    async def is_passed_on() -> bool:
        return bool(await handoffs(sessions, chat))

    await until(is_passed_on)
    [handoff] = await handoffs(sessions, chat)
    return handoff


@pytest.mark.parametrize(
    ("said", "escalation", "reason"),
    [
        ("this is ridiculous, worst store ever!!!", Escalation.UPSET, "“ridiculous”"),
        ("you will hear from my lawyer", Escalation.SENSITIVE, "A matter of law: “lawyer”."),
        ("the charger caught fire", Escalation.SENSITIVE, "A matter of safety"),
    ],
)
async def test_it_is_answered_and_passed_on_with_its_reason(
    gateway: RunningGateway, sessions: Sessions, said: str, escalation: Escalation, reason: str
) -> None:
    chat = gateway.chat()
    assert await chat.say(said) != []
    handoff = await until_passed_on(sessions, chat)
    assert (handoff.escalation, handoff.priority) == (escalation, 1)
    assert reason in handoff.summary

    async def is_told() -> bool:
        return "passed this on to our team" in str(await chat.messages())

    await until(is_told)


async def test_once_passed_on_it_is_not_told_again(gateway: RunningGateway, sessions: Sessions) -> None:
    chat = gateway.chat()
    await chat.say("this is ridiculous, worst store ever!!!")
    await until_passed_on(sessions, chat)
    await chat.say("you will hear from my lawyer")

    async def is_added() -> bool:
        [handoff] = await handoffs(sessions, chat)
        return "lawyer" in handoff.summary

    await until(is_added)
    assert str(await chat.messages()).count("passed this on to our team") == 1


async def test_calm_words_are_the_bots(gateway: RunningGateway, sessions: Sessions) -> None:
    chat = gateway.chat()
    await chat.say("this is a terrible service")
    await chat.say("where is my order?")
    assert await handoffs(sessions, chat) == []


async def test_a_topic_that_the_store_leaves_to_people(start_gateway, dialogue, sessions: Sessions) -> None:
    gateway = await start_gateway(human_topics=frozenset({"report_unknown_charge"}))
    understanding = {"intent": "report_unknown_charge", "confidence": 0.9}
    dialogue.scripted["there is a charge I don't know"] = [
        {"text": "Let me see."},
        {"custom": {"understanding": understanding}},
    ]
    chat = gateway.chat()
    await chat.say("there is a charge I don't know")
    handoff = await until_passed_on(sessions, chat)
    assert handoff.summary == "A topic for people: report unknown charge."
