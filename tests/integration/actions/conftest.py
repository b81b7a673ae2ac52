"""Runs single actions as the action server does, on a real database and without a dialogue server."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import yaml
from rasa_sdk.executor import ActionExecutor

from actions.server import all_actions
from actions.turn.shop import Shop
from commerce.database import Sessions
from commerce.identity import IdentityLevel
from commerce.links.documents import DocumentLinks
from commerce.search.service import ProductSearch
from commerce.support.models import Conversation
from tests.factories import SECRET, FixedClock, RecordedMail, a_notifier
from tests.world import World, a_world

DOMAIN = yaml.safe_load((Path(__file__).resolve().parents[3] / "domain.yml").read_text())


@dataclass
class Played:
    """What an action answered: slots by name, other events by kind, and what it uttered."""

    slots: dict[str, Any]
    other: list[tuple[str, Any]]
    said: list[str]
    values: dict[str, Any]
    buttons: list[dict[str, str]]
    responses: list[dict[str, Any]]  # as the dialogue server gets them


@dataclass
class Stage:
    """One conversation in which actions are run one by one; the slots they set stay."""

    executor: ActionExecutor
    conversation_id: UUID
    slots: dict[str, Any] = field(default_factory=dict)
    domain: Mapping[str, Any] = field(default_factory=lambda: DOMAIN)

    async def play(
        self,
        action: str,
        text: str,
        intent: str,
        *,
        before: Sequence[dict[str, Any]] = (),
        after: Sequence[dict[str, Any]] = (),
        ranking: Mapping[str, float] | None = None,
        language: str | None = None,
        **entities: Any,
    ) -> Played:
        """Run `action` on a message; `before` are the events of earlier turns, `after` those of this one,
        `ranking` what it may mean, `language` another one than English.
        """
        self.slots |= {name: value for name, value in entities.items() if name in DOMAIN["slots"]}
        message = {
            "text": text,
            "intent": {"name": intent},
            "intent_ranking": [
                {"name": name, "confidence": confidence} for name, confidence in (ranking or {}).items()
            ],
            "entities": [{"entity": name, "value": value} for name, value in entities.items()],
            "metadata": {"message_id": str(uuid4()), "channel": "web"},
            "language": language,
        }
        result = await self.executor.run(
            {
                "next_action": action,
                "tracker": {
                    "sender_id": str(self.conversation_id),
                    "slots": dict(self.slots),
                    "latest_message": message,
                    "events": [*before, {"event": "user", "text": text}, *after],
                },
                "domain": self.domain,
            }
        )
        assert result is not None
        return self._played(result.events, result.responses)

    def _played(self, events: list[dict[str, Any]], responses: list[dict[str, Any]]) -> Played:
        slots = {event["name"]: event["value"] for event in events if event["event"] == "slot"}
        self.slots |= slots
        fixed = {"text", "buttons", "elements", "custom", "template", "response", "image", "attachment"}
        return Played(
            slots=slots,
            other=[(event["event"], event.get("name")) for event in events if event["event"] != "slot"],
            said=[response["response"] for response in responses],
            values={
                key: value for response in responses for key, value in response.items() if key not in fixed
            },
            buttons=[button for response in responses for button in response["buttons"]],
            responses=responses,
        )


@pytest.fixture
async def world(sessions: Sessions) -> World:
    """A small store."""
    return await a_world(sessions)


@pytest.fixture
def executor(sessions: Sessions) -> ActionExecutor:
    """Every action, at noon of the tests' day."""
    made = ActionExecutor()
    shop = Shop(
        sessions,
        FixedClock(),
        notifier=a_notifier(RecordedMail(), FixedClock()),
        links=DocumentLinks("https://store.example", SECRET),
        search=ProductSearch(lambda text: [0.001] * 384, str.isalpha),
        name="Test Store",
        code_secret=SECRET,
        human_topics=frozenset({"report_unknown_charge"}),
    )
    for action in all_actions(shop, lambda text: [0.0] * 384):
        made.register_action(action)
    return made


Enter = Callable[..., Any]


@pytest.fixture
def enter(world: World, executor: ActionExecutor) -> Enter:
    """Begins a conversation: verified as the world's customer, or as `level` says."""

    async def begin(level: IdentityLevel = IdentityLevel.VERIFIED, channel: str = "web") -> Stage:
        is_vouched = channel != "web"
        conversation = Conversation(
            id=uuid4(), channel=channel, identity_level=level, is_vouched_by_address=is_vouched
        )
        if level is not IdentityLevel.ANONYMOUS:
            conversation.customer_id = world.customer.id
        await world.add(conversation)
        return Stage(executor, conversation.id)

    return begin
