"""Settles who a shopper is by what they know, and by a code where too many have guessed.

Beyond the limits of `guessing` nothing is looked at: what proves it then is a code to the e-mail on file,
sent where the evidence fits and said to be sent in any case. So strangers who guess lock no owner out, and
learn nothing.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import StrEnum
from string import ascii_uppercase

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.clock import Clock
from commerce.customers.codes import (
    CodeCheck,
    CodeResult,
    ContactKind,
    IssuedCode,
    NoSuchContact,
    TooManyCodes,
    check_claim_code,
    code_message,
    issue_code,
    issue_decoy,
)
from commerce.identity import IdentityLevel, Shopper
from commerce.notification import Notifier, Recipient
from commerce.orders.numbers import normalise_number
from commerce.support.conversations import lock_conversation, vouch
from commerce.support.guessing import Counted, Subject, are_looked_at, count
from commerce.support.lookup import customer_at_postcode, customer_of_order


class Identification(StrEnum):
    """What came of saying who one is."""

    IDENTIFIED = "identified"  # the conversation is now claimed for that customer
    NO_MATCH = "no_match"  # what was said does not fit together
    LOCKED = "locked"  # too many wrong guesses; nothing was looked at, and only a code proves it


@dataclass(frozen=True, slots=True)
class Evidence:
    """What somebody says to show who they are, and what guesses at it count for."""

    subjects: tuple[Subject, ...]
    look_up: Callable[[AsyncSession], Awaitable[str | None]] = field(repr=False)


def by_order(order_number: str, email: str) -> Evidence:
    """Make the evidence of an order's number and the e-mail of who placed it."""
    number, address = normalise_number(order_number), email.strip().lower()
    digits = number.lstrip(ascii_uppercase)  # by which it is found, too
    return Evidence(
        (Subject(Counted.ORDER, digits), Subject(Counted.EMAIL, address)),
        lambda session: customer_of_order(session, number, address),
    )


def by_name(name: str, postcode: str) -> Evidence:
    """Make the evidence of a full name and a postcode."""
    full_name, place = " ".join(name.lower().split()), "".join(postcode.lower().split())
    return Evidence(
        (Subject(Counted.NAME, full_name), Subject(Counted.POSTCODE, place)),
        lambda session: customer_at_postcode(session, name, postcode),
    )


async def identify_by_order(
    session: AsyncSession, shopper: Shopper, order_number: str, email: str, *, clock: Clock
) -> tuple[Identification, Shopper]:
    """Claim the customer who placed `order_number` and has `email`.

    A wrong guess is an outcome and not an error, because its count must be committed.
    """
    return await identify(session, shopper, by_order(order_number, email), clock=clock)


async def identify_by_name(
    session: AsyncSession, shopper: Shopper, name: str, postcode: str, *, clock: Clock
) -> tuple[Identification, Shopper]:
    """Claim the customer of this full name with an address at `postcode`. Outcomes as by order."""
    return await identify(session, shopper, by_name(name, postcode), clock=clock)


async def identify(
    session: AsyncSession, shopper: Shopper, evidence: Evidence, *, clock: Clock
) -> tuple[Identification, Shopper]:
    """Claim the customer whom the evidence fits; a wrong guess is an outcome, so that its count stays."""
    subjects = [*evidence.subjects, *await guesser(session, shopper)]
    if not await are_looked_at(session, subjects, clock):
        return Identification.LOCKED, shopper
    customer_id = await evidence.look_up(session)
    level = await _claim(session, shopper, customer_id) if customer_id else None
    if level is None:
        await count(session, subjects, clock)
        return Identification.NO_MATCH, shopper
    return Identification.IDENTIFIED, Shopper(shopper.conversation_id, customer_id, level)


async def request_proof(
    session: AsyncSession,
    shopper: Shopper,
    evidence: Evidence,
    *,
    secret: str,
    notifier: Notifier,
    clock: Clock,
) -> bool:
    """Send a code to whom the evidence fits, if anybody; False when this conversation had too many sent.

    Whoever asks cannot tell whether one was sent: a code that nobody knows stands in where none was.
    """
    asked_here = Subject(Counted.PROOF, str(shopper.conversation_id))
    if not await are_looked_at(session, [asked_here], clock):
        return False
    await count(session, [asked_here], clock)
    customer_id = await evidence.look_up(session)
    issued = await _code_for(session, shopper, customer_id, secret, clock) if customer_id else None
    if issued is None:
        await issue_decoy(session, conversation_id=shopper.conversation_id, clock=clock)
    else:
        owner = Recipient(customer_id, email=issued.destination)
        await notifier.notify(session, owner, code_message(issued))
    return True


async def claim_by_code(
    session: AsyncSession, shopper: Shopper, guess: str, *, secret: str, clock: Clock
) -> tuple[CodeCheck, Shopper]:
    """Verify an anonymous shopper as the customer to whom the newest code of the conversation was sent."""
    check, customer_id = await check_claim_code(
        session, conversation_id=shopper.conversation_id, guess=guess, secret=secret, clock=clock
    )
    if check.result is not CodeResult.ACCEPTED or customer_id is None:
        return check, shopper
    await vouch(session, shopper.conversation_id, customer_id)
    return check, Shopper(shopper.conversation_id, customer_id, IdentityLevel.VERIFIED)


async def _code_for(
    session: AsyncSession, shopper: Shopper, customer_id: str, secret: str, clock: Clock
) -> IssuedCode | None:
    """A code for this customer; None where there is nowhere to send it, or too many were sent."""
    try:
        return await issue_code(
            session,
            conversation_id=shopper.conversation_id,
            customer_id=customer_id,
            to=ContactKind.EMAIL,
            secret=secret,
            clock=clock,
        )
    except (NoSuchContact, TooManyCodes):
        return None


async def guesser(session: AsyncSession, shopper: Shopper) -> list[Subject]:
    """Return what a guess counts for on the side of whoever makes it; their next one waits for this one."""
    conversation = await lock_conversation(session, shopper.conversation_id)
    network = conversation.network if conversation else None
    here = [Subject(Counted.SENDER, str(shopper.conversation_id)), Subject(Counted.ALL)]
    return [*here, Subject(Counted.NETWORK, network)] if network else here


async def _claim(session: AsyncSession, shopper: Shopper, customer_id: str) -> IdentityLevel | None:
    """Bind the conversation to the customer; None when it already belongs to another one."""
    conversation = await lock_conversation(session, shopper.conversation_id)
    if conversation is None or conversation.customer_id not in (None, customer_id):
        return None
    conversation.customer_id = customer_id
    if conversation.identity_level is IdentityLevel.ANONYMOUS:
        conversation.identity_level = IdentityLevel.CLAIMED
    return conversation.identity_level
