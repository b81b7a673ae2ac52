"""What is said to shoppers reaches the provider: in order, again when it fails, given up at last."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

import pytest
from procrastinate import App, PsycopgConnector, RetryStrategy
from sqlalchemy import select

from aisle.tracing import span_id_of
from commerce.database import Sessions
from commerce.jobs import connection_of, job_queue
from commerce.support.deliveries import (
    NotUndelivered,
    format_undelivered,
    list_undelivered,
    note_progress,
    redeliver,
)
from commerce.support.delivery_queue import DeliveryQueue
from commerce.support.messages import LoggedMessage
from commerce.support.models import (
    Conversation,
    Delivery,
    DeliveryStatus,
    Message,
    MessageAuthor,
    MessageStatus,
)
from connectors.channels.port import SendLater, SendRefused
from tests.traces import found, traced
from worker.delivery import MAX_ATTEMPTS, delivery_jobs

Outcome = str | Exception


class Pigeons:
    """A channel whose provider does as it is told; keeps what it took."""

    name = "pigeon"

    def __init__(self) -> None:
        self.outcomes: list[Outcome] = []
        self.taken: list[tuple[str, str, str]] = []
        self.asked = 0

    async def render(self, replies: Sequence[LoggedMessage]) -> list[dict[str, Any]]:
        return [{"text": line} for reply in replies for line in reply.text.splitlines()]

    async def send(self, address: str, part: dict[str, Any], key: str) -> str:
        self.asked += 1
        outcome = self.outcomes.pop(0) if self.outcomes else uuid4().hex
        if isinstance(outcome, Exception):
            raise outcome
        self.taken.append((address, part["text"], key))
        return outcome


class Office:
    """A store with a queue and a worker that carries by pigeon."""

    def __init__(self, jobs_url: str, sessions: Sessions, pigeons: Pigeons) -> None:
        self._url, self._sessions, self._pigeons = jobs_url, sessions, pigeons
        self.queue = DeliveryQueue(job_queue(jobs_url))

    async def begin(self, address: str | None = "loft 1") -> UUID:
        async with self._sessions.begin() as session:
            conversation = Conversation(channel="pigeon", address=address)
            session.add(conversation)
            await session.flush()
            return conversation.id

    async def say(self, conversation_id: UUID, text: str, in_reply_to: UUID | None = None) -> UUID:
        """Put one message of an agent's into the queue, as one transaction."""
        async with self._sessions.begin() as session:
            message = Message(
                conversation_id=conversation_id,
                author=MessageAuthor.AGENT,
                channel="pigeon",
                text=text,
                in_reply_to=in_reply_to,
                reply_position=None if in_reply_to is None else 0,
                status=MessageStatus.PENDING,
            )
            session.add(message)
            await session.flush()
            await self.queue.put(await connection_of(session), conversation_id, [message.id])
            return message.id

    async def work(self, **channels: Pigeons) -> None:
        """Run every job that is due, and what is to be tried again at once."""
        app = App(connector=PsycopgConnector(conninfo=self._url))
        jobs = delivery_jobs(
            self._sessions, channels or {"pigeon": self._pigeons}, RetryStrategy(max_attempts=MAX_ATTEMPTS)
        )
        app.add_tasks_from(jobs, namespace="delivery")
        async with app.open_async():
            await app.run_worker_async(wait=False, install_signal_handlers=False, concurrency=1)

    async def status(self, message_id: UUID) -> MessageStatus:
        async with self._sessions() as session:
            return (await session.get_one(Message, message_id)).status

    async def deliveries(self) -> list[Delivery]:
        async with self._sessions() as session:
            return list(
                await session.scalars(select(Delivery).order_by(Delivery.created_at, Delivery.number))
            )


@pytest.fixture
def pigeons() -> Pigeons:
    return Pigeons()


@pytest.fixture
def office(jobs_url: str, sessions: Sessions, pigeons: Pigeons) -> Office:
    return Office(jobs_url, sessions, pigeons)


async def test_what_is_said_arrives_in_parts_and_in_order(office: Office, pigeons: Pigeons) -> None:
    conversation = await office.begin()
    first = await office.say(conversation, "one\ntwo")
    second = await office.say(conversation, "three")
    await office.work()
    assert [text for _, text, _ in pigeons.taken] == ["one", "two", "three"]
    assert {address for address, _, _ in pigeons.taken} == {"loft 1"}
    assert [await office.status(each) for each in (first, second)] == [MessageStatus.DELIVERED] * 2
    assert {each.status for each in await office.deliveries()} == {DeliveryStatus.SENT}


async def test_a_delivery_is_a_part_of_the_trace_of_what_is_answered(
    office: Office, pigeons: Pigeons, sessions: Sessions
) -> None:
    conversation = await office.begin()
    asked = Message(
        id=uuid4(), conversation_id=conversation, author=MessageAuthor.SHOPPER, channel="pigeon",
        status=MessageStatus.ANSWERED,
    )  # fmt: skip
    async with sessions.begin() as session:
        session.add(asked)
    await office.say(conversation, "an answer", asked.id)
    await office.say(conversation, "unasked")
    with traced() as made:
        await office.work()
    assert [text for _, text, _ in pigeons.taken] == ["an answer", "unasked"]
    assert found(made) == {"deliver": (asked.id.int, span_id_of(asked.id))}
    assert len(made.get_finished_spans()) == 1


