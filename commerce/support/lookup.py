"""Finds the customer whom somebody claims to be. Only identification may ask this."""

import re
from string import ascii_uppercase

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.customers.models import Address, Customer
from commerce.orders.models import Order


async def customer_of_order(session: AsyncSession, order_number: str, email: str) -> str | None:
    """The id of the customer who placed this order and has this e-mail; None when the two do not fit.

    A number without its letters will do: an e-mail is one customer's, and so are the orders that it fits.
    """
    has_number = Order.number == order_number
    if order_number.isdigit():
        has_number |= func.ltrim(Order.number, ascii_uppercase) == order_number
    return await session.scalar(
        select(Customer.id)
        .join(Order, Order.customer_id == Customer.id)
        .where(has_number, func.lower(Customer.email) == email.strip().lower())
        .limit(1)
    )


async def customer_at_postcode(session: AsyncSession, name: str, postcode: str) -> str | None:
    """The id of the one customer of this full name with an address there; None for none or several."""
    words = name.lower().split()
    # A customer with one name has it as their first or their last.
    splits = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(len(words) + 1)]
    if not words:
        return None
    found = await session.scalars(
        select(Customer.id)
        .distinct()
        .join(Address, Address.customer_id == Customer.id)
        .where(
            or_(
                *(
                    and_(func.lower(Customer.last_name) == last, func.lower(Customer.first_name) == first)
                    for first, last in splits
                )
            ),
            func.upper(func.replace(Address.postcode, " ", "")).in_(_spellings(postcode)),
        )
        .limit(2)
    )
    customers = found.all()
    return customers[0] if len(customers) == 1 else None


def _spellings(postcode: str) -> list[str]:
    """The postcode without spaces, and a ZIP+4 also as its first five digits."""
    compact = re.sub(r"\s", "", postcode).upper()
    zip_code = re.fullmatch(r"(\d{5})-?\d{4}", compact)
    return [compact, zip_code[1]] if zip_code else [compact]
