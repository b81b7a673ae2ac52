"""Whether somebody can and may be written to on a channel, and where."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select

from commerce.consent.ledger import Subscriber, standing
from commerce.consent.models import Topic
from commerce.customers.models import Customer
from commerce.identity import IdentityLevel
from commerce.journeys.guards import Reason, is_over, text_about_cart
from commerce.journeys.world import World
from commerce.notifications.limits import Limits
from commerce.notifications.models import Undeliverable
from commerce.support.models import Conversation, Delivery, DeliveryStatus, Message, MessageAuthor

# For how long after their last words somebody is met on the site, or in Slack.
_MET_FOR = {"web": timedelta(days=30), "slack": timedelta(days=90)}


@dataclass(frozen=True, slots=True)
class Where:
    """Where a message goes."""

    channel: str
    address: str | None = field(default=None, repr=False)
    conversation_id: UUID | None = None


Reached = Where | Reason
Finder = Callable[[World, Topic], Awaitable[Reached]]


async def reach(world: World, channel: str, topic: Topic, limits: Limits) -> Reached:
    """Where they are written to on `channel` about `topic`, or why they are not."""
    found = await CHANNELS[channel](world, topic)
    if isinstance(found, Reason):
        return found
    if found.address is not None and await _is_undeliverable(world, channel, found.address):
        return Reason.UNDELIVERABLE
    if topic is Topic.SERVICE:
        return found
    before = await world.sent_before()
    sent = [each.at for each in before if each.channel == channel and each.topic is topic]
    if is_over(limits.caps.channels.get(channel, ()), sent, world):
        return Reason.CAP_CHANNEL
    if channel == "sms" and (reason := await text_about_cart(world, limits)):
        return reason
    return found


async def _by_text(world: World, topic: Topic) -> Reached:
    number = (await world.customer()).phone
    if number is None:
        return Reason.NO_ADDRESS
    is_shared = await world.session.scalar(
        select(Customer.id).where(Customer.phone == number, Customer.id != world.run.customer_id).limit(1)
    )
    if is_shared is not None:
        return Reason.SHARED_NUMBER
    # A number is written to only where its holder has said so: about their orders, too.
    entry = (await standing(world.session, Subscriber("sms", number))).get(topic)
    return Where("sms", number) if entry is not None and entry.is_granted else Reason.NO_CONSENT


async def _by_email(world: World, topic: Topic) -> Reached:
    address = (await world.customer()).email
    entry = (await standing(world.session, Subscriber("email", address.lower()))).get(topic)
    is_allowed = entry.is_granted if entry is not None else topic is Topic.SERVICE
    return Where("email", address) if is_allowed else Reason.NO_CONSENT


async def _on_the_site(world: World, topic: Topic) -> Reached:
    # They come to us to read it: that takes no consent, but it can be refused.
    entry = (await standing(world.session, Subscriber("web", world.run.customer_id))).get(topic)
    if entry is not None and not entry.is_granted:
        return Reason.NO_CONSENT
    met = await _conversation_on(world, "web")
    return Where("web", None, met.id) if met is not None else Reason.NO_ADDRESS


async def _in_slack(world: World, topic: Topic) -> Reached:
    met = await _conversation_on(world, "slack")
    if met is None or met.address is None:
        return Reason.NO_ADDRESS
    entry = (await standing(world.session, Subscriber("slack", met.address))).get(topic)
    is_allowed = entry.is_granted if entry is not None else topic is Topic.SERVICE
    return Where("slack", met.address, met.id) if is_allowed else Reason.NO_CONSENT


CHANNELS: dict[str, Finder] = {
    "sms": _by_text, "email": _by_email, "web": _on_the_site, "slack": _in_slack,
}  # fmt: skip


async def _conversation_on(world: World, channel: str) -> Conversation | None:
    """Their own conversation there in which they spoke last, unless that is too long ago."""
    since = world.clock.now() - _MET_FOR[channel]
    spoke_at = func.max(Message.created_at)
    return await world.session.scalar(
        select(Conversation)
        .join(Message, Message.conversation_id == Conversation.id)
        .where(
            Conversation.channel == channel,
            Conversation.customer_id == world.run.customer_id,
            Conversation.identity_level == IdentityLevel.VERIFIED,
            Message.author == MessageAuthor.SHOPPER,
        )
        .group_by(Conversation.id)
        .having(spoke_at > since)
        .order_by(spoke_at.desc())
        .limit(1)
    )


async def _is_undeliverable(world: World, channel: str, address: str) -> bool:
    if await world.session.get(Undeliverable, (channel, address.lower())) is not None:
        return True
    if channel == "email":  # of which the mail server tells when it is handed over
        return False
    last = await world.session.scalar(
        select(Delivery.status)
        .join(Conversation, Conversation.id == Delivery.conversation_id)
        .where(Conversation.channel == channel, Conversation.address == address)
        .order_by(Delivery.created_at.desc())
        .limit(1)
    )
    return last is DeliveryStatus.FAILED
