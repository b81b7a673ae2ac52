"""Carries what is said to shoppers to the channels' providers: in order, and again when it fails."""

import random
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from uuid import UUID

import structlog
from procrastinate import BaseRetryStrategy, Blueprint, RetryDecision
from procrastinate.jobs import Job
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from aisle.tracing import is_tracing, part_of_message
from commerce.database import Sessions
from commerce.support.deliveries import deliveries_of, note_attempt, note_outcome, prepare
from commerce.support.messages import LoggedMessage
from commerce.support.models import Conversation, Delivery, DeliveryStatus, Message, MessageStatus
from connectors.channels.port import Channel, SendLater, SendRefused

log = structlog.get_logger(__name__)

MAX_ATTEMPTS = 8
_FIRST_WAIT_S = 1.0
_LONGEST_WAIT_S = 300.0


class Backoff(BaseRetryStrategy):
    """Twice as long each time, with jitter, and never sooner than the provider asks."""

    def __init__(self, first_wait_s: float = _FIRST_WAIT_S) -> None:
        self._first_wait_s = first_wait_s

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """When to try again; None after the last try."""
        # What was tried before this time is counted.
        if job.attempts + 1 >= MAX_ATTEMPTS and not isinstance(exception, SendLater):
            return None  # what a provider does not take is counted by the delivery
        longest = min(_LONGEST_WAIT_S, self._first_wait_s * 2**job.attempts)
        wait_s = longest * random.uniform(0.5, 1)
        if isinstance(exception, SendLater) and exception.retry_after_s is not None:
            wait_s += exception.retry_after_s
        return RetryDecision(retry_at=datetime.now(UTC) + timedelta(seconds=wait_s))


def delivery_jobs(
    sessions: Sessions, channels: Mapping[str, Channel], retry: BaseRetryStrategy | None = None
) -> Blueprint:
    """The job that delivers what is said at once.

    Added to the app under the namespace `delivery`, as `commerce.support.delivery_queue.DELIVER` names it.
    """
    jobs = Blueprint()

    @jobs.task(name="deliver", retry=retry or Backoff())
    async def deliver(message_ids: list[str]) -> None:
        ids = [UUID(each) for each in message_ids]
        async with _traced(sessions, ids[0]):
            for delivery in await _prepared(sessions, channels, ids):
                if delivery.status is DeliveryStatus.PENDING:
                    await _hand_over(sessions, _channel(channels, delivery.channel), delivery)

    return jobs


@asynccontextmanager
async def _traced(sessions: Sessions, message_id: UUID) -> AsyncIterator[None]:
    """Be a part of the trace of the message that is answered."""
    asked = None
    if is_tracing():
        async with sessions() as session:
            asked = await session.scalar(select(Message.in_reply_to).where(Message.id == message_id))
    with part_of_message("deliver", asked) if asked else nullcontext():
        yield


def _channel(channels: Mapping[str, Channel], name: str) -> Channel:
    """The channel of this name. Raises SendLater while the settings have none: nothing is lost meanwhile."""
    if name not in channels:
        raise SendLater(f"the channel {name} is not set up")
    return channels[name]


async def _prepared(
    sessions: Sessions, channels: Mapping[str, Channel], message_ids: Sequence[UUID]
) -> list[Delivery]:
    """What is to be handed over, made of the messages once and kept, so that each try sends the same."""
    async with sessions.begin() as session:
        noted = await deliveries_of(session, message_ids[0])
        if noted:
            return noted
        messages = await _read(session, message_ids)
        if not messages:  # erased since
            return []
        address = (await session.get_one(Conversation, messages[0].conversation_id)).address
        if address is None:
            log.warning("nowhere to deliver to: the address has gone to another conversation")
            _mark(messages, MessageStatus.FAILED)
            return []
        channel = _channel(channels, messages[0].channel)
        parts = await channel.render([LoggedMessage.of_message(each) for each in messages])
        if not parts:
            _mark(messages, MessageStatus.DELIVERED)
        return await prepare(session, messages, address, parts)


async def _read(session: AsyncSession, message_ids: Sequence[UUID]) -> list[Message]:
    found = await session.scalars(
        select(Message).where(Message.id.in_(message_ids)).order_by(Message.position)
    )
    return list(found)


def _mark(messages: Sequence[Message], status: MessageStatus) -> None:
    for message in messages:
        message.status = status


async def _hand_over(sessions: Sessions, channel: Channel, delivery: Delivery) -> None:
    """Hand one part to the provider and note what became of it; raises SendLater while it is worth a try."""
    provider_id = error_code = None
    status = DeliveryStatus.SENT
    again: SendLater | None = None
    try:
        provider_id = await channel.send(delivery.address, delivery.part, str(delivery.id))
    except SendLater as later:
        error_code, again = later.code, later
        is_last = delivery.attempts + 1 >= MAX_ATTEMPTS
        status = DeliveryStatus.FAILED if is_last else DeliveryStatus.PENDING
    except SendRefused as refused:
        error_code, status = refused.code, DeliveryStatus.FAILED
    async with sessions.begin() as session:
        await note_attempt(session, delivery.id, status, provider_id=provider_id, error_code=error_code)
        await note_outcome(session, delivery.message_id)
        answered = await session.scalar(select(Message.in_reply_to).where(Message.id == delivery.message_id))
    facts = {"message": str(answered), "delivery": str(delivery.id), "channel": channel.name}
    if status is DeliveryStatus.FAILED:
        log.error("a message was given up", **facts, code=error_code)
    elif again is not None:
        log.warning("a message is tried again", **facts, code=error_code, reason=str(again))
        raise again
    else:
        log.info("handed over", **facts)
