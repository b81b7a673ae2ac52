"""Changes a customer's own data: default address, e-mail, phone.

Every change needs a one-time code that was checked in the conversation a short while ago, and the address
it replaces is told about a new e-mail.
"""

from dataclasses import dataclass

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.service import Cause, Operation, once
from commerce.clock import Clock
from commerce.customers.addresses import checked_address
from commerce.customers.codes import require_proven_contact, require_recent_code
from commerce.customers.contacts import normal_email, normal_phone
from commerce.customers.models import Address, Customer, PostalAddress
from commerce.errors import CommerceError
from commerce.identity import Shopper
from commerce.notification import Notification, Notifier, Recipient, notification
from commerce.plans import require_agreed


class NothingToChange(CommerceError):
    """The profile has that value already."""

    def __init__(self, field: str) -> None:
        super().__init__(f"the {field} on file is that already")
        self.field = field


class PhoneNotUsable(CommerceError):
    """The number cannot be put on this file: its holder has proven it for another one."""

    def __init__(self) -> None:
        super().__init__("the phone number cannot be used")


class EmailNotUsable(CommerceError):
    """The address cannot be put on this file; whether somebody else has it is not told."""

    def __init__(self) -> None:
        super().__init__("the e-mail address cannot be used")


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


_PRIVATE = frozenset({"old", "new"})


async def saved_addresses(session: AsyncSession, shopper: Shopper) -> list[Address]:
    """The shopper's addresses on file, the default one first."""
    found = await session.scalars(
        select(Address)
        .where(Address.customer_id == shopper.verified_customer())
        .order_by(Address.is_default.desc(), Address.created_at)
    )
    return list(found)


async def preview_default_address(
    session: AsyncSession, shopper: Shopper, address: dict[str, str]
) -> ProfileAddress:
    """The default address as it would become; raises InvalidAddress or NothingToChange."""
    return await _address_plan(session, shopper.verified_customer(), address)


async def change_default_address(
    session: AsyncSession,
    shopper: Shopper,
    address: dict[str, str],
    *,
    agreed: str | None = None,
    cause: Cause,
    clock: Clock,
) -> ProfileAddress:
    """Make an address, as the shopper wrote it, the default; orders under way are not touched.

    Raises CodeRequired, InvalidAddress, NothingToChange or PlanChanged.
    """
    customer_id = shopper.verified_customer()

    async def work() -> ProfileAddress:
        await require_recent_code(session, shopper, clock)
        await _locked(session, customer_id)
        plan = await _address_plan(session, customer_id, address)
        require_agreed(plan, agreed)
        await session.execute(
            update(Address)
            .where(Address.customer_id == customer_id, Address.is_default)
            .values(is_default=False)
        )
        known = await session.scalar(
            select(Address).filter_by(customer_id=customer_id, **plan.new.as_dict()).limit(1)
        )
        if known is None:
            known = Address(customer_id=customer_id, **plan.new.as_dict())
            session.add(known)
        known.is_default = True
        return plan

    operation = Operation("change_default_address", "customer", customer_id)
    return await once(session, cause, operation, ProfileAddress, work, private=_PRIVATE)


async def preview_email(session: AsyncSession, shopper: Shopper, email: str) -> ProfileContact:
    """The e-mail as it would become, whoever else has it; raises InvalidEmail or NothingToChange."""
    customer = await session.get_one(Customer, shopper.verified_customer())
    return _email_plan(customer, email)


