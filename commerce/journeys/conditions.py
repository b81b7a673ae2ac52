"""What a journey may ask of the world: for its filters, its branches and its ends."""

from abc import abstractmethod
from datetime import timedelta

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import func, select

from commerce.alerts.models import Alert
from commerce.carts.models import Cart, CartLine, CartStatus
from commerce.catalogue.models import Variant
from commerce.checkout.models import Checkout
from commerce.durations import Duration
from commerce.journeys.community import community
from commerce.journeys.models import JourneyStep, Outcome, SubjectKind
from commerce.journeys.registry import Registry
from commerce.journeys.world import World
from commerce.orders.models import Order, OrderStatus, ShipmentStatus
from commerce.referrals.models import Referral
from commerce.referrals.policy import referral_policy
from commerce.returns.models import ReturnRequest, ReturnStatus
from commerce.support.models import Message, MessageAuthor


class Condition(BaseModel):
    """One question to the world. A class of another package is registered as these are."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @abstractmethod
    async def holds(self, world: World) -> bool:
        """Whether it is so now."""


CONDITIONS: Registry[type[Condition]] = Registry("condition")


@CONDITIONS.register("bought")
class Bought(Condition):
    """They have ordered something since the journey began."""

    async def holds(self, world: World) -> bool:
        """Whether an order came after the beginning, or the cart has become one."""
        if world.run.subject_kind is SubjectKind.CART and not await world.is_cart_open():
            return True
        return await world.ordered_since(world.run.started_at)


@CONDITIONS.register("emptied")
class Emptied(Condition):
    """Nothing is in the cart any more."""

    async def holds(self, world: World) -> bool:
        """Whether the cart is empty."""
        return not await world.goods()


@CONDITIONS.register("came_back")
class CameBack(Condition):
    """They have changed their cart since it was left: it is left anew when they leave it again."""

    async def holds(self, world: World) -> bool:
        """Whether the cart was touched after the beginning."""
        cart = await world.cart()
        return cart is not None and cart.updated_at > world.run.started_at


@CONDITIONS.register("out_of_stock")
class OutOfStock(Condition):
    """Nothing in the cart can be bought now."""

    async def holds(self, world: World) -> bool:
        """Whether every line is sold out."""
        goods = await world.goods()
        return bool(goods) and not any(each.variant.is_available() for each in goods)


@CONDITIONS.register("cart_worth")
class CartWorth(Condition):
    """The cart costs at least so much, in minor units of its currency."""

    at_least_minor: int = Field(ge=0)

    async def holds(self, world: World) -> bool:
        """Whether it does today."""
        worth = await world.worth()
        return worth is not None and worth.amount_minor >= self.at_least_minor


@CONDITIONS.register("in_cart")
class InCart(Condition):
    """The product is in a cart of theirs."""

    async def holds(self, world: World) -> bool:
        """Whether it is in an open one."""
        found = await world.session.scalar(
            select(CartLine.sku)
            .join(Cart, Cart.id == CartLine.cart_id)
            .join(Variant, Variant.sku == CartLine.sku)
            .where(
                Cart.customer_id == world.run.customer_id,
                Cart.status == CartStatus.OPEN,
                Variant.product_id == world.run.subject,
            )
            .limit(1)
        )
        return found is not None


@CONDITIONS.register("checkout_begun")
class CheckoutBegun(Condition):
    """They had begun to check the cart out."""

    async def holds(self, world: World) -> bool:
        """Whether there is a checkout of it."""
        cart = await world.cart()
        if cart is None:
            return False
        found = select(Checkout.id).where(Checkout.cart_id == cart.id)
        return await world.session.scalar(found.limit(1)) is not None


@CONDITIONS.register("asked_for_alert")
class AskedForAlert(Condition):
    """They asked to be told of the product, and are told by the alert itself."""

    async def holds(self, world: World) -> bool:
        """Whether an alert of theirs waits, or was told since the journey began."""
        found = await world.session.scalar(
            select(Alert.id)
            .where(
                Alert.customer_id == world.run.customer_id,
                Alert.product_id == world.run.subject,
                Alert.cancelled_at.is_(None),
                Alert.told_at.is_(None) | (Alert.told_at > world.run.started_at - timedelta(days=1)),
            )
            .limit(1)
        )
        return found is not None


@CONDITIONS.register("return_still_open")
class ReturnStillOpen(Condition):
    """The shopper has still to send something of the order back."""

    async def holds(self, world: World) -> bool:
        """Whether a return was approved, and nothing of it has come."""
        order = await world.order()
        if order is None:
            return False
        is_open = (ReturnRequest.order_id == order.id) & (ReturnRequest.status == ReturnStatus.APPROVED)
        return await world.session.scalar(select(ReturnRequest.id).where(is_open).limit(1)) is not None


@CONDITIONS.register("may_invite")
class MayInvite(Condition):
    """The store rewards who brings a friend, and they have brought none within `not_within`."""

    not_within: Duration = timedelta(days=180)

    async def holds(self, world: World) -> bool:
        """Whether it is so."""
        policy = await referral_policy(world.session)
        since = world.clock.now() - self.not_within
        lately = (Referral.referrer_id == world.run.customer_id) & (Referral.claimed_at > since)
        has_brought = await world.session.scalar(select(Referral.id).where(lately).limit(1))
        return bool(policy.referrer) and has_brought is None


@CONDITIONS.register("has_community")
class HasCommunity(Condition):
    """The store has a community to invite people to."""

    async def holds(self, world: World) -> bool:
        """Whether the policy `community` names its address."""
        return bool((await community(world.session)).url)


@CONDITIONS.register("ordered_before")
class OrderedBefore(Condition):
    """They have had at least so many orders that were not cancelled."""

    at_least: int = Field(1, ge=1)

    async def holds(self, world: World) -> bool:
        """Whether they have."""
        count = await world.session.scalar(
            select(func.count())
            .select_from(Order)
            .where(Order.customer_id == world.run.customer_id, Order.status != OrderStatus.CANCELLED)
        )
        return (count or 0) >= self.at_least


@CONDITIONS.register("spent")
class Spent(Condition):
    """What they have paid for orders so far comes to at least so much, in minor units."""

    at_least_minor: int = Field(ge=0)

    async def holds(self, world: World) -> bool:
        """Whether it does."""
        total = await world.session.scalar(
            select(func.coalesce(func.sum(Order.total_minor), 0)).where(
                Order.customer_id == world.run.customer_id, Order.status != OrderStatus.CANCELLED
            )
        )
        return (total or 0) >= self.at_least_minor


@CONDITIONS.register("lives_in")
class LivesIn(Condition):
    """Their default address is in one of these countries."""

    countries: tuple[str, ...] = Field(min_length=1)

    async def holds(self, world: World) -> bool:
        """Whether it is."""
        address = await world.address()
        return address is not None and address.country in self.countries


@CONDITIONS.register("order_cancelled")
class OrderCancelled(Condition):
    """The order is cancelled, or is not there any more."""

    async def holds(self, world: World) -> bool:
        """Whether it is."""
        order = await world.order()
        return order is None or order.status is OrderStatus.CANCELLED


@CONDITIONS.register("order_delivered")
class IsDelivered(Condition):
    """All of the order has arrived."""

    async def holds(self, world: World) -> bool:
        """Whether it has."""
        order = await world.order()
        return order is not None and order.status is OrderStatus.DELIVERED


@CONDITIONS.register("all_parcels_out")
class AllParcelsOut(Condition):
    """No parcel of the order waits for the carrier."""

    async def holds(self, world: World) -> bool:
        """Whether none does."""
        order = await world.order()
        return order is not None and all(
            each.status is not ShipmentStatus.LABEL_CREATED for each in order.shipments
        )


@CONDITIONS.register("has_sent_back")
class HasSentBack(Condition):
    """Something of the order goes or went back."""

    async def holds(self, world: World) -> bool:
        """Whether a line has a return."""
        order = await world.order()
        return order is not None and any(line.returned_quantity for line in order.lines)


@CONDITIONS.register("replied")
class Replied(Condition):
    """They have answered a message of this journey."""

    async def holds(self, world: World) -> bool:
        """Whether a message of theirs came after one that was sent."""
        found = await world.session.scalar(
            select(Message.id)
            .join(JourneyStep, JourneyStep.conversation_id == Message.conversation_id)
            .where(
                JourneyStep.run_id == world.run.id,
                JourneyStep.outcome == Outcome.SENT,
                Message.author == MessageAuthor.SHOPPER,
                Message.created_at > JourneyStep.at,
            )
            .limit(1)
        )
        return found is not None
