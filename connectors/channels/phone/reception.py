"""Receives texts from phones: wishes about texting are settled here, the rest goes to its turn."""

from dataclasses import dataclass
from uuid import UUID

from procrastinate import App
from sqlalchemy.ext.asyncio import AsyncSession

from aisle.masking import mask_cards
from commerce.attachments.service import note_attachments
from commerce.clock import Clock
from commerce.consent.ledger import Subscriber, grant, standing
from commerce.consent.models import ConsentEntry, ConsentSource, Topic
from commerce.customers.vouching import customers_with_phone
from commerce.database import Sessions
from commerce.support.addressed import Sender, conversation_of
from commerce.support.delivery_queue import DeliveryQueue
from commerce.support.messages import InboundMessage, LoggedMessage, last_answer
from commerce.support.models import Conversation, ConversationOwner
from commerce.support.notices import reply_to_settled, store_settled
from connectors.channels.phone import notices
from connectors.channels.phone.limits import Floods, Pace
from connectors.channels.phone.open_question import has_just_asked_about_order
from connectors.channels.phone.opt_out import settle_wish
from connectors.channels.phone.opt_out_words import Wanted, Wish, provider_wish, wish_of
from connectors.channels.phone.reactions import is_reaction
from connectors.channels.phone.text import PhoneText
from connectors.conversation.inbound import Inbound
from connectors.conversation.pool import LogPool
from connectors.edge.rejections import Refusals


@dataclass(frozen=True, slots=True)
class _Heard:
    """What is known when a text comes in."""

    sender: Sender
    conversation_id: UUID
    owner: ConversationOwner
    answer: list[LoggedMessage]  # the bot's last
    consents: dict[Topic, ConsentEntry]  # as they stand


class PhoneReception:
    """Where a phone channel's webhook leaves texts."""

    def __init__(
        self,
        channel: str,
        *,
        sessions: Sessions,
        log: LogPool,
        inbound: Inbound,
        jobs: App,
        clock: Clock,
        store_name: str,
        floods: Floods,
        refusals: Refusals,
    ) -> None:
        self._channel = channel
        self._sessions = sessions
        self._log = log
        self._inbound = inbound
        self._jobs = jobs
        self._queue = DeliveryQueue(jobs)
        self._clock = clock
        self._store_name = store_name
        self._floods = floods
        self._refusals = refusals

    async def receive(self, text: PhoneText) -> None:
        """Store a text, once, and see to its answer. Raises what Inbound.store does."""
        heard = await self._hear(text)
        pace = self._floods.pace(text.sender)
        if not text.opt_out and is_reaction(text.body):
            await self._settle_reaction(text, heard)
            return
        wish = self._wish(text, heard)
        if wish is not None:  # it counts however much else was said
            await self._settle_wish(text, heard, wish, pace)
        elif pace is not Pace.ANSWERED:
            await self._settle_flood(text, heard, pace)
        elif not text.body.strip() and text.media and heard.owner is ConversationOwner.BOT:
            await self._settle_picture(text, heard)
        else:
            message = await self._inbound.accept(
                heard.conversation_id, InboundMessage(self._channel, text.id, text=text.body), by_number=True
            )
            await self._note(message.id, text, heard)

    async def _hear(self, text: PhoneText) -> _Heard:
        async with self._sessions.begin() as session:
            customers = await customers_with_phone(session, text.sender)
            sender = Sender.of(self._channel, text.sender, customers)
            conversation_id = await conversation_of(session, sender, self._clock)
            owner = (await session.get_one(Conversation, conversation_id)).owner
            consents = await standing(session, Subscriber(self._channel, text.sender))
        answer = await self._log.run(lambda log: last_answer(log, conversation_id))
        return _Heard(sender, conversation_id, owner, answer, consents)

    def _wish(self, text: PhoneText, heard: _Heard) -> Wish | None:
        is_about_order = has_just_asked_about_order(heard.answer, self._clock.now())
        wish = provider_wish(text.opt_out) or wish_of(text.body, is_about_order=is_about_order)
        if wish is None or wish.wanted is not Wanted.START or wish.source is not ConsentSource.OWN_WORDS:
            return wish
        was_revoked = any(not entry.is_granted for entry in heard.consents.values())
        return wish if was_revoked else None  # "text me" may be about anything

    async def _settle_wish(self, text: PhoneText, heard: _Heard, wish: Wish, pace: Pace) -> None:
        async with self._sessions.begin() as session:
            message_id = await self._store(session, text, heard)
            if message_id is None:
                return
            subscriber = Subscriber(self._channel, text.sender)
            reply = await settle_wish(session, subscriber, wish, message_id, store_name=self._store_name)
            if reply is None or wish.source is ConsentSource.PROVIDER:  # who has told them itself
                return
            if pace is Pace.ANSWERED or self._floods.may_be_told(text.sender, wish.wanted):
                await reply_to_settled(session, self._queue, message_id, reply)

    async def _store(self, session: AsyncSession, text: PhoneText, heard: _Heard) -> UUID | None:
        conversation_id = await conversation_of(session, heard.sender, self._clock)  # held from here on
        return await store_settled(session, conversation_id, self._as_typed(text))

    async def _settle_reaction(self, text: PhoneText, heard: _Heard) -> None:
        """Keep that a phone reported a reaction; nobody has said anything."""
        async with self._sessions.begin() as session:
            await self._store(session, text, heard)

    async def _settle_picture(self, text: PhoneText, heard: _Heard) -> None:
        async with self._sessions.begin() as session:
            message_id = await self._store(session, text, heard)
            if message_id is not None:
                await note_attachments(session, self._jobs, message_id, text.media)
                await reply_to_settled(session, self._queue, message_id, notices.PICTURE_KEPT)

    async def _settle_flood(self, text: PhoneText, heard: _Heard, pace: Pace) -> None:
        """Keep what is too much, and say once in a while that the bot has not read it."""
        self._refusals.count(f"too many texts, {pace}")
        if pace is Pace.PASSED_OVER:
            return
        async with self._sessions.begin() as session:
            message_id = await self._store(session, text, heard)
            is_read = heard.owner is ConversationOwner.AGENT
            if message_id is None or is_read or not self._floods.may_be_told(text.sender, pace):
                return
            await reply_to_settled(session, self._queue, message_id, notices.TOO_MANY)

    async def _note(self, message_id: UUID, text: PhoneText, heard: _Heard) -> None:
        """Note what came with a text, and that who wrote first may be answered."""
        if Topic.SERVICE in heard.consents and not text.media:
            return
        async with self._sessions.begin() as session:
            if text.media:
                await note_attachments(session, self._jobs, message_id, text.media)
            subscriber = Subscriber(self._channel, text.sender)
            if Topic.SERVICE not in await standing(session, subscriber):
                await grant(session, subscriber, {Topic.SERVICE}, ConsentSource.WROTE_FIRST, message_id)

    def _as_typed(self, text: PhoneText) -> InboundMessage:
        return InboundMessage(self._channel, text.id, text=mask_cards(text.body))
