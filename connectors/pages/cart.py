"""`/store/cart`: the cart that the storefront and the assistant share, by the conversation's own token."""

from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import Field, StringConstraints, TypeAdapter
from sanic import Blueprint, HTTPResponse, Request, json
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.models import ActorKind
from commerce.audit.service import Cause
from commerce.carts.changing import CartFull, ChangeCart, change_cart
from commerce.carts.costs import NoDelivery
from commerce.carts.finding import find_cart
from commerce.carts.quote import Contents, Quote, quote
from commerce.catalogue.naming import products_by_id
from commerce.catalogue.variants import VariantNotFound
from commerce.checkout.holding import hold
from commerce.checkout.links import checkout_ref
from commerce.checkout.refusals import CartIsEmpty
from commerce.clock import Clock
from commerce.database import Sessions
from commerce.identity import Shopper
from commerce.links.documents import DocumentLinks
from connectors.channels.web.tokens import Tokens
from connectors.channels.web.vouching import Vouching
from connectors.edge.errors import ApiError
from connectors.edge.schemas import parse
from connectors.pages.page_shopper import PageRequest, conversation_of, shopper_in

Sku = Annotated[str, StringConstraints(min_length=1, max_length=100)]
Count = Annotated[int, Field(ge=0, le=99)]
_MOST_LINES = 100


class PostCart(PageRequest):
    """The body of `POST /store/cart`; without changes it only asks what is in it."""

    product: Sku | None = None  # one of it, in the variant it has, else the variants are told
    adds: Annotated[dict[Sku, Count], Field(default_factory=dict, max_length=_MOST_LINES)]
    sets: Annotated[dict[Sku, Count], Field(default_factory=dict, max_length=_MOST_LINES)]


_POST_CART = TypeAdapter(PostCart)
_CHECK_OUT = TypeAdapter(PageRequest)


@dataclass(frozen=True, slots=True)
class CartParts:
    """What the routes need; `links` make the checkout's."""

    sessions: Sessions
    tokens: Tokens
    vouching: Vouching
    links: DocumentLinks = field(repr=False)
    clock: Clock


def cart_routes(parts: CartParts) -> Blueprint:
    """`POST /store/cart` and `POST /store/cart/checkout`; a shopper without a conversation gets one."""
    routes = Blueprint("cart", url_prefix="/store/cart")

    @routes.post("/")
    async def change(request: Request) -> HTTPResponse:
        body = parse(_POST_CART, request.body)
        conversation_id, token = await conversation_of(parts.tokens, parts.vouching, request, body)
        try:
            async with parts.sessions.begin() as session:
                shopper = await shopper_in(session, conversation_id)
                choices = await _change(session, shopper, body, parts.clock)
                found = await find_cart(session, shopper, clock=parts.clock)
                quoted = await quote(session, Contents.of(found), clock=parts.clock)
        except VariantNotFound:
            raise ApiError(404, "not_found", "there is no such variant") from None
        except CartFull as full:
            raise ApiError(422, "cart_full", f"a cart holds at most {full.most} items") from None
        except NoDelivery:
            raise ApiError(422, "no_delivery", "nothing is delivered to this customer's country") from None
        shown = {"conversation": str(conversation_id), "cart": _shown(quoted), "choices": choices}
        return json(shown | ({"conversation_token": token} if token else {}))

    @routes.post("/checkout")
    async def check_out(request: Request) -> HTTPResponse:
        body = parse(_CHECK_OUT, request.body)
        conversation_id, _ = await conversation_of(parts.tokens, parts.vouching, request, body)
        try:
            async with parts.sessions.begin() as session:
                shopper = await shopper_in(session, conversation_id)
                cart = await find_cart(session, shopper, clock=parts.clock)
                if cart is None:
                    raise CartIsEmpty
                held = await hold(session, cart.id, clock=parts.clock)
        except CartIsEmpty:
            raise ApiError(409, "cart_empty", "nothing in the cart can be bought") from None
        except NoDelivery:
            raise ApiError(422, "no_delivery", "nothing is delivered to this customer's country") from None
        ref = checkout_ref(held.cart_id, shopper.customer_id, shopper.level)
        return json({"url": parts.links.url(ref, clock=parts.clock)})

    return routes


async def _change(
    session: AsyncSession, shopper: Shopper, body: PostCart, clock: Clock
) -> list[dict[str, Any]]:
    """Change what is asked for; the variants to choose from where a product comes in several."""
    adds = dict(body.adds)
    if body.product is not None:
        products = await products_by_id(session, [body.product])
        if not products:
            raise ApiError(404, "not_found", "there is no such product")
        offered = [each for each in products[0].variants if each.is_offered]
        if len(offered) != 1:
            return [
                {
                    "sku": each.sku,
                    "title": ", ".join(each.options.values()) or each.sku,
                    "price_minor": each.price_minor,
                    "currency": each.currency,
                    "available": each.is_available(),
                }
                for each in offered
            ]
        adds[offered[0].sku] = adds.get(offered[0].sku, 0) + 1
    if adds or body.sets:
        cause = Cause(ActorKind.SHOPPER, shopper.customer_id)
        await change_cart(session, shopper, ChangeCart(adds, body.sets), cause=cause, clock=clock)
    return []


def _shown(quoted: Quote) -> dict[str, Any]:
    return {
        "lines": [
            {
                "sku": line.sku,
                "title": line.title,
                "options": line.options,
                "quantity": line.quantity,
                "wanted": line.wanted,
                "total_minor": line.total.amount_minor,
                "price_before_minor": line.price_before.amount_minor if line.price_before else None,
            }
            for line in quoted.lines
        ],
        "discounts": [
            {"name": each.code or each.description, "amount_minor": each.amount.amount_minor}
            for each in quoted.discounts
        ],
        "delivery_minor": quoted.delivery_cost.amount_minor,
        "total_minor": quoted.total.amount_minor,
        "currency": quoted.total.currency,
        "count": sum(line.quantity for line in quoted.lines),
    }
