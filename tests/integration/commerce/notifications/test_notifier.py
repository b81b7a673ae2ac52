"""Whom the store writes to, where, and when it keeps silent."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text

from commerce.consent.ledger import Subscriber, grant, revoke
from commerce.consent.models import ConsentSource, Topic
from commerce.database import Sessions
from commerce.identity import IdentityLevel
from commerce.notification import Notification, Recipient, Told, notification
from commerce.notifications.catalogue import Entry, Way
from commerce.notifications.notifier import NOTIFY, CatalogueNotifier
from commerce.support.delivery_queue import DELIVER
from commerce.support.models import Conversation, Message, MessageAuthor, MessageStatus
from tests.conftest import add_job_queue
from tests.factories import NOON, FixedClock, RecordedMail, a_customer, a_notifier

NEWS = Entry(
    Topic.SERVICE, Way.CONVERSATION, "Your parcel", "Hello {first_name},\n\nIt's here.", "It's here."
)
BOTH = Entry(Topic.SERVICE, Way.BOTH, "Your parcel", "Hello {first_name},\n\nIt's here.", "It's here.")
SALE = Entry(Topic.MARKETING, Way.CONVERSATION, "A sale", "Come.", "Come.")
PHONE = "+13035550100"


class Town:
    """One customer, and a notifier on a store with a job queue."""

    def __init__(self, sessions: Sessions, url: str) -> None:
        self.sessions, self.mail, self.clock = sessions, RecordedMail(), FixedClock(zone="America/New_York")
        self.notifier: CatalogueNotifier = a_notifier(self.mail, self.clock, url)
        self.customer = a_customer()

    async def tell(self, name: str, *, at: Any = None, **recipient: Any) -> Told:
        to = Recipient(**({"customer_id": self.customer.id} | recipient))
        async with self.sessions.begin() as session:
            return await self.notifier.notify(session, to, Notification(name, {}), at=at)

    async def talk(self, channel: str, *, ago: timedelta = timedelta(0), **values: Any) -> UUID:
        """A conversation in which the customer has spoken."""
        conversation = Conversation(
            channel=channel,
            **{"customer_id": self.customer.id, "identity_level": IdentityLevel.VERIFIED} | values,
        )
        async with self.sessions.begin() as session:
            session.add(conversation)
            await session.flush()
            session.add(
                Message(
                    conversation_id=conversation.id,
                    author=MessageAuthor.SHOPPER,
                    channel=channel,
                    text="hi",
                    status=MessageStatus.ANSWERED,
                    created_at=NOON - ago,
                )
            )
        return conversation.id

    async def said(self, conversation_id: UUID) -> list[tuple[str, str, str]]:
        async with self.sessions() as session:
            found = await session.scalars(
                select(Message)
                .where(Message.conversation_id == conversation_id, Message.author != MessageAuthor.SHOPPER)
                .order_by(Message.position)
            )
            return [(each.author.value, each.text, each.status.value) for each in found]

    async def jobs(self) -> list[tuple[str, str | None]]:
        async with self.sessions() as session:
            rows = await session.execute(text("SELECT task_name, lock FROM procrastinate_jobs ORDER BY id"))
            return [(name, lock) for name, lock in rows]


@pytest.fixture
async def town(database_url: str, sessions: Sessions, monkeypatch: pytest.MonkeyPatch) -> Town:
    add_job_queue(database_url)
    entries = {"news": NEWS, "both": BOTH, "sale": SALE}
    monkeypatch.setattr("commerce.notifications.catalogue.catalogue", lambda: entries)
    made = Town(sessions, database_url)
    async with sessions.begin() as session:
        session.add(made.customer)
    return made


Consent = Callable[..., Any]


async def consent(town: Town, change: Consent, topic: Topic, channel: str, address: str) -> None:
    async with town.sessions.begin() as session:
        await change(session, Subscriber(channel, address), {topic}, ConsentSource.KEYWORD)


async def test_without_a_conversation_it_is_an_email_by_name(town: Town) -> None:
    told = await town.tell("news")
    assert (told.email, told.conversation_id) == (town.customer.email, None)
    assert town.mail.mails[0].text == "Hello Ada,\n\nIt's here."


async def test_a_shopper_who_is_there_is_told_in_the_conversation_and_nowhere_else(town: Town) -> None:
    conversation = await town.talk("web", ago=timedelta(minutes=5))
    told = await town.tell("news")
    assert (told.email, told.conversation_id) == (None, conversation)
    assert await town.said(conversation) == [("system", "It's here.", "delivered")]
    assert town.mail.mails == []


async def test_both_ways_are_both(town: Town) -> None:
    conversation = await town.talk("web")
    await town.tell("both")
    assert len(await town.said(conversation)) == len(town.mail.mails) == 1


async def test_who_has_left_the_site_gets_an_email(town: Town) -> None:
    conversation = await town.talk("web", ago=timedelta(hours=2))
    assert (await town.tell("news")).email == town.customer.email
    assert await town.said(conversation) == []


async def test_a_text_is_left_to_the_worker(town: Town) -> None:
    conversation = await town.talk("sms", ago=timedelta(days=3), address=PHONE)
    await town.tell("news")
    assert await town.said(conversation) == [("system", "It's here.", "pending")]
    assert await town.jobs() == [(DELIVER, str(conversation))]


async def test_who_said_stop_gets_an_email_about_their_own_orders(town: Town) -> None:
    conversation = await town.talk("sms", address=PHONE)
    await consent(town, revoke, Topic.SERVICE, "sms", PHONE)
    assert (await town.tell("news")).email == town.customer.email
    assert await town.said(conversation) == []


async def test_a_number_that_has_become_anothers_is_not_written_to(town: Town) -> None:
    conversation = await town.talk("sms", address=None)
    assert (await town.tell("news")).conversation_id is None
    assert await town.said(conversation) == []


async def test_an_unverified_claim_is_not_told_the_customers_news(town: Town) -> None:
    conversation = await town.talk("web", identity_level=IdentityLevel.CLAIMED)
    await town.tell("news")
    assert await town.said(conversation) == []
    await town.tell("news", conversation_id=conversation)  # but what is about this conversation is said there
    assert len(await town.said(conversation)) == 1


async def test_nobody_is_sold_anything_without_their_consent(town: Town) -> None:
    conversation = await town.talk("sms", address=PHONE)
    assert await town.tell("sale") == Told()
    await consent(town, grant, Topic.MARKETING, "sms", PHONE)
    assert (await town.tell("sale")).conversation_id == conversation
    await consent(town, revoke, Topic.MARKETING, "sms", PHONE)
    await consent(town, grant, Topic.MARKETING, "email", town.customer.email)
    assert (await town.tell("sale")).email == town.customer.email


async def test_what_is_put_off_holds_up_nothing(town: Town) -> None:
    conversation = await town.talk("sms", address=PHONE)
    told = await town.tell("news", at=NOON + timedelta(hours=20))
    assert told == Told(put_off_until=NOON + timedelta(hours=20))
    await town.tell("news")
    assert await town.jobs() == [(NOTIFY, None), (DELIVER, str(conversation))]


async def test_advertising_waits_for_the_morning(town: Town) -> None:
    town.clock.forward(hours=14)  # ten in the evening in New York
    told = await town.tell("sale")
    assert told.put_off_until == NOON + timedelta(days=1)
    assert (await town.tell("news")).put_off_until is None


async def test_a_rollback_tells_nobody(town: Town) -> None:
    conversation = await town.talk("sms", address=PHONE)

    async def tell_and_fail() -> None:
        async with town.sessions.begin() as session:
            await town.notifier.notify(session, Recipient(town.customer.id), notification("news"))
            raise RuntimeError("the write failed")

    with pytest.raises(RuntimeError):
        await tell_and_fail()
    assert await town.said(conversation) == []
    assert await town.jobs() == []
