"""A shopper's side of a conversation: the store's own website."""

import re
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import httpx

from commerce.clock import SystemClock
from commerce.database import Sessions
from commerce.identity import IdentityLevel
from commerce.support.models import Conversation
from connectors.channels.web.tokens import Tokens
from tests.dialogue.servers import SECRET

# A word said twice, a value that was not put in, and what is left where one was empty.
_SLIPS = re.compile(r"\b([a-z]{2,}) \1\b|[{}]|\bNone\b|[^\s\d] [.,;]|\.\.(?!\.)(?<!\.\.\.)|  ")
_TOKENS = Tokens(conversation_secret=SECRET, shopper_secret=SECRET, clock=SystemClock())


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
    ) -> "Chat":
        """A conversation as the gateway stores it; verified where there is a customer."""
        level = IdentityLevel.VERIFIED if customer_id else IdentityLevel.ANONYMOUS
        chat = cls(sessions, client, uuid4())
        async with sessions.begin() as session:
            session.add(
                Conversation(id=chat.id, channel="web", customer_id=customer_id, identity_level=level)
            )
        return chat

    async def say(self, text: str, message_id: UUID | None = None) -> Answer:
        """Send a text and hear everything that answers it."""
        return await self._send(message_id or uuid4(), text=text)

    async def press(self, title: str) -> Answer:
        """Press a quick reply that was offered, by the beginning of its title."""
        offered = [payload for shown, payload in self.buttons.items() if shown.startswith(title)]
        assert offered, f"{title!r} is not among {list(self.buttons)}"
        return await self._send(uuid4(), payload=offered[-1])

    async def _send(self, message_id: UUID, **said: str) -> Answer:
        answer = await self.post(message_id, **said)
        assert answer.text, f"no answer to {said}"
        return answer

    async def post(self, message_id: UUID, **said: str) -> Answer:
        """Send a message; what answers it may be nothing, where it is a part of the next one."""
        reply = await self.client.post(
            "/chat/messages",
            json={"id": message_id.hex, "conversation": str(self.id)} | said,
            headers={"Authorization": f"Bearer {_TOKENS.conversation_token(self.id)}"},
        )
        assert reply.status_code == 200, reply.text
        parts = reply.json()["messages"]
        slips = [slip.group() for part in parts for slip in _SLIPS.finditer(part["text"] or "")]
        assert not slips, f"{slips} in the answer to {said}: {parts}"
        answer = Answer(
            text="\n".join(part["text"] for part in parts if part["text"]),
            buttons={each["title"]: each["payload"] for part in parts for each in part["quick_replies"]},
            cards=[card for part in parts for card in part["cards"]],
        )
        self.buttons |= answer.buttons
        return answer

    async def level(self) -> IdentityLevel:
        """How sure the store is of the shopper now."""
        async with self.sessions() as session:
            return (await session.get_one(Conversation, self.id)).identity_level
