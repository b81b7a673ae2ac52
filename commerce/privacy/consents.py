"""A customer's consents, to which no foreign key leads: those of their addresses, and those they uttered."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, or_, select, tuple_, union, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from commerce.channels import PHONES
from commerce.consent.ledger import Subscriber, forget
from commerce.consent.models import ConsentEntry
from commerce.customers.models import Customer
from commerce.support.models import Conversation, Message

# The channels whose addresses are e-mail addresses, and customers' ids.
_EMAIL, _WEB = "email", "web"


def their_consents(is_theirs: Mapping[str, ColumnElement[bool]]) -> ColumnElement[bool]:
    """The condition that picks a customer's consents, made of those that pick their other rows."""
    messages = select(Message.id).where(is_theirs[Message.__tablename__])
    address = tuple_(ConsentEntry.channel, ConsentEntry.address)
    return or_(address.in_(_addresses(is_theirs)), ConsentEntry.message_id.in_(messages))


async def forget_consents(
    session: AsyncSession, is_theirs: Mapping[str, ColumnElement[bool]], customer_id: str
) -> int:
    """Forget what a customer has said of being written to, save that they want none; how many of these stay.

    Must come before their number and their conversations go, by which it is found.
    """
    customer = {"customer": customer_id}
    kept = 0
    for channel, address in await session.execute(_addresses(is_theirs), customer):
        kept += await forget(session, Subscriber(channel, address))
    # What they uttered of a number that has become another's stays that number's, without their word.
    connection = await session.connection()
    uttered = update(ConsentEntry).where(is_theirs[ConsentEntry.__tablename__]).values(message_id=None)
    await connection.execute(uttered, customer)
    return kept


async def forget_strangers(session: AsyncSession, conversation_ids: Collection[UUID]) -> None:
    """Forget what these conversations' addresses have said of being written to, where no customer has them.

    Must come before the conversations go. Refusals stay, as in `forget_consents`.
    """
    is_on_file = exists().where(Customer.phone == Conversation.address)
    strangers = select(Conversation.channel, Conversation.address).where(
        Conversation.id.in_(conversation_ids), Conversation.address.is_not(None), ~is_on_file
    )
    for channel, address in await session.execute(strangers):
        assert address is not None
        await forget(session, Subscriber(channel, address))


def _addresses(is_theirs: Mapping[str, ColumnElement[bool]]) -> Select[str, str]:
    """Their conversations' addresses, their own ones, and their number where nobody else has it too."""
    other = aliased(Customer)
    is_shared = exists().where(other.phone == Customer.phone, other.id != Customer.id)
    on_file = [
        select(literal(channel), Customer.phone).where(
            is_theirs[Customer.__tablename__], Customer.phone.is_not(None), ~is_shared
        )
        for channel in sorted(PHONES)
    ]
    written_from = select(Conversation.channel, Conversation.address).where(
        and_(is_theirs[Conversation.__tablename__], Conversation.address.is_not(None))
    )
    customers = is_theirs[Customer.__tablename__]
    by_email = select(literal(_EMAIL), func.lower(Customer.email)).where(customers)
    on_the_site = select(literal(_WEB), Customer.id).where(customers)
    all_of_them = union(*on_file, written_from, by_email, on_the_site).subquery()
    return select(*all_of_them.c)
