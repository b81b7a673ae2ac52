"""The one door by which the store writes first: decides whether, where and in which words."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from procrastinate import App
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.channels import facts_of
from commerce.clock import Clock
from commerce.consent.ledger import Subscriber, may_write, standing
from commerce.consent.models import Topic
from commerce.customers.models import Customer
from commerce.identity import IdentityLevel
from commerce.jobs import connection_of
from commerce.mail import MailQueue
from commerce.notification import Notification, Recipient, Told
from commerce.notifications.catalogue import Entry, Way, entry_of
from commerce.notifications.mails import filled, mail_of
from commerce.notifications.preferences import PreferenceLinks
from commerce.notifications.recipients import quiet_until
from commerce.notifications.tracking import MailLinks
from commerce.spelling import Spelling, as_written
from commerce.support.addressed import Sender, conversation_of
from commerce.support.delivery_queue import DeliveryQueue
from commerce.support.models import Conversation, Message, MessageAuthor
from commerce.support.outgoing import FETCHED_CHANNELS, say_first
from commerce.text import Text, TextQueue

NOTIFY = "notifications:notify"  # the job's name at the worker
EMAIL = "email"  # the channel's name in the consent ledger

# For how long after the shopper's last words a conversation is where they are reached.
_SMS = "sms"
# Where the zones they may be in leave no hour that is quiet in none.
_LOOK_AGAIN = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class _Telling:
    """Something to tell somebody, with its words and what is put into them."""

    recipient: Recipient
    customer: Customer | None
    notification: Notification
    entry: Entry
    values: dict[str, str]

    def filled(self, words: str) -> str:
        return filled(words, self.values)


@dataclass(frozen=True, slots=True)
class CatalogueNotifier:
    """Tells people in the words of the catalogue. What it puts leaves with the caller's transaction."""

    mail: MailQueue
    deliveries: DeliveryQueue
    jobs: App
    clock: Clock
    store_name: str
    texts: TextQueue | None = None  # None: the store sends no texts
    preferences: PreferenceLinks | None = None  # None: no e-mail that sells leaves
    spelling: Spelling = as_written

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
        entry = entry_of(notification, self.spelling)
        customer = await self._customer(session, recipient)
        known = {"first_name": customer.called if customer else "there", "store_name": self.store_name}
        telling = _Telling(recipient, customer, notification, entry, known | dict(notification.values))
        if recipient.channel is not None:
            return await self._on_channel(session, telling)
        due = await self._due(session, customer, entry.topic, at)
        if due is not None:
            await self._put_off(session, recipient, notification, due)
            return Told(put_off_until=due)
        if recipient.phone is not None:
            return await self._text(session, recipient.phone, telling.filled(entry.chat))
        conversation = await self._conversation(session, recipient, entry)
        if conversation is not None:
            await say_first(session, self.deliveries, conversation.id, telling.filled(entry.chat))
        is_reached = conversation is not None and entry.by is Way.CONVERSATION
        address = None if is_reached else await self._email(session, recipient, customer, entry)
        if address is not None:
            await self._mail(session, telling, address)
        return Told(address, conversation.id if conversation else None)

    async def _on_channel(self, session: AsyncSession, telling: "_Telling") -> Told:
        """Tell it there alone, as the caller has decided; nowhere where the channel has no words for it."""
        recipient, entry = telling.recipient, telling.entry
        if recipient.channel == EMAIL:
            address = recipient.email or (telling.customer.email if telling.customer else None)
            if address is None or not entry.email:
                return Told()
            await self._mail(session, telling, address)
            return Told(address)
        conversation_id = recipient.conversation_id
        if conversation_id is None and recipient.channel == _SMS and recipient.phone is not None:
            sender = Sender(_SMS, recipient.phone, recipient.customer_id)
            conversation_id = await conversation_of(session, sender, self.clock)
        words = entry.sms or entry.chat if recipient.channel == _SMS else entry.chat
        if conversation_id is None or not words:
            return Told()
        said = await say_first(
            session,
            self.deliveries,
            conversation_id,
            telling.filled(words),
            key=recipient.key,
            quick_replies=[
                each | {"payload": telling.filled(each["payload"])} for each in entry.quick_replies
            ],
        )
        return Told(conversation_id=conversation_id, message_id=said)

    async def _mail(self, session: AsyncSession, telling: "_Telling", address: str) -> None:
        customer = telling.customer
        links = self.preferences if telling.entry.topic is Topic.MARKETING else None
        mail = mail_of(
            telling.entry,
            address,
            telling.values,
            goods=telling.notification.goods,
            preferences_url=links.page(customer.id) if links and customer else "",
            one_click_url=links.one_click(customer.id) if links and customer else "",
            key=telling.recipient.key or "",
            counted=MailLinks(links.base_url, links.secret) if links else None,
        )
        await self.mail.put(session, mail)

    async def _text(self, session: AsyncSession, number: str, body: str) -> Told:
        if self.texts is None or not body:
            return Told()
        await self.texts.put(session, Text(number, body))
        return Told(phone=number)

    async def _due(
        self, session: AsyncSession, customer: Customer | None, topic: Topic, at: datetime | None
    ) -> datetime | None:
        """When it may go out; None for now."""
        moment = max(at, self.clock.now()) if at else self.clock.now()
        if topic is Topic.MARKETING:
            moment = await quiet_until(session, customer, moment, self.clock) or moment + _LOOK_AGAIN
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
        is_there = self.clock.now() - spoke_at <= facts_of(conversation.channel).reached_for
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
