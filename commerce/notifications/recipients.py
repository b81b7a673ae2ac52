"""When somebody may be sold something: on every clock that may be theirs."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.clock import Clock
from commerce.customers.addresses import default_address
from commerce.customers.models import (
    Customer,
)
from commerce.notifications.limits import limits
from commerce.notifications.quiet import first_allowed
from commerce.notifications.zones import possible_zones
from commerce.postal import PostalAddress


async def quiet_until(
    session: AsyncSession, customer: Customer | None, moment: datetime, clock: Clock
) -> datetime | None:
    """`moment`, or when their quiet hours end; None where no hour is quiet in none of their zones."""
    address = await default_address(session, customer.id) if customer else None
    return allowed_from(address, customer.phone if customer else None, moment, clock)


def allowed_from(
    address: PostalAddress | None, phone: str | None, moment: datetime, clock: Clock
) -> datetime | None:
    """As `quiet_until`, for whoever lives at `address` and has the number `phone`, in E.164.

    Somebody of whom nothing is known lives on the store's clock.
    """
    zones = possible_zones(address, phone) or (clock.zone,)
    hours = limits().quiet_in(address.country, address.region) if address else limits().quiet_in(None, None)
    return first_allowed(moment, zones, hours)
