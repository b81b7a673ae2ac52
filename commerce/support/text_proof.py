"""Tells where a change takes a code.

One by text that is worth much does, since numbers of texts can be forged, and one in an account that looks
taken over.
"""

from dataclasses import fields, is_dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.channels import PHONES
from commerce.clock import Clock
from commerce.fraud.scoring import score
from commerce.identity import Shopper
from commerce.money import Money
from commerce.orders.models import Order
from commerce.policies.service import text_limit
from commerce.support.conversations import find_conversation


async def takes_proof(session: AsyncSession, shopper: Shopper, plan: Any, clock: Clock) -> bool:
    """Whether the account's score asks for a code, or the plan is worth one and comes by text."""
    found = await score(session, shopper.verified_customer(), clock, shopper.conversation_id)
    return found.asks_for_code or await takes_proof_by_text(session, shopper, plan)


async def takes_proof_by_text(session: AsyncSession, shopper: Shopper, plan: Any) -> bool:
    """Whether the plan is above the policy's sum and comes by text."""
    conversation = await find_conversation(session, shopper.conversation_id)
    if conversation is None or conversation.channel not in PHONES or not conversation.is_vouched_by_address:
        return False
    worth, country = await _worth(session, shopper, plan)
    limit = await text_limit(session, country)
    return any(limit.is_exceeded_by(amount) for amount in worth)


async def _worth(session: AsyncSession, shopper: Shopper, plan: Any) -> tuple[list[Money], str | None]:
    """What the plan is about: the whole order, which an address diverts, or else the sums that it names."""
    number = getattr(plan, "order_number", None)
    order = await session.scalar(
        select(Order).where(Order.number == number, Order.customer_id == shopper.verified_customer())
    )
    if order is not None:
        return [order.total], order.address.country
    named = [getattr(plan, each.name) for each in fields(plan)] if is_dataclass(plan) else []
    return [each for each in named if isinstance(each, Money)], None
