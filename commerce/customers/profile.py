"""Changes a customer's own data: default address, e-mail, phone.

Every change needs a one-time code that was checked in the conversation a short while ago, and the address
it replaces is told about a new e-mail.
"""

from dataclasses import dataclass
from typing import ClassVar, TypeVar

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.service import Operation
from commerce.changes import Change, Context
from commerce.customers.addresses import InvalidAddress, checked_address, default_address
from commerce.customers.codes import (
    CodeRequired,
    ContactKind,
    require_recent_code,
)
from commerce.customers.contact_codes import ContactNotProven, require_proven_contact
from commerce.customers.contacts import InvalidEmail, InvalidPhone, normal_email, normal_phone
from commerce.customers.models import (
    Address,
    Customer,
)
from commerce.errors import CommerceError
from commerce.identity import Shopper
from commerce.locks.models import FormerContact
from commerce.notification import Notification, Recipient, notification
from commerce.postal import PostalAddress


@dataclass(eq=False)
class NothingToChange(CommerceError):
    """the {field} on file is that already"""

    field: str


class PhoneNotUsable(CommerceError):
    """the phone number cannot be used"""


class EmailNotUsable(CommerceError):
    """the e-mail address cannot be used

    The address cannot be put on this file; whether somebody else has it is not told.
    """


@dataclass(frozen=True, slots=True)
class ProfileAddress:
    """The default address, before and after."""

    old: PostalAddress | None
    new: PostalAddress


@dataclass(frozen=True, slots=True)
class ProfileContact:
    """An e-mail address or phone number, before and after."""

    old: str | None
    new: str


Plan = TypeVar("Plan", ProfileAddress, ProfileContact)


async def saved_addresses(session: AsyncSession, shopper: Shopper) -> list[Address]:
    """The shopper's addresses on file, the default one first."""
    found = await session.scalars(
        select(Address)
        .where(Address.customer_id == shopper.verified_customer())
        .order_by(Address.is_default.desc(), Address.created_at)
    )
    return list(found)


@dataclass(frozen=True, slots=True)
class ProfileChange(Change[Customer, Plan, Plan]):
    """Changes what is on the shopper's own file, with a code that was checked a short while ago."""

    name: ClassVar[str]
    private: ClassVar = frozenset({"old", "new"})

    def operation(self, context: Context, /) -> Operation:
        return Operation(self.name, "customer", context.customer_id)

    async def plan(self, context: Context, /, *, lock: bool) -> tuple[Customer, Plan]:
        """Read what is on file, and what becomes of it."""
        if not lock:
            customer = await context.session.get_one(Customer, context.customer_id)
            return customer, await self.plan_of(context, customer)
        await require_recent_code(context.session, context.asker, context.clock)
        customer = await _locked(context.session, context.customer_id)
        return customer, await self.plan_of(context, customer)

    async def plan_of(self, context: Context, customer: Customer, /) -> Plan:
        """Return what becomes of the customer's file."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class ChangeDefaultAddress(ProfileChange[ProfileAddress]):
    """Makes an address, as the shopper wrote it, the default; orders under way are not touched."""

    outcome: ClassVar = ProfileAddress
    raises: ClassVar = (CodeRequired, InvalidAddress, NothingToChange)
    name: ClassVar[str] = "change_default_address"

    address: dict[str, str]

    async def plan_of(self, context: Context, customer: Customer, /) -> ProfileAddress:
        """Check the address."""
        old = await default_address(context.session, customer.id)
        new = checked_address(self.address)
        if old == new:
            raise NothingToChange("address")
        return ProfileAddress(old, new)

    async def apply(self, context: Context, customer: Customer, plan: ProfileAddress, /) -> ProfileAddress:
        """Put it on file, once."""
        session = context.session
        await session.execute(
            update(Address)
            .where(Address.customer_id == customer.id, Address.is_default)
            .values(is_default=False)
        )
        fields = plan.new.as_dict()
        known = await session.scalar(select(Address).filter_by(customer_id=customer.id, **fields).limit(1))
        if known is None:
            known = Address(customer_id=customer.id, **fields)
            session.add(known)
        known.is_default = True
        return plan


@dataclass(frozen=True, slots=True)
class ChangeEmail(ProfileChange[ProfileContact]):
    """Puts another e-mail on file and tells the old contacts; it counts once a code sent to it was typed.

    The preview is the same whoever else has the address.
    """

    outcome: ClassVar = ProfileContact
    raises: ClassVar = (CodeRequired, ContactNotProven, InvalidEmail, EmailNotUsable, NothingToChange)
    name: ClassVar[str] = "change_email"

    email: str

    async def plan_of(self, _: Context, customer: Customer, /) -> ProfileContact:
        """Check the address."""
        new = normal_email(self.email)
        if new.lower() == customer.email.lower():
            raise NothingToChange("email")
        return ProfileContact(customer.email, new)

    async def apply(self, context: Context, customer: Customer, plan: ProfileContact, /) -> ProfileContact:
        """Put it on file if it is proven, and nobody else's."""
        session = context.session
        await require_proven_contact(session, context.asker, plan.new, context.clock)
        await _require_free_email(session, plan.new)
        await _tell_former_contacts(context, customer, notification("email_changed"))
        _keep(context, customer, ContactKind.EMAIL, customer.email)
        customer.email = plan.new
        try:
            await session.flush()
        except IntegrityError:  # somebody took the address since it was looked for
            raise EmailNotUsable from None
        return plan


