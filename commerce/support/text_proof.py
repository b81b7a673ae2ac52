"""Asks for a code where a change by text is worth much: the number a text comes from can be forged."""

from dataclasses import fields, is_dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.clock import Clock
from commerce.customers.codes import require_recent_code
from commerce.identity import Shopper
from commerce.money import Money
from commerce.orders.models import Order
from commerce.policies.service import text_limit
from commerce.support.conversations import find_conversation

_TEXTS = "sms"


async def require_proof_by_text(session: AsyncSession, shopper: Shopper, plan: Any, clock: Clock) -> None:
    """Raise CodeRequired for a plan above the policy's sum that comes by text without a recent code."""
    conversation = await find_conversation(session, shopper.conversation_id)
    if conversation is None or conversation.channel != _TEXTS or not conversation.is_vouched_by_address:
        return
    worth, country = await _worth(session, shopper, plan)
    limit = await text_limit(session, country)
    if any(limit.is_exceeded_by(amount) for amount in worth):
        await require_recent_code(session, shopper, clock)


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
