"""What members of the workspace do, and what they see."""

from dataclasses import dataclass
from typing import Any

import httpx
from sqlalchemy import func, select

from commerce.database import Sessions
from commerce.support.models import Conversation, Message, MessageAuthor
from connectors.edge.rejections import Refusals
from tests.fakes import slack_events
from tests.fakes.slack import SIGNING_SECRET, FakeSlack
from tests.integration.connectors.fake_dialogue import FakeDialogue
from tests.integration.connectors.running import RunningGateway, until

GENERAL = "C0GENERAL"


@dataclass
class Workspace:
    """A gateway with a Slack on one side and a dialogue server on the other."""

    gateway: RunningGateway
    slack: FakeSlack
    sessions: Sessions
    dialogue: FakeDialogue

    @property
    def refusals(self) -> Refusals:
        """What the gateway counted."""
        return self.gateway.parts.channels["slack"].refusals

    async def tell(self, envelope: dict[str, Any], **headers: str) -> httpx.Response:
        """Slack tells of an event."""
        body = slack_events.event_body(envelope)
        return await self.request("/slack/events", body, **headers)

    async def press(self, payload: dict[str, Any]) -> httpx.Response:
        """Slack tells of a press."""
        return await self.request("/slack/interactivity", slack_events.press_body(payload))

    async def request(self, path: str, body: bytes, **headers: str) -> httpx.Response:
        return await self.gateway.client.post(
            path, content=body, headers=slack_events.signed(SIGNING_SECRET, body) | headers
        )

    async def posted(self, channel: str, count: int = 1) -> list[dict[str, Any]]:
        """The messages in a channel, once there are so many."""

        async def are_there() -> bool:
            return len(self.slack.posted[channel]) >= count

        await until(are_there)
        assert len(self.slack.posted[channel]) == count
        return self.slack.posted[channel]

    async def heard(self) -> list[str]:
        """What shoppers said, as the log has it."""
        async with self.sessions() as session:
            said = select(Message.text).where(Message.author == MessageAuthor.SHOPPER)
            return list(await session.scalars(said.order_by(Message.position)))

    async def rows(self) -> tuple[int, int]:
        """How many conversations and messages there are."""
        async with self.sessions() as session:
            of_slack = select(func.count()).where(Conversation.channel == "slack")
            return (
                await session.scalar(of_slack) or 0,
                await session.scalar(select(func.count()).select_from(Message)) or 0,
            )

    async def conversations(self) -> list[Conversation]:
        async with self.sessions() as session:
            of_slack = select(Conversation).where(Conversation.channel == "slack")
            return list(await session.scalars(of_slack.order_by(Conversation.created_at)))


def texts(message: dict[str, Any]) -> list[str]:
    """What the sections and notes of a posted message say."""
    found = []
    for block in message["blocks"]:
        found += [block["text"]["text"]] if "text" in block else []
        found += [each["text"] for each in block.get("fields", [])]
        found += [each["text"] for each in block.get("elements", []) if block["type"] == "context"]
    return found


def buttons(message: dict[str, Any]) -> list[str]:
    """The titles of a posted message's buttons."""
    return [
        element["text"]["text"]
        for block in message["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
        if element["type"] == "button"
    ]
