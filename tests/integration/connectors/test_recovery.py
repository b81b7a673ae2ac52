"""The dialogue server goes away, fails or says nothing: the shopper is answered once, honestly."""

import asyncio

import pytest
from sqlalchemy import select

from commerce.database import Sessions
from commerce.support.models import Conversation, Escalation, Handoff, Message, MessageStatus
from connectors.conversation.turns import WE_FAILED
from tests.integration.connectors.fake_dialogue import GIVEN_UP, FakeDialogue
from tests.integration.connectors.running import RunningGateway, until


async def handoffs(sessions: Sessions) -> list[tuple[str, Escalation]]:
    async with sessions() as session:
        rows = await session.execute(select(Handoff.conversation_id, Handoff.escalation))
        return [(str(conversation), escalation) for conversation, escalation in rows]


async def test_restarted_dialogue_server_answers_what_waited(
    gateway: RunningGateway, dialogue: FakeDialogue, sessions: Sessions
) -> None:
    chat = gateway.chat()
    await chat.say("hello")
    dialogue.stop()
    waiting = asyncio.create_task(chat.say("are you back?"))

    async def is_received() -> bool:
        async with sessions() as session:
            waits = select(Message).where(Message.status == MessageStatus.RECEIVED)
            return len((await session.scalars(waits)).all()) == 1

    await until(is_received)
    dialogue.start()
    assert await waiting == ["You said: are you back?"]
    assert await handoffs(sessions) == []


@pytest.mark.parametrize("statuses", [[500], [502, 502], [503, 503, 503], [503, 500, 503]])
async def test_server_error_is_asked_again_under_the_same_id(
    gateway: RunningGateway, dialogue: FakeDialogue, statuses: list[int]
) -> None:
    chat = gateway.chat()
    await chat.say("hello")
    dialogue.statuses += statuses
    assert await chat.say("again") == ["You said: again"]
    assert dialogue.turns[chat.conversation] == ["hello", "again"]


async def test_lost_answer_is_read_back_not_run_again(start_gateway, dialogue: FakeDialogue) -> None:
    gateway = await start_gateway(dialogue_timeout_s=0.3)
    chat = gateway.chat()
    await chat.say("hello")
    asking = asyncio.create_task(chat.say("hold"))

    async def is_asked_again() -> bool:
        return 2 in dialogue.asked.values()

    await until(is_asked_again)
    dialogue.held.set()
    assert await asking == ["You said: hold"]
    assert dialogue.turns[chat.conversation] == ["hello", "hold"]


async def test_deadline_ends_in_an_honest_sentence_and_a_handoff(
    start_gateway, dialogue: FakeDialogue, sessions: Sessions
) -> None:
    gateway = await start_gateway(dialogue_deadline_s=0.3)
    chat = gateway.chat()
    await chat.say("hello")
    dialogue.stop()
    answer = await chat.post(text="where is my order?")
    [apology] = answer.json()["messages"]
    assert (apology["from"], apology["text"]) == ("system", WE_FAILED.text)
    assert await handoffs(sessions) == [(chat.conversation, Escalation.FAILURE)]
    dialogue.start()
    assert await chat.say("better now?") == ["You said: better now?"]


async def test_turn_that_breaks_twice_alike_is_not_tried_again_but_left(
    gateway: RunningGateway, dialogue: FakeDialogue
) -> None:
    chat = gateway.chat()
    await chat.say("hello")
    dialogue.statuses += [500, 500]
    answer = await chat.post(text="break")
    [told] = answer.json()["messages"]
    assert (told["from"], told["text"]) == ("system", GIVEN_UP["text"])
    assert dialogue.turns[chat.conversation] == ["hello", "given up: break"]
    assert await chat.say("next") == ["You said: next"]


async def test_turn_that_cannot_even_be_left_is_passed_on_at_once(
    gateway: RunningGateway, dialogue: FakeDialogue, sessions: Sessions
) -> None:
    chat = gateway.chat()
    await chat.say("hello")
    dialogue.statuses += [500] * 3
    assert await chat.say("break") == [WE_FAILED.text]
    assert dialogue.statuses == []
    assert await handoffs(sessions) == [(chat.conversation, Escalation.FAILURE)]


