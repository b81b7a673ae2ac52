"""The one door by which the store writes first: decides whether, where and in which words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from procrastinate import App
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.clock import Clock
from commerce.consent.ledger import Subscriber, may_write, standing
from commerce.consent.models import Topic
from commerce.customers.models import Customer
from commerce.identity import IdentityLevel
from commerce.jobs import connection_of
from commerce.mail import Mail, MailQueue
from commerce.notification import Notification, Recipient, Told
from commerce.notifications.catalogue import Entry, Way, entry_of
from commerce.support.delivery_queue import DeliveryQueue
from commerce.support.models import Conversation, Message, MessageAuthor
from commerce.support.outgoing import FETCHED_CHANNELS, say_first
from commerce.text import Text, TextQueue

NOTIFY = "notifications:notify"  # the job's name at the worker
EMAIL = "email"  # the channel's name in the consent ledger

# For how long after the shopper's last words a conversation is where they are reached.
_REACHED_FOR = {"web": timedelta(hours=1), "slack": timedelta(days=30), "sms": timedelta(days=365)}
# Nobody is sold anything at night: the hours that US law leaves to advertising by phone.
_QUIET_FROM, _QUIET_UNTIL = time(21), time(8)


@dataclass(frozen=True, slots=True)
class CatalogueNotifier:
    """Tells people in the words of the catalogue. What it puts leaves with the caller's transaction."""

    mail: MailQueue
    deliveries: DeliveryQueue
    jobs: App
    clock: Clock
    store_name: str
    texts: TextQueue | None = None  # None: the store sends no texts

    async def notify(
        self,
        session: AsyncSession,
        recipient: Recipient,
        notification: Notification,
        *,
        at: datetime | None = None,
    ) -> Told:
        """Tell `recipient`, now or not before `at`; where it went.

        What waits is looked at anew when it is due, consent included, and holds up nothing meanwhile.
        """
        entry = entry_of(notification)
        due = self._due(entry.topic, at)
        if due is not None:
            await self._put_off(session, recipient, notification, due)
            return Told(put_off_until=due)
        customer = await self._customer(session, recipient)
        known = {"first_name": customer.called if customer else "there", "store_name": self.store_name}
        values = known | dict(notification.values)
        if recipient.phone is not None:
            return await self._text(session, recipient.phone, _filled(entry.chat, values))
        conversation = await self._conversation(session, recipient, entry)
        if conversation is not None:
            text = _filled(entry.chat, values)
            await say_first(session, self.deliveries, conversation.id, text)
        is_reached = conversation is not None and entry.by is Way.CONVERSATION
        address = None if is_reached else await self._email(session, recipient, customer, entry)
        if address is not None:
            mail = Mail(address, _filled(entry.subject, values), _filled(entry.email, values))
            await self.mail.put(session, mail)
        return Told(address, conversation.id if conversation else None)

    async def _text(self, session: AsyncSession, number: str, body: str) -> Told:
        if self.texts is None or not body:
            return Told()
        await self.texts.put(session, Text(number, body))
        return Told(phone=number)

    def _due(self, topic: Topic, at: datetime | None) -> datetime | None:
        """When it may go out; None for now."""
        moment = max(at, self.clock.now()) if at else self.clock.now()
        if topic is Topic.MARKETING:
            moment = after_quiet_hours(moment, self.clock)
        return moment if moment > self.clock.now() else None

    async def _put_off(
        self, session: AsyncSession, recipient: Recipient, notification: Notification, due: datetime
    ) -> None:
        # Without a lock: a job of tomorrow would hold up every later one of its lock.
        job = self.jobs.configure_task(NOTIFY, schedule_at=due, connection=await connection_of(session))
        conversation_id = str(recipient.conversation_id) if recipient.conversation_id else None
        await job.defer_async(
            name=notification.name,
            values=dict(notification.values),
            customer_id=recipient.customer_id,
            conversation_id=conversation_id,
            email=recipient.email,
        )

    async def _customer(self, session: AsyncSession, recipient: Recipient) -> Customer | None:
        customer_id = recipient.customer_id
        if customer_id is None and recipient.conversation_id is not None:
            customer_id = await session.scalar(
                select(Conversation.customer_id).where(Conversation.id == recipient.conversation_id)
            )
        return await session.get(Customer, customer_id) if customer_id else None

    async def _conversation(
        self, session: AsyncSession, recipient: Recipient, entry: Entry
    ) -> Conversation | None:
        """Where the shopper can be written to on their channel about this; None for nowhere."""
        if entry.by is Way.EMAIL:
            return None
        found = await _last_spoken_in(session, recipient)
        if found is None:
            return None
        conversation, spoke_at = found
        is_there = self.clock.now() - spoke_at <= _REACHED_FOR.get(conversation.channel, timedelta(0))
        if not is_there or not await _may_say(session, conversation, entry.topic):
            return None
        return conversation

    async def _email(
        self,
        session: AsyncSession,
        recipient: Recipient,
        customer: Customer | None,
        entry: Entry,
    ) -> str | None:
        address = recipient.email or (customer.email if customer else None)
        if address is None or not entry.email:
            return None
        subscriber = Subscriber(EMAIL, address.lower())
        is_service = entry.topic is Topic.SERVICE  # what was ordered may be spoken of
        is_allowed = is_service or await may_write(session, subscriber, entry.topic)
        return address if is_allowed else None


async def _last_spoken_in(
    session: AsyncSession, recipient: Recipient
) -> tuple[Conversation, datetime] | None:
    """The given conversation, else the one in which the customer, surely themselves, spoke last."""
    spoke_at = func.max(Message.created_at)
    query = (
        select(Conversation, spoke_at)
        .join(Message, Message.conversation_id == Conversation.id)
        .where(Message.author == MessageAuthor.SHOPPER)
        .group_by(Conversation.id)
        .order_by(spoke_at.desc())
        .limit(1)
    )
    if recipient.conversation_id is not None:
        query = query.where(Conversation.id == recipient.conversation_id)
    elif recipient.customer_id is not None:
        query = query.where(
            Conversation.customer_id == recipient.customer_id,
            Conversation.identity_level == IdentityLevel.VERIFIED,
        )
    else:
        return None
    row = (await session.execute(query)).one_or_none()
    return None if row is None else (row[0], row[1])


async def _may_say(session: AsyncSession, conversation: Conversation, topic: Topic) -> bool:
    if conversation.channel in FETCHED_CHANNELS:
        return topic is Topic.SERVICE
    if conversation.address is None:  # it has become another's
        return False
    subscriber = Subscriber(conversation.channel, conversation.address)
    if topic is Topic.MARKETING:
        return await may_write(session, subscriber, topic)
    entry = (await standing(session, subscriber)).get(topic)
    return entry is None or entry.is_granted  # whoever writes to us may be written to, until they say stop


def after_quiet_hours(moment: datetime, clock: Clock) -> datetime:
    """`moment`, or the next morning where it falls into the night."""
    local = moment.astimezone(clock.zone)
    if _QUIET_UNTIL <= local.time() < _QUIET_FROM:
        return moment
    day = clock.day_of(moment) + timedelta(days=1 if local.time() >= _QUIET_FROM else 0)
    return datetime.combine(day, _QUIET_UNTIL, clock.zone).astimezone(moment.tzinfo)


def _filled(text: str, values: Mapping[str, Any]) -> str:
    return text.format_map(values).strip()
