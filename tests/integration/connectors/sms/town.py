"""A town with shoppers who text, a store, and a Twilio between them."""

from dataclasses import dataclass

import httpx
from sqlalchemy import select

from commerce.consent.ledger import Subscriber, history
from commerce.consent.models import ConsentEntry
from commerce.database import Sessions
from commerce.support.models import Conversation, Delivery, Message
from tests.fakes.twilio import FakeTwilio, TwilioCaller
from tests.integration.connectors.fake_dialogue import FakeDialogue
from tests.integration.connectors.running import RunningGateway, until

ADA = "+14155550100"
BOB = "+14155550101"
STORE_URL = "https://store.example"


@dataclass
class Town:
    """A gateway, a worker and what they talk to."""

    gateway: RunningGateway
    twilio: FakeTwilio
    caller: TwilioCaller
    dialogue: FakeDialogue
    sessions: Sessions

    async def text(self, number: str, body: str, **fields: str) -> httpx.Response:
        """A shopper texts."""
        answer = await self.caller.text(number, body, **fields)
        assert answer.status_code == 200, answer.text
        return answer

    async def converse(self, number: str, body: str, **fields: str) -> str:
        """A shopper texts; the next text that they get."""
        before = len(self.twilio.texts_to(number))
        await self.text(number, body, **fields)
        await self.got(number, before + 1)
        return self.twilio.texts_to(number)[before]

    async def got(self, number: str, count: int) -> None:
        """Wait until the number has got so many texts."""

        async def has() -> bool:
            return len(self.twilio.texts_to(number)) >= count

        await until(has)

    async def settled(self) -> None:
        """Wait until nothing is left to be answered or delivered."""

        async def is_settled() -> bool:
            async with self.sessions() as session:
                waiting = select(Message.id).where(Message.status.in_(["received", "pending"])).limit(1)
                return await session.scalar(waiting) is None

        await until(is_settled)

    async def messages(self) -> list[Message]:
        async with self.sessions() as session:
            return list(
                await session.scalars(
                    select(Message).where(Message.channel == "sms").order_by(Message.position)
                )
            )

    async def conversations(self) -> list[Conversation]:
        async with self.sessions() as session:
            return list(
                await session.scalars(
                    select(Conversation)
                    .where(Conversation.channel == "sms")
                    .order_by(Conversation.created_at)
                )
            )

    async def deliveries(self) -> list[Delivery]:
        async with self.sessions() as session:
            return list(
                await session.scalars(select(Delivery).order_by(Delivery.created_at, Delivery.number))
            )

    async def consents(self, number: str) -> list[ConsentEntry]:
        async with self.sessions() as session:
            return list(await history(session, Subscriber("sms", number)))
