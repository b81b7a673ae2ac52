"""A shopper's side of a conversation, whatever stands between them and the dialogue server."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import httpx

from commerce.database import Sessions
from commerce.support.models import Conversation, IdentityLevel


@dataclass(frozen=True)
class Answer:
    """All that was said in reply to one message."""

    text: str
    buttons: dict[str, str]  # payloads by title
    cards: list[dict[str, Any]]

    def __contains__(self, words: str) -> bool:
        return words.lower() in self.text.lower()

    def __str__(self) -> str:
        return self.text


@dataclass
class Chat:
    """One conversation."""

    sessions: Sessions
    client: httpx.AsyncClient
    id: UUID
    buttons: dict[str, str] = field(default_factory=dict)

    @classmethod
    async def begin(
        cls,
        sessions: Sessions,
        client: httpx.AsyncClient,
        customer_id: str | None = None,
        channel: str = "web",
    ) -> "Chat":
        """A conversation as the gateway stores it; verified where there is a customer."""
        level = IdentityLevel.VERIFIED if customer_id else IdentityLevel.ANONYMOUS
        chat = cls(sessions, client, uuid4())
        async with sessions.begin() as session:
            session.add(
                Conversation(id=chat.id, channel=channel, customer_id=customer_id, identity_level=level)
            )
        return chat

    async def say(self, text: str, message_id: UUID | None = None) -> Answer:
        """Send a text and hear everything that answers it."""
        reply = await self.client.post(
            "/webhooks/rest/webhook",
            json={
                "sender": str(self.id),
                "message": text,
                "metadata": {"message_id": str(message_id or uuid4()), "channel": "web"},
            },
        )
        assert reply.status_code == 200, reply.text
        parts = reply.json()
        answer = Answer(
            text="\n".join(part["text"] for part in parts if part.get("text")),
            buttons={each["title"]: each["payload"] for part in parts for each in part.get("buttons", [])},
            cards=[card for part in parts for card in part.get("custom", {}).get("cards", [])],
        )
        assert answer.text, f"no answer to {text!r}: {parts}"
        self.buttons |= answer.buttons
        return answer

    async def press(self, title: str) -> Answer:
        """Press a quick reply that was offered, by the beginning of its title."""
        offered = [payload for shown, payload in self.buttons.items() if shown.startswith(title)]
        assert offered, f"{title!r} is not among {list(self.buttons)}"
        return await self.say(offered[-1])

    async def level(self) -> IdentityLevel:
        """How sure the store is of the shopper now."""
        async with self.sessions() as session:
            return (await session.get_one(Conversation, self.id)).identity_level
