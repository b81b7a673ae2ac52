"""What the words of a journey's messages leave open: made of the world as it is when they go out."""

import json
from abc import abstractmethod
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote

from commerce.checkout.links import checkout_ref
from commerce.identity import IdentityLevel
from commerce.journeys.community import community
from commerce.journeys.models import SubjectKind
from commerce.journeys.registry import Registry
from commerce.journeys.world import CartGoods, World
from commerce.links.documents import DocumentLinks
from commerce.money import Money
from commerce.notification import Good, Notification, notification
from commerce.notifications.catalogue import catalogue
from commerce.referrals.codes import code_of, invitation_url
from commerce.referrals.policy import referral_policy

_SHOWN = 5


class Contents(Protocol):
    """Makes what a message says of one kind of subject."""

    @abstractmethod
    async def fill(self, name: str, world: World, code: str) -> Notification:
        """The notification `name` with everything in its places."""
        ...


@dataclass(frozen=True, slots=True)
class CartContents:
    """What is in the cart that can still be had, what it costs, and the link back to it."""

    links: DocumentLinks

    async def fill(self, name: str, world: World, code: str) -> Notification:
        """As above."""
        goods = [each for each in await world.goods() if each.variant.is_available()]
        cart = await world.cart()
        assert cart is not None  # a guard has seen it
        # Whoever holds the link sees the cart, and nothing of who its owner is or where they live.
        ref = checkout_ref(cart.id, cart.customer_id, IdentityLevel.ANONYMOUS)
        link = self.links.url(ref, clock=world.clock)
        shown = tuple(_shown(each) for each in goods)
        filled = notification(
            name,
            title=_titles(goods),
            count=sum(each.quantity for each in goods),
            items="\n".join(f"- {_line(each)}" for each in shown[:_SHOWN]),
            total=_total(goods),
            link=link,
            code=code,
        )
        return Notification(filled.name, filled.values, shown)


@dataclass(frozen=True, slots=True)
class OrderContents:
    """Which order it is, and what is in it; whatever else the words ask for is the customer's."""

    links: DocumentLinks

    async def fill(self, name: str, world: World, code: str) -> Notification:
        """As above."""
        del code
        order = await world.order()
        assert order is not None  # a condition has seen it
        shown = tuple(
            Good(
                line.title,
                " · ".join(filter(None, (_options(line.options), _times(line.quantity)))),
                str(Money(line.paid_minor, order.currency)),
            )
            for line in order.lines
        )
        titles = [line.title for line in order.lines]
        filled = notification(
            name,
            order_number=order.display_number,
            title=_and_more(titles),
            items="\n".join(f"- {_line(each)}" for each in shown[:_SHOWN]),
            total=order.total,
            promised_on=f"{order.promised_on:%B %-d}" if order.promised_on else "",
            **await _made(name, world, self.links),
        )
        return Notification(filled.name, filled.values, shown)


@dataclass(frozen=True, slots=True)
class ProductContents:
    """The product in the version it is about or that they would get, its price, where it is on the site."""

    links: DocumentLinks

    async def fill(self, name: str, world: World, code: str) -> Notification:
        """As above."""
        [good] = await world.goods()  # a guard has seen it
        shown = _shown(good)
        link = f"{self.links.base_url.rstrip('/')}/?product={quote(good.variant.product_id)}"
        title = f"{good.title} ({shown.detail})" if good.is_one_of_several and shown.detail else good.title
        ware = (
            {"sku": good.variant.sku} if good.is_one_of_several else {"product_id": good.variant.product_id}
        )
        filled = notification(
            name,
            title=title,
            price=shown.price,
            items=f"- {_line(shown)}",
            link=link,
            code=code,
            ware=json.dumps(ware),
        )
        return Notification(filled.name, filled.values, (shown,))


@dataclass(frozen=True, slots=True)
class CustomerContents:
    """What the words ask for of the customer: each place is made by a function that is registered."""

    links: DocumentLinks

    async def fill(self, name: str, world: World, code: str) -> Notification:
        """As above."""
        return notification(name, code=code, **await _made(name, world, self.links))


Place = Callable[[World, DocumentLinks], Awaitable[str]]
PLACES: Registry[Place] = Registry("place")


async def _made(name: str, world: World, links: DocumentLinks) -> dict[str, str]:
    wanted = catalogue()[name].places() & set(PLACES.names())
    return {place: await PLACES.get(place)(world, links) for place in sorted(wanted)}


@PLACES.register("invite_link")
async def _invite_link(world: World, links: DocumentLinks) -> str:
    code = await code_of(world.session, world.run.customer_id, clock=world.clock)
    return invitation_url(links.base_url, code)


@PLACES.register("invite_reward")
async def _invite_reward(world: World, _: DocumentLinks) -> str:
    policy = await referral_policy(world.session)
    return policy.words(policy.referrer)


@PLACES.register("community_link")
async def _community_link(world: World, _: DocumentLinks) -> str:
    return (await community(world.session)).url


def contents_of(links: DocumentLinks) -> dict[SubjectKind, Contents]:
    """What is said of each kind of subject."""
    return {
        SubjectKind.CART: CartContents(links),
        SubjectKind.ORDER: OrderContents(links),
        SubjectKind.CUSTOMER: CustomerContents(links),
        SubjectKind.PRODUCT: ProductContents(links),
    }


def _shown(each: CartGoods) -> Good:
    variant = each.variant
    price = Money(variant.price_minor * each.quantity, variant.currency)
    detail = " · ".join(filter(None, (_options(variant.options), _times(each.quantity))))
    return Good(each.title, detail, str(price))


def _line(good: Good) -> str:
    detail = f" ({good.detail})" if good.detail else ""
    return f"{good.title}{detail}: {good.price}"


def _options(options: dict[str, str]) -> str:
    return ", ".join(options.values())


def _times(quantity: int) -> str:
    return f"{quantity} of them" if quantity > 1 else ""


def _titles(goods: list[CartGoods]) -> str:
    return _and_more([each.title for each in goods])


def _and_more(titles: list[str]) -> str:
    """The first title, and how many others there are."""
    others = len(titles) - 1
    if others < 1:
        return "".join(titles)
    return f"{titles[0]} and {titles[1]}" if others == 1 else f"{titles[0]} and {others} other items"


def _total(goods: list[CartGoods]) -> str:
    amounts = [each.variant.price_minor * each.quantity for each in goods]
    return str(Money(sum(amounts), goods[0].variant.currency))
