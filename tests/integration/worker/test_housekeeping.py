"""What has served its purpose is deleted, and nothing else."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from procrastinate import App
from sqlalchemy import select, text

from commerce.audit.models import CompletedOperation
from commerce.carts.models import Cart
from commerce.consent.ledger import Subscriber, grant, revoke
from commerce.consent.models import ConsentEntry, ConsentSource, Topic
from commerce.customers.models import Customer, OneTimeCode
from commerce.database import Sessions
from commerce.desk.rules import DeskRules
from commerce.journeys.setup import stepper_of
from commerce.links.documents import DocumentLinks
from commerce.links.models import ShortLink
from commerce.notifications.models import MailHandover
from commerce.notifications.setup import notifier_of
from commerce.payments.models import ProviderEvent
from commerce.support.models import (
    Conversation,
    ConversationOwner,
    Delivery,
    IdentificationAttempt,
    Message,
    MessageAuthor,
    MessageStatus,
    Understanding,
)
from tests.factories import a_customer
from worker.app import create_app
from worker.desk import desk_of
from worker.housekeeping import (
    KEEP_ATTEMPTS,
    KEEP_CODES,
    KEEP_EVENTS,
    KEEP_HANDOVERS,
    KEEP_LINKS,
    KEEP_OPERATIONS,
    ConversationRetention,
    delete_outdated,
    delete_outdated_conversations,
)
from worker.mail import ConsoleMailer

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
KEEP_UNDERSTANDINGS = timedelta(days=20)


class Noon:
    def now(self) -> datetime:
        return NOON


def retention(url: str) -> ConversationRetention:
    return ConversationRetention(timedelta(days=30), KEEP_UNDERSTANDINGS, url)


def worker_app(url: str, sessions: Sessions) -> App:
    notifier = notifier_of(url, Noon(), "Store")
    return create_app(
        url,
        sessions,
        clock=Noon(),
        mailer=ConsoleMailer(),
        notifier=notifier,
        make_desk=desk_of(notifier, DocumentLinks("", "s" * 40), Noon(), DeskRules()),
        channels={},
        retention=retention(url),
        stepper=stepper_of(sessions, Noon(), notifier_of(url, Noon(), "Store"), DocumentLinks("", "x" * 32)),
        encoder_folder=Path("var/encoder"),
    )


def an_understanding(message: Message, text: str, created_at: datetime) -> Understanding:
    return Understanding(
        message_id=message.id,
        conversation_id=message.conversation_id,
        text=text,
        intent="greet",
        confidence=0.9,
        ranking=[],
        entities=[],
        is_fallback=False,
        actions=[],
        created_at=created_at,
    )


async def store_old_and_young(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        conversation = Conversation(id=uuid4(), channel="web")
        customer = Customer(id="c1", first_name="Ada", last_name="Byron", email="ada@example.com")
        session.add_all([conversation, customer])
        await session.flush()
        for name, age in (("old", SECOND), ("young", -SECOND)):
            message = Message(
                conversation_id=conversation.id,
                author=MessageAuthor.SHOPPER,
                channel="web",
                status=MessageStatus.ANSWERED,
            )
            session.add(message)
            await session.flush()
            session.add_all(
                [
                    an_understanding(message, name, NOON - KEEP_UNDERSTANDINGS - age),
                    IdentificationAttempt(subject=name, created_at=NOON - KEEP_ATTEMPTS - age),
                    OneTimeCode(
                        conversation_id=conversation.id,
                        customer_id="c1",
                        destination=name,
                        code_hash="x",
                        expires_at=NOON - KEEP_CODES - age,
                    ),
                    ShortLink(code=name, url="/help", expires_at=NOON - KEEP_LINKS - age),
                    ProviderEvent(provider="stripe", id=name, kind="x", received_at=NOON - KEEP_EVENTS - age),
                    MailHandover(key=name, begun_at=NOON - KEEP_HANDOVERS - age),
                    CompletedOperation(
                        key=name, operation="o", outcome={}, created_at=NOON - KEEP_OPERATIONS - age
                    ),
                ]
            )


async def test_outdated_rows_go_and_young_ones_stay(sessions: Sessions) -> None:
    await store_old_and_young(sessions)
    gone = await delete_outdated(sessions, Noon(), retention(""))
    tables = (
        "identification_attempts",
        "one_time_codes",
        "completed_operations",
        "understandings",
        "short_links",
        "mail_handovers",
        "provider_events",
    )
    assert gone == dict.fromkeys(tables, 1)
    async with sessions() as session:
        texts = (IdentificationAttempt.subject, OneTimeCode.destination, CompletedOperation.key)
        for left in (*texts, Understanding.text, ShortLink.code, MailHandover.key, ProviderEvent.id):
            assert (await session.scalars(select(left))).all() == ["young"]


async def test_worker_runs_the_job(jobs_url: str, sessions: Sessions) -> None:
    await store_old_and_young(sessions)
    async with worker_app(jobs_url, sessions).open_async() as app:
        await app.configure_task("housekeeping:delete_outdated").defer_async(timestamp=0)
        await app.run_worker_async(wait=False, listen_notify=False, install_signal_handlers=False)
    async with sessions() as session:
        assert (await session.scalars(select(CompletedOperation.key))).all() == ["young"]


async def test_job_of_a_dead_worker_is_taken_up_again(jobs_url: str, sessions: Sessions) -> None:
    await store_old_and_young(sessions)
    async with worker_app(jobs_url, sessions).open_async() as app:
        job = await app.configure_task("housekeeping:delete_outdated").defer_async(timestamp=0)
        async with sessions.begin() as session:
            await session.execute(
                text("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour')")
            )
            await session.execute(
                text(
                    "UPDATE procrastinate_jobs SET status = 'doing',"
                    " worker_id = (SELECT id FROM procrastinate_workers) WHERE id = :job"
                ),
                {"job": job},
            )
        await app.configure_task("housekeeping:resume_stalled_jobs").defer_async(timestamp=0)
        await app.run_worker_async(wait=False, listen_notify=False, install_signal_handlers=False)
    async with sessions() as session:
        assert (await session.scalars(select(CompletedOperation.key))).all() == ["young"]


DIALOGUE_TABLES = """
CREATE TABLE dialogue_conversations (sender_id text PRIMARY KEY);
"""


async def a_conversation_of(sessions: Sessions, url: str, at: datetime, **fields: object) -> UUID:
    async with sessions.begin() as session:
        conversation = Conversation(**({"channel": "web"} | fields), created_at=at)
        session.add(conversation)
        await session.flush()
        message = Message(
            conversation_id=conversation.id,
            author=MessageAuthor.SHOPPER,
            channel="web",
            text="hello",
            status=MessageStatus.ANSWERED,
            created_at=at,
        )
        session.add(message)
        await session.flush()
        session.add(
            Delivery(
                message_id=message.id,
                number=0,
                conversation_id=conversation.id,
                channel="web",
                address="here",
                part={},
            )
        )
        session.add(Cart(conversation_id=conversation.id))
        await session.execute(
            text("INSERT INTO dialogue_conversations VALUES (:id)"), {"id": str(conversation.id)}
        )
        return conversation.id


async def test_conversations_whose_time_is_over_go_everywhere(database_url: str, sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await session.execute(text(DIALOGUE_TABLES))
    long_ago = NOON - timedelta(days=31)
    await a_conversation_of(sessions, database_url, long_ago)
    in_hand = await a_conversation_of(sessions, database_url, long_ago, owner=ConversationOwner.AGENT)
    young = await a_conversation_of(sessions, database_url, NOON - timedelta(days=29))
    assert await delete_outdated_conversations(sessions, Noon(), retention(database_url)) == 1
    async with sessions() as session:
        assert set(await session.scalars(select(Conversation.id))) == {in_hand, young}
        assert set(await session.scalars(select(Message.conversation_id))) == {in_hand, young}
        assert set(await session.scalars(select(Delivery.conversation_id))) == {in_hand, young}
        assert set(await session.scalars(select(Cart.conversation_id))) == {in_hand, young, None}
        dialogues = await session.scalars(text("SELECT sender_id FROM dialogue_conversations"))
        assert set(dialogues) == {str(in_hand), str(young)}


async def test_a_strangers_consent_goes_with_their_conversation_and_a_refusal_stays(
    database_url: str, sessions: Sessions
) -> None:
    async with sessions.begin() as session:
        await session.execute(text(DIALOGUE_TABLES))
        session.add(a_customer(phone="+14155550103"))
        for number in range(4):
            subscriber = Subscriber("sms", f"+1415555010{number}")
            await grant(session, subscriber, {Topic.SERVICE}, ConsentSource.WROTE_FIRST)
        await revoke(session, Subscriber("sms", "+14155550101"), {Topic.SERVICE}, ConsentSource.KEYWORD)
    long_ago = NOON - timedelta(days=31)
    for address in ("+14155550100", "+14155550101", "+14155550103"):
        await a_conversation_of(sessions, database_url, long_ago, channel="sms", address=address)
    await a_conversation_of(sessions, database_url, NOON, channel="sms", address="+14155550102")
    await delete_outdated_conversations(sessions, Noon(), retention(database_url))
    async with sessions() as session:
        left = await session.scalars(select(ConsentEntry).order_by(ConsentEntry.address))
        assert [(each.address, each.is_granted) for each in left] == [
            ("+14155550101", False),
            ("+14155550102", True),  # still talks to the store
            ("+14155550103", True),  # a customer's
        ]
