"""What an agent should know before the first word: who it is, what it is about, what was tried."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.carts.models import Cart, CartLine, CartStatus
from commerce.catalogue.models import Product, Variant
from commerce.clock import Clock
from commerce.customers.models import Customer
from commerce.desk.alarms import standing_alarms
from commerce.desk.customers import CustomerFile, read_customer
from commerce.desk.models import CsatRating, DeskAlarm
from commerce.loyalty.policy import tier_policy
from commerce.loyalty.statement import entries_of
from commerce.loyalty.tiers import tier_standing
from commerce.orders.models import Order
from commerce.returns.models import ReturnRequest
from commerce.staff.models import StaffMember
from commerce.support.models import Conversation, Handoff, Understanding

# What is said in passing is no topic.
_NO_TOPICS = frozenset({"affirm", "ask_human", "complain", "correct", "deny", "goodbye", "greet", "thank"})
_LATEST = 8


@dataclass(frozen=True, slots=True)
class Briefing:
    """A case in short."""

    conversation: Conversation
    handoff: Handoff
    agent: StaffMember | None
    file: CustomerFile | None
    tier: str
    topics: Sequence[str]  # what was asked for, the latest first
    tried: Sequence[str]  # what the assistant did about it, the latest last
    orders: Sequence[Order]  # that the case is about
    returns: Sequence[ReturnRequest]
    cart: Sequence[tuple[int, str]]  # how many of what
    alarms: Sequence[DeskAlarm]
    rating: CsatRating | None

    @property
    def customer(self) -> Customer | None:
        """Who it is, if the store knows."""
        return self.file.customer if self.file else None


async def brief(session: AsyncSession, handoff: Handoff, clock: Clock) -> Briefing:
    """Put together what the store knows about a case."""
    conversation = await session.get_one(Conversation, handoff.conversation_id)
    customer_id = conversation.customer_id
    file = await read_customer(session, customer_id) if customer_id else None
    understood = (
        await session.scalars(
            select(Understanding)
            .where(Understanding.conversation_id == conversation.id, ~Understanding.is_fallback)
            .order_by(Understanding.created_at.desc())
            .limit(_LATEST)
        )
    ).all()
    topics = [each.intent for each in understood if each.intent not in _NO_TOPICS]
    tried = [action for each in reversed(understood) for action in each.actions]
    return Briefing(
        conversation=conversation,
        handoff=handoff,
        agent=await session.get(StaffMember, handoff.assigned_to) if handoff.assigned_to else None,
        file=file,
        tier=await _tier(session, customer_id, clock) if customer_id else "",
        topics=list(dict.fromkeys(topics)),
        tried=list(dict.fromkeys(tried)),
        orders=[each for each in file.orders if each.number in handoff.summary] if file else [],
        returns=[each for each in file.returns if each.rma_number in handoff.summary] if file else [],
        cart=await _cart(session, conversation),
        alarms=await standing_alarms(session, conversation.id),
        rating=await session.get(CsatRating, handoff.id),
    )


async def _tier(session: AsyncSession, customer_id: str, clock: Clock) -> str:
    entries = await entries_of(session, customer_id)
    standing = tier_standing(entries, await tier_policy(session), clock.now())
    return standing.tier.name


async def _cart(session: AsyncSession, conversation: Conversation) -> list[tuple[int, str]]:
    rows = await session.execute(
        select(CartLine.quantity, Product.title)
        .join(Cart, Cart.id == CartLine.cart_id)
        .join(Variant, Variant.sku == CartLine.sku)
        .join(Product, Product.id == Variant.product_id)
        .where(
            Cart.status == CartStatus.OPEN,
            Cart.customer_id == conversation.customer_id
            if conversation.customer_id
            else Cart.conversation_id == conversation.id,
        )
        .order_by(Product.title)
    )
    return [(quantity, title) for quantity, title in rows]
