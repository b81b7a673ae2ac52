"""What keeps the store from writing, asked before every message: each reason is logged with the step."""

from collections.abc import Awaitable, Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select

from commerce.consent.models import Topic
from commerce.journeys.asking import answer
from commerce.journeys.conditions import Bought, Emptied, OutOfStock
from commerce.journeys.models import SubjectKind
from commerce.journeys.world import World
from commerce.notifications.limits import Cap, Limits
from commerce.notifications.recipients import allowed_from
from commerce.orders.models import Order
from commerce.orders.problem_reports import ProblemReport, ProblemStatus
from commerce.support.models import Conversation, Handoff, HandoffStatus


class Reason(StrEnum):
    """Why something was not sent."""

    BOUGHT = "bought"
    EMPTIED = "emptied"
    GONE = "gone"  # the product is not sold any more
    OUT_OF_STOCK = "out_of_stock"
    DISPUTE = "dispute"  # a problem with an order is being looked at
    OPEN_CASE = "open_case"  # one of the store's people is talking to them, or will
    OTHER_CART = "other_cart"  # they have just heard of another cart
    CAP_PERSON = "cap_person"
    QUIET_HOURS = "quiet_hours"
    NO_HOUR = "no_hour"  # the zones they may be in leave none
    TOO_LATE = "too_late"
    HOLDOUT = "holdout"
    NO_OFFER = "no_offer"  # the margin leaves room for none
    NO_CHANNEL = "no_channel"  # why none of the step's channels served is told by channel
    # Of one channel:
    NO_ADDRESS = "no_address"
    NO_CONSENT = "no_consent"
    UNDELIVERABLE = "undeliverable"
    CAP_CHANNEL = "cap_channel"
    TEXTED_BEFORE = "texted_before"  # a cart is texted about once
    CART_TOO_OLD = "cart_too_old"  # to be texted about
    SHARED_NUMBER = "shared_number"
    NO_WORDS = "no_words"


# What ends the journey, since what it is about is over.
ENDS = frozenset({Reason.BOUGHT, Reason.EMPTIED, Reason.GONE})


@dataclass(frozen=True, slots=True)
class Stop:
    """A guard's no: for good, or until a moment."""

    reason: Reason
    until: datetime | None = None
    details: str = field(default="")

    @property
    def words(self) -> str:
        """The reason as it is logged."""
        return f"{self.reason.value}: {self.details}" if self.details else self.reason.value


async def not_now(world: World, topic: Topic) -> Stop | None:
    """Why this is no moment to send anything; None when it is. What may change overnight comes after."""
    if over := await cart_is_over(world):
        return Stop(over)
    return await _quiet(world) if topic is Topic.MARKETING else None


async def stopped(world: World, topic: Topic, limits: Limits) -> Stop | None:
    """Why nothing may be sent by whatever channel, at a fit moment; None when nothing speaks against it."""
    if topic is Topic.SERVICE:
        return None
    for reason, check in _CHECKS.items():
        if await check(world, limits):
            return Stop(reason)
    return None


async def cart_is_over(world: World) -> Reason | None:
    """Why there is nothing left to say of the cart or the product, if it is about one."""
    if world.run.subject_kind is SubjectKind.PRODUCT:
        return None if await world.goods() else Reason.GONE
    if world.run.subject_kind is not SubjectKind.CART:
        return None
    if await answer(world, Bought()):
        return Reason.BOUGHT
    return Reason.EMPTIED if await answer(world, Emptied()) else None


async def _is_sold_out(world: World, limits: Limits) -> bool:
    del limits
    return await answer(world, OutOfStock())


async def _is_in_dispute(world: World, limits: Limits) -> bool:
    del limits
    found = await world.session.scalar(
        select(ProblemReport.id)
        .join(Order, Order.id == ProblemReport.order_id)
        .where(
            Order.customer_id == world.run.customer_id, ProblemReport.status == ProblemStatus.MANUAL_REVIEW
        )
        .limit(1)
    )
    return found is not None


async def _has_open_case(world: World, limits: Limits) -> bool:
    del limits
    found = await world.session.scalar(
        select(Handoff.id)
        .join(Conversation, Conversation.id == Handoff.conversation_id)
        .where(Conversation.customer_id == world.run.customer_id, Handoff.status != HandoffStatus.RESOLVED)
        .limit(1)
    )
    return found is not None


async def _heard_of_another_cart(world: World, limits: Limits) -> bool:
    if world.run.subject_kind is not SubjectKind.CART:
        return False
    since = world.clock.now() - limits.carts.apart
    return any(
        each.at > since and each.subject_kind is SubjectKind.CART and each.run_id != world.run.id
        for each in await world.sent_before()
    )


async def _is_told_enough(world: World, limits: Limits) -> bool:
    sent = [each.at for each in await world.sent_before() if each.topic is Topic.MARKETING]
    return is_over(limits.caps.person, sent, world)


_CHECKS: dict[Reason, Callable[[World, Limits], Awaitable[bool]]] = {
    Reason.OUT_OF_STOCK: _is_sold_out,
    Reason.DISPUTE: _is_in_dispute,
    Reason.OPEN_CASE: _has_open_case,
    Reason.OTHER_CART: _heard_of_another_cart,
    Reason.CAP_PERSON: _is_told_enough,
}


def is_over(caps: Iterable[Cap], sent: Collection[datetime], world: World) -> bool:
    """Whether one more message after those of `sent` would be more than one of `caps` allows."""
    now = world.clock.now()
    return any(sum(at > now - cap.within for at in sent) >= cap.at_most for cap in caps)


async def _quiet(world: World) -> Stop | None:
    now = world.clock.now()
    customer = await world.customer()
    allowed = allowed_from(await world.address(), customer.phone, now, world.clock)
    if allowed is None:
        return Stop(Reason.NO_HOUR)
    return Stop(Reason.QUIET_HOURS, allowed) if allowed > now else None


async def text_about_cart(world: World, limits: Limits) -> Reason | None:
    """Why the cart may not be texted about, if it is about one."""
    if world.run.subject_kind is not SubjectKind.CART:
        return None
    if world.clock.now() - world.run.started_at > limits.carts.texted_within:
        return Reason.CART_TOO_OLD
    sent = await world.sent_before()
    texts = sum(each.channel == "sms" and each.subject == world.run.subject for each in sent)
    return Reason.TEXTED_BEFORE if texts >= limits.carts.texts else None