async def test_what_is_away_is_waited_for_only_so_long(
    start_gateway, dialogue: FakeDialogue, sessions: Sessions
) -> None:
    gateway = await start_gateway(refused_deadline_s=0.3)
    chat = gateway.chat()
    await chat.say("hello")
    dialogue.statuses += [503] * 100
    assert await chat.say("are they there?") == [WE_FAILED.text]
    assert await handoffs(sessions) == [(chat.conversation, Escalation.FAILURE)]
    dialogue.statuses.clear()
    assert await chat.say("better now?") == ["You said: better now?"]


async def test_long_outage_answers_further_messages_soon(start_gateway, dialogue: FakeDialogue) -> None:
    gateway = await start_gateway(dialogue_deadline_s=1.0)
    first, second = gateway.chat(), gateway.chat()
    await first.say("hello")
    dialogue.stop()
    assert await first.say("one") == [WE_FAILED.text]
    loop = asyncio.get_running_loop()
    began = loop.time()
    assert await second.say("two") == [WE_FAILED.text]
    assert loop.time() - began < 1.0


async def test_empty_answer_is_a_failure(
    gateway: RunningGateway, dialogue: FakeDialogue, sessions: Sessions
) -> None:
    chat = gateway.chat()
    await chat.say("hi")
    assert await chat.say("say nothing") == [WE_FAILED.text]
    assert await handoffs(sessions) == [(chat.conversation, Escalation.FAILURE)]
    assert await chat.say("say nothing") == [WE_FAILED.text]
    assert len(await handoffs(sessions)) == 1


async def test_refused_request_is_a_failure(gateway: RunningGateway, dialogue: FakeDialogue) -> None:
    chat = gateway.chat()
    await chat.say("hi")
    dialogue.statuses += [404]
    assert await chat.say("hello") == [GIVEN_UP["text"]]


async def test_readiness_takes_turns_and_ends_when_they_break(start_gateway, dialogue: FakeDialogue) -> None:
    gateway = await start_gateway(health_every_s=0.05, turn_to_try_every_s=0.05)

    async def status_is(status: int) -> bool:
        return (await gateway.client.get("/readyz")).status_code == status

    await until(lambda: status_is(200))
    assert all(each["is_probe"] for each in dialogue.metadata)
    dialogue.breaks_for_probes = True
    await until(lambda: status_is(503))
    dialogue.breaks_for_probes = False
    await until(lambda: status_is(200))


async def test_message_left_by_a_killed_gateway_is_taken_up_on_start(
    start_gateway, dialogue: FakeDialogue, sessions: Sessions
) -> None:
    async with sessions.begin() as session:
        conversation = Conversation(channel="web")
        session.add(conversation)
        await session.flush()
        for number in range(3):
            session.add(
                Message(
                    conversation_id=conversation.id,
                    author="shopper",
                    channel="web",
                    external_id=f"{conversation.id}:{number}",
                    text=str(number),
                    status=MessageStatus.RECEIVED,
                )
            )
            await session.flush()
    await start_gateway()

    async def all_answered() -> bool:
        async with sessions() as session:
            waits = select(Message).where(Message.status == MessageStatus.RECEIVED)
            return (await session.scalars(waits)).all() == []

    await until(all_answered)
    assert dialogue.turns[str(conversation.id)] == ["0", "1", "2"]


async def test_readiness_follows_the_dialogue_server(start_gateway, dialogue: FakeDialogue) -> None:
    dialogue.stop()
    gateway = await start_gateway(health_every_s=0.05)
    assert (await gateway.client.get("/healthz")).status_code == 200

    async def status_is(status: int) -> bool:
        return (await gateway.client.get("/readyz")).status_code == status

    missing = await gateway.client.get("/readyz")
    assert (missing.status_code, missing.json()["missing"]) == (503, ["dialogue server 1"])
    dialogue.start()
    await until(lambda: status_is(200))
    assert sum(len(turns) for turns in dialogue.turns.values()) == 1  # the warm-up turn
    dialogue.stop()
    await until(lambda: status_is(503))
    dialogue.start()
    await until(lambda: status_is(200))
