"""What somebody has chosen to be written about, by channel, and how they change it."""

from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.consent.ledger import Subscriber, grant, history, revoke, standing
from commerce.consent.models import ConsentSource, Topic
from commerce.customers.models import Customer
from commerce.errors import NotFound

EMAIL, SMS, WEB = "email", "sms", "web"
# Where nobody is written to who has not said yes; on the site they come to us, until they say no.
_NEEDS_YES = frozenset({EMAIL, SMS})


class CustomerNotFound(NotFound):
    """There is no such customer any more."""

    def __init__(self) -> None:
        super().__init__("no such customer")


@dataclass(frozen=True, slots=True)
class Choice:
    """One channel: whether the store may sell there, and whether they can say yes here."""

    channel: str
    address: str = field(repr=False)
    is_on: bool
    may_turn_on: bool


async def choices_of(session: AsyncSession, customer_id: str) -> list[Choice]:
    """Every channel on which they can be written to. Raises CustomerNotFound."""
    return [await _choice(session, each) for each in await _subscribers(session, customer_id)]


async def choose(
    session: AsyncSession, customer_id: str, wanted: Collection[str], source: ConsentSource
) -> list[Choice]:
    """Let the store sell on the channels `wanted` and on no other; what then holds.

    A number says yes here only where it did before: else by a text from it. Raises CustomerNotFound.
    """
    for subscriber in await _subscribers(session, customer_id):
        choice = await _choice(session, subscriber)
        if subscriber.channel in wanted and not choice.is_on and choice.may_turn_on:
            await grant(session, subscriber, {Topic.MARKETING}, source)
        elif subscriber.channel not in wanted and choice.is_on:
            await revoke(session, subscriber, {Topic.MARKETING}, source)
    return await choices_of(session, customer_id)


async def unsubscribe(
    session: AsyncSession, customer_id: str, channels: Collection[str], source: ConsentSource
) -> None:
    """Sell nothing more on `channels`, also where nothing was ever agreed. Raises CustomerNotFound."""
    for subscriber in await _subscribers(session, customer_id):
        if subscriber.channel in channels:
            await revoke(session, subscriber, {Topic.MARKETING}, source)


async def _subscribers(session: AsyncSession, customer_id: str) -> list[Subscriber]:
    customer = await session.get(Customer, customer_id)
    if customer is None:
        raise CustomerNotFound
    found = [Subscriber(EMAIL, customer.email.lower())]
    if customer.phone is not None:
        found.append(Subscriber(SMS, customer.phone))
    return [*found, Subscriber(WEB, customer_id)]


async def _choice(session: AsyncSession, subscriber: Subscriber) -> Choice:
    entry = (await standing(session, subscriber)).get(Topic.MARKETING)
    is_on = entry.is_granted if entry is not None else subscriber.channel not in _NEEDS_YES
    said_yes = subscriber.channel != SMS or any(
        each.is_granted and each.topic is Topic.MARKETING for each in await history(session, subscriber)
    )
    return Choice(subscriber.channel, subscriber.address, is_on, said_yes)
