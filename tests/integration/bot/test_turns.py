"""Turns of a real agent: run once, all or nothing, bounded however long the conversation."""

import asyncio
import copy
import itertools
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.events import ActionExecuted, BotUttered, UserUttered
from rasa.utils.endpoints import EndpointConfig

from bot.event_log import ConversationMovedOn
from bot.failures import TurnFailed
from bot.patches import apply_patches
from bot.tracker_store import BoundedTrackerStore
from bot.tracker_view import MOST_EVENTS
from bot.turns import IS_GIVEN_UP, IS_PROBE

numbers = itertools.count()


class Conversation:
    """Talks to an agent as the gateway does."""

    def __init__(self, agent: Agent) -> None:
        self.agent = agent
        self.sender = uuid.uuid4().hex

    async def say(self, text: str, message_id: str | None = None, **metadata: Any) -> list[dict[str, Any]]:
        channel = CollectingOutputChannel()
        metadata |= {"message_id": message_id or f"message-{next(numbers)}"}
        await self.agent.handle_message(UserMessage(text, channel, self.sender, metadata=metadata))
        return [{k: v for k, v in said.items() if k != "recipient_id"} for said in channel.messages]

    async def texts(self, text: str) -> list[str]:
        return [said["text"] for said in await self.say(text)]


@pytest.fixture(scope="module", autouse=True)
def patched() -> None:
    apply_patches()


@pytest.fixture(scope="module")
def loaded_once(model: Path) -> Agent:
    return Agent.load(model)


@pytest.fixture
def load(loaded_once: Agent, action_server: Any) -> Callable[[Any], Agent]:
    def load(store: Any) -> Agent:
        agent = copy.copy(loaded_once)
        agent.processor = copy.copy(loaded_once.processor)
        agent.processor.action_endpoint = EndpointConfig(action_server.url)
        agent.tracker_store = agent.processor.tracker_store = store
        store.domain = agent.domain
        return agent

    return load


@pytest.fixture(params=["memory", "postgres"])
def store(request: pytest.FixtureRequest) -> BoundedTrackerStore:
    url = request.getfixturevalue("database_url") if request.param == "postgres" else None
    return BoundedTrackerStore(host=url)


def test_a_repeated_message_is_answered_again_but_not_run_again(load, store, action_server) -> None:
    async def talk() -> None:
        chat = Conversation(load(store))
        await chat.say("/greet", "m1")
        first = await chat.say("/check_order_status", "m2")
        assert first == [
            {"text": "call 1", "buttons": [{"title": "Again", "payload": "/greet"}]},
            {"custom": {"cards": [{"title": "A card"}]}},
        ]
        await chat.say("/thank", "m3")
        length = len((await store.retrieve_full_tracker(chat.sender)).events)
        assert await chat.say("/check_order_status", "m2") == first
        assert action_server.calls == 1
        assert len((await store.retrieve_full_tracker(chat.sender)).events) == length

    asyncio.run(talk())


def test_a_turn_whose_action_fails_leaves_nothing_and_can_be_run_again(load, store, action_server) -> None:
    async def talk() -> None:
        chat = Conversation(load(store))
        await chat.say("/greet", "m1")
        before = [event.as_dict() for event in (await store.retrieve(chat.sender)).events]
        action_server.broken = 500
        with pytest.raises(TurnFailed, match="action_count could not be run: KeyError") as failure:
            await chat.say("/check_order_status", "m2")
        assert not failure.value.may_pass
        assert [event.as_dict() for event in (await store.retrieve(chat.sender)).events] == before
        action_server.broken = 503
        with pytest.raises(TurnFailed) as failure:
            await chat.say("/check_order_status", "m2")
        assert failure.value.may_pass
        action_server.broken = 0
        assert (await chat.say("/check_order_status", "m2"))[0]["text"] == "call 3"

    asyncio.run(talk())


@pytest.mark.parametrize(
    ("said", "reason"), [("/turn_in_circles", "come to its end"), ("/check_order_status", "said nothing")]
)
def test_a_turn_without_an_end_or_a_word_is_not_saved_and_the_next_one_works(
    load, store, action_server, said, reason
) -> None:
    async def talk() -> None:
        chat = Conversation(load(store))
        await chat.say("/greet")
        length = len((await store.retrieve(chat.sender)).events)
        action_server.silent = True
        with pytest.raises(TurnFailed, match=reason):
            await chat.say(said)
        assert len((await store.retrieve(chat.sender)).events) == length
        assert await chat.texts("/thank") == ["Welcome"]

    asyncio.run(talk())


def test_a_conversation_that_had_fallen_silent_speaks_again(load, store) -> None:
    async def talk() -> None:
        chat = Conversation(load(store))
        await chat.say("/greet")
        tracker = await store.retrieve(chat.sender)
        tracker.update_with_events([UserUttered("hi"), *[ActionExecuted("action_circle")] * 10], None)
        await store.save(tracker)
        assert await chat.texts("/thank") == ["Welcome"]

    asyncio.run(talk())


def test_a_turn_that_is_given_up_leaves_the_form_and_is_answered_once(load, store, action_server) -> None:
    async def talk() -> None:
        chat = Conversation(load(store))
        await chat.say("/cancel_order")
        given_up = {IS_GIVEN_UP: True}
        first = await chat.say("what breaks", "m2", **given_up)
        assert first[0]["text"] == "call 1"
        assert (await store.retrieve(chat.sender)).active_loop_name is None
        assert await chat.say("what breaks", "m2", **given_up) == first
        assert action_server.calls == 1
        assert await chat.texts("/thank") == ["Welcome"]

    asyncio.run(talk())