async def change_email(
    session: AsyncSession,
    shopper: Shopper,
    email: str,
    *,
    agreed: str | None = None,
    cause: Cause,
    clock: Clock,
    notifier: Notifier,
) -> ProfileContact:
    """Put another e-mail on file and tell the old contacts; it counts once a code sent to it was typed.

    Raises CodeRequired, ContactNotProven, InvalidEmail, EmailNotUsable, NothingToChange or PlanChanged.
    """
    customer_id = shopper.verified_customer()

    async def work() -> ProfileContact:
        await require_recent_code(session, shopper, clock)
        customer = await _locked(session, customer_id)
        plan = _email_plan(customer, email)
        require_agreed(plan, agreed)
        await require_proven_contact(session, shopper, plan.new, clock)
        await _require_free_email(session, plan.new)
        await _tell_former_contacts(session, customer, notification("email_changed"), notifier)
        customer.email = plan.new
        try:
            await session.flush()
        except IntegrityError:  # somebody took the address since it was looked for
            raise EmailNotUsable from None
        return plan

    operation = Operation("change_email", "customer", customer_id)
    return await once(session, cause, operation, ProfileContact, work, private=_PRIVATE)


async def preview_phone(session: AsyncSession, shopper: Shopper, phone: str) -> ProfileContact:
    """The phone number as it would become; raises InvalidPhone or NothingToChange."""
    customer = await session.get_one(Customer, shopper.verified_customer())
    return await _phone_plan(session, customer, phone)


async def change_phone(
    session: AsyncSession,
    shopper: Shopper,
    phone: str,
    *,
    agreed: str | None = None,
    cause: Cause,
    clock: Clock,
    notifier: Notifier,
) -> ProfileContact:
    """Put another phone number on file and tell the old contacts; it counts once a code sent to it was typed.

    One without a prefix is read as of the default address's country. Raises CodeRequired, ContactNotProven,
    InvalidPhone, PhoneNotUsable, NothingToChange or PlanChanged.
    """
    customer_id = shopper.verified_customer()

    async def work() -> ProfileContact:
        await require_recent_code(session, shopper, clock)
        customer = await _locked(session, customer_id)
        plan = await _phone_plan(session, customer, phone)
        require_agreed(plan, agreed)
        await require_proven_contact(session, shopper, plan.new, clock)
        await _require_free_phone(session, plan.new)
        await _tell_former_contacts(session, customer, notification("phone_changed"), notifier)
        customer.phone, customer.phone_proven_at = plan.new, clock.now()
        return plan

    operation = Operation("change_phone", "customer", customer_id)
    return await once(session, cause, operation, ProfileContact, work, private=_PRIVATE)


async def _locked(session: AsyncSession, customer_id: str) -> Customer:
    return (
        await session.scalars(
            select(Customer)
            .where(Customer.id == customer_id)
            .with_for_update(key_share=True)
            .execution_options(populate_existing=True)
        )
    ).one()


async def _default_address(session: AsyncSession, customer_id: str) -> PostalAddress | None:
    address = await session.scalar(
        select(Address).where(Address.customer_id == customer_id, Address.is_default)
    )
    return address.postal if address else None


async def _address_plan(session: AsyncSession, customer_id: str, address: dict[str, str]) -> ProfileAddress:
    old, new = await _default_address(session, customer_id), checked_address(address)
    if old == new:
        raise NothingToChange("address")
    return ProfileAddress(old, new)


def _email_plan(customer: Customer, email: str) -> ProfileContact:
    new = normal_email(email)
    if new.lower() == customer.email.lower():
        raise NothingToChange("email")
    return ProfileContact(customer.email, new)


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


async def _tell_former_contacts(
    session: AsyncSession, customer: Customer, news: Notification, notifier: Notifier
) -> None:
    """Tell the e-mail and the number that are on file until now."""
    await notifier.notify(session, Recipient(customer.id, email=customer.email), news)
    if customer.phone is not None:
        await notifier.notify(session, Recipient(customer.id, phone=customer.phone), news)


async def _phone_plan(session: AsyncSession, customer: Customer, phone: str) -> ProfileContact:
    home = await _default_address(session, customer.id)
    new = normal_phone(phone, home.country if home else None)
    if new == customer.phone:
        raise NothingToChange("phone")
    return ProfileContact(customer.phone, new)
