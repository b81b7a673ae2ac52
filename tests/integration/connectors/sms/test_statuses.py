"""What Twilio says of a text stands in the order of its meaning, in whatever order it comes."""

from collections.abc import Sequence
from itertools import permutations
from uuid import UUID, uuid4

import pytest

from commerce.database import Sessions
from commerce.support.deliveries import note_attempt, note_outcome
from commerce.support.models import (
    Conversation,
    Delivery,
    DeliveryStatus,
    Message,
    MessageAuthor,
    MessageStatus,
)
from connectors.channels.sms.statuses import note_status
from connectors.channels.sms.webhook import StatusIn

SID = "SM" + "1" * 32
CODES = {"undelivered": "30005", "failed": "30008"}

Ends = tuple[DeliveryStatus, str | None, str | None, MessageStatus]
DELIVERED: Ends = (DeliveryStatus.DELIVERED, "delivered", None, MessageStatus.DELIVERED)
READ: Ends = (DeliveryStatus.DELIVERED, "read", None, MessageStatus.DELIVERED)
UNDELIVERED: Ends = (DeliveryStatus.FAILED, "undelivered", "30005", MessageStatus.FAILED)


@pytest.fixture
async def delivery_id(sessions: Sessions) -> UUID:
    """A text that was handed over and of which nothing is known yet."""
    conversation, message, delivery = uuid4(), uuid4(), uuid4()
    async with sessions.begin() as session:
        session.add(Conversation(id=conversation, channel="sms", address="+14155550100"))
        await session.flush()
        session.add(
            Message(
                id=message,
                conversation_id=conversation,
                author=MessageAuthor.BOT,
                channel="sms",
                status=MessageStatus.PENDING,
            )
        )
        await session.flush()
        session.add(
            Delivery(
                id=delivery,
                message_id=message,
                number=0,
                conversation_id=conversation,
                channel="sms",
                address="+14155550100",
                part={},
            )
        )
    return delivery


async def after(sessions: Sessions, delivery_id: UUID, said: Sequence[str]) -> Ends:
    """What is noted once Twilio has said all this; `us:` is our own note of a try. Nothing of it stays."""
    async with sessions() as session:
        for word in said:
            if word.startswith("us:"):
                status = DeliveryStatus(word.removeprefix("us:"))
                sid = SID if status is DeliveryStatus.SENT else None
                await note_attempt(session, delivery_id, status, provider_id=sid)
                await note_outcome(session, (await session.get_one(Delivery, delivery_id)).message_id)
            else:
                assert await note_status(session, delivery_id, StatusIn(SID, word, CODES.get(word)))
        delivery = await session.get_one(Delivery, delivery_id)
        message = await session.get_one(Message, delivery.message_id)
        ends = (delivery.status, delivery.provider_status, delivery.error_code, message.status)
        await session.rollback()
    return ends


@pytest.mark.parametrize(
    ("said", "ends"),
    [
        (["us:sent", "queued", "sending", "sent", "delivered"], DELIVERED),
        (["us:sent", "delivered", "sent", "queued"], DELIVERED),
        (["us:sent", "sent", "undelivered"], UNDELIVERED),
        (["us:sent", "undelivered", "sent"], UNDELIVERED),
        # The carrier gave it up, and then it arrived.
        (["us:sent", "sent", "undelivered", "delivered"], DELIVERED),
        (["us:sent", "failed", "delivered"], DELIVERED),
        (["us:sent", "delivered", "undelivered"], DELIVERED),
        (["us:sent", "delivered", "failed"], DELIVERED),
        (["us:sent", "delivered", "read"], READ),
        (["us:sent", "read", "delivered"], READ),
        (["us:sent", "read", "undelivered"], READ),
        # The first of two failures stands.
        (["us:sent", "undelivered", "failed"], UNDELIVERED),
        # Twilio speaks before the answer to our request has come.
        (["queued", "us:sent", "sent", "delivered"], DELIVERED),
        (["delivered", "us:sent"], DELIVERED),
        (["undelivered", "us:sent"], UNDELIVERED),
        # We gave it up in doubt, and Twilio had it all the while.
        (["us:failed", "queued"], (DeliveryStatus.SENT, "queued", None, MessageStatus.DELIVERED)),
        (["us:failed", "delivered"], DELIVERED),
        (["us:failed", "undelivered"], UNDELIVERED),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else str(value[0]),
)
async def test_later_words_stand_above_earlier_ones(
    sessions: Sessions, delivery_id: UUID, said: list[str], ends: Ends
) -> None:
    assert await after(sessions, delivery_id, said) == ends


@pytest.mark.parametrize(
    ("words", "ends"),
    [
        (("queued", "sent", "undelivered", "delivered"), DELIVERED),
        (("sent", "failed", "delivered", "read"), READ),
        (("queued", "sending", "sent", "undelivered"), UNDELIVERED),
    ],
)
async def test_the_order_in_which_they_come_does_not_matter(
    sessions: Sessions, delivery_id: UUID, words: tuple[str, ...], ends: Ends
) -> None:
    found = {said: await after(sessions, delivery_id, said) for said in permutations(words)}
    assert found == dict.fromkeys(found, ends)


async def test_a_word_that_is_not_known_changes_nothing_that_is_known(
    sessions: Sessions, delivery_id: UUID
) -> None:
    assert await after(sessions, delivery_id, ["us:sent", "delivered", "teleported"]) == DELIVERED
