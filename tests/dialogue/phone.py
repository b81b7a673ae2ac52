"""A shopper's side of a conversation by text message."""

from dataclasses import dataclass, field
from itertools import count
from uuid import UUID, uuid4

import httpx
from sqlalchemy import select, update

from commerce.customers.models import Customer
from commerce.database import Sessions
from commerce.identity import IdentityLevel
from commerce.support.messages import LoggedMessage
from commerce.support.models import Conversation, Message, MessageStatus
from connectors.channels.sms.gsm import fitted
from connectors.channels.sms.rendering import texts_of
from connectors.conversation.offers import Offer
from tests.dialogue.chat import Answer, Chat
from tests.integration.connectors.running import until

_numbers = count(5550000)


@dataclass
class PhoneChat(Chat):
    """One conversation, by the webhook that a number of Twilio's uses."""

    number: str = ""
    offer: Offer = field(default_factory=lambda: Offer.of([]))

    @classmethod
    async def begin(
        cls, sessions: Sessions, client: httpx.AsyncClient, customer_id: str | None = None
    ) -> "PhoneChat":
        """The conversation of a number, which is on file where there is a customer."""
        number = f"+1415{next(_numbers)}"
        chat = cls(sessions, client, uuid4(), number=number)
        async with sessions.begin() as session:
            conversation = Conversation(id=chat.id, channel="sms", address=number, customer_id=customer_id)
            if customer_id is not None:
                conversation.identity_level = IdentityLevel.VERIFIED
                conversation.is_vouched_by_address = True
                on_file = update(Customer).where(Customer.id == customer_id).values(phone=number)
                await session.execute(on_file)
            session.add(conversation)
        return chat

    async def say(self, text: str, message_id: UUID | None = None) -> Answer:
        """Text something and read everything that answers it."""
        posted = await self.client.post("/dev/phone/texts", json={"number": self.number, "body": text})
        assert posted.status_code == 200, posted.text
        sid = posted.json()["id"]

        async def is_answered() -> bool:
            return await self._message(sid) is not None

        await until(is_answered, deadline_s=30)
        message = await self._message(sid)
        assert message is not None
        return await self._read(message, text)

    async def press(self, title: str) -> Answer:
        """Choose what was offered, as its number says, by the beginning of its title."""
        places = [
            place
            for place, choice in enumerate(self.offer.choices, start=1)
            if choice["title"].startswith(title)
        ]
        assert places, f"{title!r} is not among {[each['title'] for each in self.offer.choices]}"
        chosen = self.offer.choices[places[0] - 1]["title"]
        return await self.say(str(places[0]) if self.offer.is_numbered else chosen)

    async def _message(self, sid: str) -> Message | None:
        async with self.sessions() as session:
            return await session.scalar(
                select(Message).where(Message.external_id == sid, Message.status == MessageStatus.ANSWERED)
            )

    async def _read(self, message: Message, said: str) -> Answer:
        async with self.sessions() as session:
            found = await session.scalars(
                select(Message).where(Message.in_reply_to == message.id).order_by(Message.position)
            )
            replies = [LoggedMessage.of_message(each) for each in found]
        texts = texts_of(replies, {})
        assert texts, f"no answer to {said!r}"
        self.offer = Offer.of(replies)
        buttons = {each["title"]: each["payload"] for each in self.offer.choices}
        self.buttons |= buttons
        cards = [card for reply in replies for card in reply.cards]
        return TextAnswer("\n".join(text["body"] for text in texts), buttons, cards)


class TextAnswer(Answer):
    """What was read on a phone, where typography is a typewriter's."""

    def __contains__(self, words: str) -> bool:
        return fitted(words).lower() in self.text.lower()