@dataclass(frozen=True, slots=True)
class ChangePhone(ProfileChange[ProfileContact]):
    """Puts another number on file and tells the old contacts; it counts once a code sent to it was typed.

    One without a prefix is read as of the default address's country.
    """

    outcome: ClassVar = ProfileContact
    raises: ClassVar = (CodeRequired, ContactNotProven, InvalidPhone, PhoneNotUsable, NothingToChange)
    name: ClassVar[str] = "change_phone"

    phone: str

    async def plan_of(self, context: Context, customer: Customer, /) -> ProfileContact:
        """Check the number."""
        home = await default_address(context.session, customer.id)
        new = normal_phone(self.phone, home.country if home else None)
        if new == customer.phone:
            raise NothingToChange("phone")
        return ProfileContact(customer.phone, new)

    async def apply(self, context: Context, customer: Customer, plan: ProfileContact, /) -> ProfileContact:
        """Put it on file if it is proven, and nobody else's."""
        await require_proven_contact(context.session, context.asker, plan.new, context.clock)
        await _require_free_phone(context.session, plan.new)
        await _tell_former_contacts(context, customer, notification("phone_changed"))
        if customer.phone is not None:
            _keep(context, customer, ContactKind.PHONE, customer.phone)
        customer.phone, customer.phone_proven_at = plan.new, context.clock.now()
        return plan


def _keep(context: Context, customer: Customer, kind: ContactKind, value: str) -> None:
    """Remember the contact that is replaced: it is the way back, should somebody else have replaced it."""
    context.session.add(
        FormerContact(customer_id=customer.id, kind=kind.value, value=value, replaced_at=context.clock.now())
    )


async def _locked(session: AsyncSession, customer_id: str) -> Customer:
    return (
        await session.scalars(
            select(Customer)
            .where(Customer.id == customer_id)
            .with_for_update(key_share=True)
            .execution_options(populate_existing=True)
        )
    ).one()


async def _require_free_email(session: AsyncSession, email: str) -> None:
    """Raise EmailNotUsable when somebody has it; only who reads its mail is told so."""
    taken = await session.scalar(select(Customer.id).where(func.lower(Customer.email) == email.lower()))
    if taken is not None:
        raise EmailNotUsable


async def _require_free_phone(session: AsyncSession, phone: str) -> None:
    """Raise PhoneNotUsable when its holder has proven it for another file."""
    held = Customer.phone == phone, Customer.phone_proven_at.is_not(None)
    if await session.scalar(select(Customer.id).where(*held).limit(1)) is not None:
        raise PhoneNotUsable


async def _tell_former_contacts(context: Context, customer: Customer, news: Notification) -> None:
    """Tell the e-mail and the number that are on file until now."""
    await context.notifier.notify(context.session, Recipient(customer.id, email=customer.email), news)
    if customer.phone is not None:
        await context.notifier.notify(context.session, Recipient(customer.id, phone=customer.phone), news)
