"""A gateway whose trainers write into a folder of the test's own."""

import subprocess
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from commerce.clock import SystemClock
from commerce.database import Sessions
from commerce.support.models import Conversation, Message, MessageAuthor, MessageStatus, Understanding
from connectors.server.options import GatewayOptions
from tests.conftest import add_job_queue
from tests.integration.connectors.fake_dialogue import FakeDialogue
from tests.integration.connectors.running import RunningGateway, running_gateway
from training.place import Place

ORDERS = """version: "3.1"
# Orders and what becomes of them.
nlu:
- intent: check_order_status
  examples: |
    - where is my order
    - has it shipped

- intent: cancel_order
  examples: |
    - cancel my order
    - stop it please
"""
TALK = "nlu:\n- intent: greet\n  examples: |\n    - hi\n    - hello there\n"
DOMAIN = """intents: [check_order_status, cancel_order, greet]
entities:
  - colour:
      influence_conversation: false
  - product
forms: {cancel_order_form: {}}
responses:
  utter_greet:
    - text: Hello!
"""


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = Place.below(tmp_path)
    for folder in (place.sentences, place.models, place.var):
        folder.mkdir(parents=True)
    (place.sentences / "orders.yml").write_text(ORDERS)
    (place.sentences / "talk.yml").write_text(TALK)
    (tmp_path / "domain.yml").write_text(DOMAIN)
    return place


@pytest.fixture
def in_git(place: Place) -> Place:
    """The folder as a repository whose first commit holds everything."""
    for command in (
        ["init", "-q"],
        ["add", "data", "domain.yml"],
        ["-c", "user.name=T", "-c", "user.email=t@store.example", "commit", "-qm", "Begin"],
    ):
        subprocess.run(["git", *command], cwd=place.root, check=True)
    return place


@pytest.fixture
async def gateway(
    database_url: str, sessions: Sessions, dialogue: FakeDialogue, place: Place
) -> AsyncIterator[RunningGateway]:
    add_job_queue(database_url)
    async with running_gateway(
        database_url, sessions, [dialogue.url], GatewayOptions(), place=place
    ) as gateway:
        yield gateway


async def hear(sessions: Sessions, *said: tuple[str, str, float], **fields: object) -> UUID:
    """A conversation of these texts with their intents and confidences, none of which was trusted."""
    conversation = Conversation(id=uuid4(), channel="web")
    async with sessions.begin() as session:
        session.add(conversation)
        await session.flush()
        for text, intent, confidence in said:
            message = Message(
                id=uuid4(),
                conversation_id=conversation.id,
                author=MessageAuthor.SHOPPER,
                channel="web",
                text=text,
                status=MessageStatus.ANSWERED,
                created_at=SystemClock().now(),
            )
            session.add(message)
            await session.flush()
            kept = {
                "ranking": [],
                "entities": [],
                "is_fallback": True,
                "actions": ["action_default_fallback"],
            }
            session.add(
                Understanding(
                    message_id=message.id,
                    conversation_id=conversation.id,
                    text=text,
                    intent=intent,
                    confidence=confidence,
                    **(kept | fields),
                )
            )
    return conversation.id