def test_a_turn_that_only_tries_whether_turns_work_is_not_kept(load, store, action_server) -> None:
    async def talk() -> None:
        chat = Conversation(load(store))
        probe = {IS_PROBE: True}
        assert (await chat.say("/check_order_status", **probe))[0]["text"] == "call 1"
        assert await store.retrieve(chat.sender) is None
        action_server.broken = 500
        with pytest.raises(TurnFailed):
            await chat.say("/check_order_status", **probe)

    asyncio.run(talk())


def test_what_a_person_said_is_remembered_and_ends_what_the_bot_had_asked(load, store) -> None:
    async def talk() -> None:
        chat = Conversation(load(store))
        await chat.say("/cancel_order")
        assert (await store.retrieve(chat.sender)).active_loop_name is not None
        said = [{"by": "agent", "text": "Shall I send it again?"}, {"by": "summary", "text": "It was lost."}]
        await chat.say("/thank", "m2", meanwhile=said)
        await chat.say("/thank", "m2", meanwhile=said)  # a repeat tells nothing twice
        tracker = await store.retrieve(chat.sender)
        assert tracker.active_loop_name is None
        texts = [event.text for event in tracker.events if isinstance(event, BotUttered)]
        assert [text for text in texts if text in {each["text"] for each in said}] == [
            "Shall I send it again?",
            "It was lost.",
        ]

    asyncio.run(talk())


def test_two_processes_cannot_both_save_a_turn(load, store) -> None:
    async def talk() -> None:
        chat = Conversation(load(store))
        await chat.say("/greet")
        ours, theirs = await store.retrieve(chat.sender), await store.retrieve(chat.sender)
        for tracker in (ours, theirs):
            tracker.update(UserUttered("hi"))
        await store.save(theirs)
        with pytest.raises(ConversationMovedOn):
            await store.save(ours)

    asyncio.run(talk())


def test_what_is_loaded_does_not_grow_with_the_conversation(load, store) -> None:
    async def talk() -> None:
        chat = Conversation(load(store))
        loaded = []
        for _ in range(300):
            await chat.say("/greet")
            loaded.append(len((await store.retrieve(chat.sender)).events))
        assert max(loaded) == max(loaded[:30]) <= MOST_EVENTS
        whole = await store.retrieve_full_tracker(chat.sender)
        assert sum(isinstance(event, UserUttered) for event in whole.events) == 300

    asyncio.run(talk())


LONG_FORM = ["/cancel_order", *["/ask_policy"] * 12, '/cancel_order{"order_number": "A100234"}', "too slow"]
SCRIPTS = {
    "a form held open over many digressions": [*LONG_FORM, "/greet"],
    "a form begun late": [*["/greet"] * 12, *LONG_FORM],
    "a story remembered over the last turns": [*["/greet"] * 11, "/ask_policy", "/praise"],
    "slots set long ago": ['/greet{"colour": "red"}', *["/thank"] * 14, "/cancel_order", "/thank"],
}


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS.keys())
def test_a_bounded_conversation_goes_as_an_unbounded_one(load, store, script) -> None:
    async def talk() -> None:
        bounded, whole = Conversation(load(store)), Conversation(load(InMemoryTrackerStore(None)))
        for text in script:
            assert await bounded.say(text) == await whole.say(text)
            ours = await bounded.agent.tracker_store.retrieve(bounded.sender)
            theirs = await whole.agent.tracker_store.retrieve(whole.sender)
            ours_state, theirs_state = (
                {
                    k: v
                    for k, v in t.current_state().items()
                    if k in {"active_loop", "paused", "latest_action_name"}
                }
                for t in (ours, theirs)
            )
            for state in (ours_state, theirs_state):
                state["active_loop"].pop("trigger_message", None)
            assert ours_state == theirs_state
            slots = [
                {k: v for k, v in t.current_slot_values().items() if k != "session_started_metadata"}
                for t in (ours, theirs)
            ]
            assert slots[0] == slots[1]

    asyncio.run(talk())


def test_events_added_over_http_are_kept_beside_the_turns(load, store) -> None:
    async def talk() -> None:
        chat = Conversation(load(store))
        await chat.say("/greet", "m1")
        for said in range(200):
            tracker = await store.retrieve(chat.sender)
            tracker.update(UserUttered.create_external("EXTERNAL", []) if said == 0 else tracker.events[-1])
            await store.save(tracker)
        assert len((await store.retrieve(chat.sender)).events) <= MOST_EVENTS
        assert await chat.texts("/thank") == ["Welcome"]

    asyncio.run(talk())


def test_a_new_session_starts_the_view_anew_and_keeps_the_slots(load, store) -> None:
    async def talk() -> None:
        agent = load(store)
        chat = Conversation(agent)
        await chat.say('/greet{"colour": "red"}')
        tracker = await store.retrieve(chat.sender)
        usual = agent.domain.session_config
        agent.domain.session_config = usual._replace(session_expiration_time=1e-9)
        await chat.say("/thank")
        agent.domain.session_config = usual
        renewed = await store.retrieve(chat.sender)
        assert renewed.get_slot("colour") == "red"
        assert [e.text for e in renewed.events if isinstance(e, UserUttered)] == ["/thank"]
        assert len((await store.retrieve_full_tracker(chat.sender)).events) > len(tracker.events)

    asyncio.run(talk())
