"""Settles who a shopper is by what they know, and locks out whoever guesses.

Wrong guesses are counted for the conversation they come from and for what was guessed at, existing or not, so
that neither the answer nor the lock-out tells whether an order or a customer exists.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from enum import StrEnum
from string import ascii_uppercase

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.clock import Clock
from commerce.customers.lookup import customer_at_postcode, customer_of_order
from commerce.identity import IdentityLevel, Shopper
from commerce.orders.numbers import normalise_number
from commerce.support.conversations import lock_conversation
from commerce.support.models import IdentificationAttempt

MOST_WRONG_GUESSES = 5
GUESSING_WINDOW = timedelta(minutes=15)


class Identification(StrEnum):
    """What came of saying who one is."""

    IDENTIFIED = "identified"  # the conversation is now claimed for that customer
    NO_MATCH = "no_match"  # what was said does not fit together
    LOCKED = "locked"  # too many wrong guesses; nothing was looked at


async def identify_by_order(
    session: AsyncSession, shopper: Shopper, order_number: str, email: str, *, clock: Clock
) -> tuple[Identification, Shopper]:
    """Claim the customer who placed `order_number` and has `email`.

    A wrong guess is an outcome and not an error, because its count must be committed.
    """
    number = normalise_number(order_number)
    return await _identify(
        session,
        shopper,
        f"order:{number.lstrip(ascii_uppercase)}",
        lambda: customer_of_order(session, number, email),
        clock,
    )


async def identify_by_name(
    session: AsyncSession, shopper: Shopper, name: str, postcode: str, *, clock: Clock
) -> tuple[Identification, Shopper]:
    """Claim the customer of this full name with an address at `postcode`. Outcomes as by order."""
    subject = f"name:{' '.join(name.lower().split())}"
    return await _identify(
        session, shopper, subject, lambda: customer_at_postcode(session, name, postcode), clock
    )


async def _identify(
    session: AsyncSession,
    shopper: Shopper,
    guessed_at: str,
    look_up: Callable[[], Awaitable[str | None]],
    clock: Clock,
) -> tuple[Identification, Shopper]:
    subjects = sorted((f"sender:{shopper.conversation_id}", guessed_at))
    for subject in subjects:  # guesses at one subject are counted one after the other
        await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(subject, 0))))
    if await _is_locked(session, subjects, clock):
        return Identification.LOCKED, shopper
    customer_id = await look_up()
    level = await _claim(session, shopper, customer_id) if customer_id else None
    if level is None:
        session.add_all(IdentificationAttempt(subject=each, created_at=clock.now()) for each in subjects)
        return Identification.NO_MATCH, shopper
    return Identification.IDENTIFIED, Shopper(shopper.conversation_id, customer_id, level)


async def _is_locked(session: AsyncSession, subjects: list[str], clock: Clock) -> bool:
    counts = await session.scalars(
        select(func.count())
        .where(
            IdentificationAttempt.subject.in_(subjects),
            IdentificationAttempt.created_at > clock.now() - GUESSING_WINDOW,
        )
        .group_by(IdentificationAttempt.subject)
    )
    return any(count >= MOST_WRONG_GUESSES for count in counts)


async def _claim(session: AsyncSession, shopper: Shopper, customer_id: str) -> IdentityLevel | None:
    """Bind the conversation to the customer; None when it already belongs to another one."""
    conversation = await lock_conversation(session, shopper.conversation_id)
    if conversation is None or conversation.customer_id not in (None, customer_id):
        return None
    conversation.customer_id = customer_id
    if conversation.identity_level is IdentityLevel.ANONYMOUS:
        conversation.identity_level = IdentityLevel.CLAIMED
    return conversation.identity_level
