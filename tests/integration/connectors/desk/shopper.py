"""A shopper who talks on the web, as the store's people see them."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from commerce.clock import SystemClock
from commerce.database import Sessions
from commerce.support.handoffs import queue_handoff
from commerce.support.models import Escalation, Handoff
from tests.integration.connectors.running import ChatClient


class Shopper:
    """A shopper on the web, whom the store's people see as a conversation."""

    def __init__(self, chat: ChatClient, sessions: Sessions) -> None:
        self.chat, self.sessions = chat, sessions

    @property
    def id(self) -> UUID:
        assert self.chat.conversation is not None
        return UUID(self.chat.conversation)

    @property
    def page(self) -> str:
        return f"/desk/conversations/{self.id}"

    async def ask_for_a_person(self, text: str = "I need a person") -> None:
        await self.chat.say(text)
        async with self.sessions.begin() as session:
            await queue_handoff(
                session, self.id, Escalation.ASKED, summary="The shopper asked.", clock=SystemClock()
            )

    async def heard(self) -> list[tuple[str, str]]:
        return [
            (each["from"], each["text"]) for each in await self.chat.messages() if each["from"] != "shopper"
        ]

    async def handoff(self) -> Handoff:
        async with self.sessions() as session:
            found = await session.scalar(
                select(Handoff).where(Handoff.conversation_id == self.id).order_by(Handoff.created_at.desc())
            )
            assert found is not None
            return found

    async def rows(self, table: Any) -> list[Any]:
        async with self.sessions() as session:
            return list(await session.scalars(select(table).where(table.conversation_id == self.id)))