async def test_a_later_message_waits_for_an_earlier_one_that_is_tried_again(
    office: Office, pigeons: Pigeons
) -> None:
    conversation = await office.begin()
    await office.say(conversation, "one")
    await office.say(conversation, "two")
    pigeons.outcomes = [SendLater("the wind", code="429"), SendLater("the wind", code="503")]
    await office.work()
    assert [text for _, text, _ in pigeons.taken] == ["one", "two"]
    first, second = await office.deliveries()
    assert (first.attempts, second.attempts) == (3, 1)


async def test_a_try_again_begins_where_the_last_one_failed(office: Office, pigeons: Pigeons) -> None:
    await office.say(await office.begin(), "one\ntwo\nthree")
    pigeons.outcomes = ["a", SendLater("the wind")]
    await office.work()
    assert [text for _, text, _ in pigeons.taken] == ["one", "two", "three"]
    assert len({key for _, _, key in pigeons.taken}) == 3


async def test_what_the_provider_refuses_is_never_sent_again(office: Office, pigeons: Pigeons) -> None:
    conversation = await office.begin()
    refused = await office.say(conversation, "one")
    taken = await office.say(conversation, "two")
    pigeons.outcomes = [SendRefused("21610", "unsubscribed")]
    await office.work()
    assert [text for _, text, _ in pigeons.taken] == ["two"]
    assert await office.status(refused) is MessageStatus.FAILED
    assert await office.status(taken) is MessageStatus.DELIVERED
    assert (await office.deliveries())[0].error_code == "21610"


async def test_after_the_last_try_it_is_given_up_listed_and_can_be_taken_up(
    office: Office, pigeons: Pigeons, sessions: Sessions
) -> None:
    conversation = await office.begin()
    lost = await office.say(conversation, "one")
    pigeons.outcomes = [SendLater("the wind", code="503")] * MAX_ATTEMPTS
    await office.work()
    assert (pigeons.asked, pigeons.taken) == (MAX_ATTEMPTS, [])
    assert await office.status(lost) is MessageStatus.FAILED
    async with sessions.begin() as session:
        (undelivered,) = await list_undelivered(session)
        assert undelivered.conversation.id == conversation
        assert "503 after 8 tries" in format_undelivered(undelivered)
        await redeliver(session, undelivered.delivery.id, office.queue)
    assert await office.status(lost) is MessageStatus.PENDING
    await office.work()
    assert [text for _, text, _ in pigeons.taken] == ["one"]
    assert await office.status(lost) is MessageStatus.DELIVERED
    async with sessions() as session:
        with pytest.raises(NotUndelivered):
            await redeliver(session, undelivered.delivery.id, office.queue)


async def test_after_an_unforeseen_error_only_what_was_not_noted_is_sent_again(
    office: Office, pigeons: Pigeons
) -> None:
    await office.say(await office.begin(), "one\ntwo")
    pigeons.outcomes = ["a", ZeroDivisionError()]
    await office.work()
    assert [text for _, text, _ in pigeons.taken] == ["one", "two"]


async def test_where_there_is_no_address_any_more_nothing_is_sent(office: Office, pigeons: Pigeons) -> None:
    message = await office.say(await office.begin(address=None), "one")
    await office.work()
    assert pigeons.asked == 0
    assert await office.status(message) is MessageStatus.FAILED


async def test_a_channel_that_is_not_set_up_loses_nothing(office: Office, pigeons: Pigeons) -> None:
    message = await office.say(await office.begin(), "one")
    owls = Pigeons()
    owls.name = "owl"
    app_channels: dict[str, Pigeons] = {"owl": owls}
    await office.work(**app_channels)
    assert (owls.asked, await office.status(message)) == (0, MessageStatus.PENDING)


async def test_the_providers_words_stand_in_their_order_whenever_they_come(
    office: Office, pigeons: Pigeons, sessions: Sessions
) -> None:
    message = await office.say(await office.begin(), "one")
    pigeons.outcomes = ["p1"]
    await office.work()
    (delivery,) = await office.deliveries()

    async def report(words: str, status: DeliveryStatus, provider_id: str = "p1") -> bool:
        async with sessions.begin() as session:
            return await note_progress(
                session, delivery.id, provider_id, provider_status=words, status=status
            )

    assert await report("delivered", DeliveryStatus.DELIVERED)
    assert await report("queued", DeliveryStatus.SENT)
    assert not await report("delivered", DeliveryStatus.FAILED, provider_id="another")
    (delivery,) = await office.deliveries()
    assert (delivery.status, delivery.provider_status) == (DeliveryStatus.DELIVERED, "delivered")
    assert await office.status(message) is MessageStatus.DELIVERED
