"""The demo storefront's pages and data, and the widget's files."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter
from sanic import Blueprint, HTTPResponse, Request, json
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalogue.browse import LONGEST_PAGE, ShelfItem, browse_products, list_categories
from commerce.catalogue.models import Product, Variant
from commerce.catalogue.naming import products_by_id
from commerce.clock import Clock
from commerce.customers.vouching import customer_vouched_for
from commerce.database import Sessions
from commerce.demo.showcase import showcase_customers as demo_showcase
from commerce.demo.shown_customers import ShowcaseCustomer, showcase_customers
from commerce.search.service import ProductSearch
from commerce.search.suggesting import suggest
from connectors.channels.web.tokens import Tokens
from connectors.edge.errors import ApiError
from connectors.edge.headers import PAGE_POLICY
from connectors.edge.schemas import parse
from connectors.edge.static_files import StaticFolder

_WEB = Path(__file__).resolve().parents[2] / "web"
STOREFRONT = _WEB / "storefront"
_DEMO_TOKEN_LIFETIME = timedelta(hours=8)
_PAGE_SIZE = 24
_LONGEST_ARGUMENT = 200  # characters

# Any site may show the widget.
_WIDGET_HEADERS = {"access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin"}


class DemoToken(BaseModel):
    """The body of `POST /store/demo-token`."""

    model_config = ConfigDict(extra="forbid")

    customer: str


_DEMO_TOKEN = TypeAdapter(DemoToken)


def file_routes() -> Blueprint:
    """`/storefront/...` and `/widget/...`"""
    routes = Blueprint("files")
    storefront, widget = StaticFolder(STOREFRONT), StaticFolder(_WEB / "widget")

    @routes.get("/storefront/<name:path>")
    async def storefront_file(request: Request, name: str) -> HTTPResponse:
        return storefront.serve(request, name, {"content-security-policy": PAGE_POLICY})

    @routes.get("/widget/<name:path>")
    async def widget_file(request: Request, name: str) -> HTTPResponse:
        return widget.serve(request, name, dict(_WIDGET_HEADERS))

    return routes


# Those of the demo store; an imported one has none of them.
_SHOWCASE = [customer_id for customer_id, _ in demo_showcase()]


def store_routes(sessions: Sessions, search: ProductSearch) -> Blueprint:
    """`/store/products` and `/store/suggestions`"""
    routes = Blueprint("store", url_prefix="/store")

    @routes.get("/products")
    async def products(request: Request) -> HTTPResponse:
        words, category = _argument(request, "q"), _argument(request, "category")
        async with sessions() as session:
            if words and (await search.vocabulary(session)).documents:
                page = await _searched(session, search, words, category)
            elif product_id := _argument(request, "product"):
                found = await products_by_id(session, [product_id])
                page = {"products": [_product(_shelved(each, each.variants)) for each in found], "next": None}
            else:
                items, following = await browse_products(
                    session,
                    category_id=category,
                    search=words or "",
                    limit=_limit(request),
                    after=_argument(request, "after"),
                )
                page = {"products": [_product(item) for item in items], "next": following}
            categories = await list_categories(session)
        return json(page | {"categories": [{"id": each.id, "title": each.title} for each in categories]})

    @routes.get("/suggestions")
    async def suggestions(request: Request) -> HTTPResponse:
        async with sessions() as session:
            vocabulary = await search.vocabulary(session)
            found = await suggest(session, _argument(request, "q") or "", vocabulary)
        return json({"suggestions": [{"text": each.text, "product": each.product_id} for each in found]})

    return routes


async def _searched(
    session: AsyncSession, search: ProductSearch, words: str, category: str | None
) -> dict[str, Any]:
    """The products that a search finds, and whether they are only near to what was asked for."""
    wanted = await search.read(session, words)
    if category is not None:
        wanted = wanted.filtered((f"category:{category}",))
    results = await search.search(session, wanted)
    hits = await search.hits(session, results, results.ids)
    return {
        "products": [_product(_shelved(hit.product, hit.variants)) for hit in hits],
        "next": None,
        "is_near": results.relaxed is not None or bool(wanted.unknown),
        "is_sold_out": results.sold_out,
        "read_as": [read for _, read in wanted.corrected],
    }


def _shelved(product: Product, variants: Sequence[Variant]) -> ShelfItem:
    price = min(variants, key=lambda variant: variant.price_minor).price
    rated = (product.rating, product.review_count)
    return ShelfItem(product.id, product.title, product.category_id, price, len(variants), *rated)


def demo_routes(sessions: Sessions, tokens: Tokens, clock: Clock) -> Blueprint:
    """`/store/demo-customers` and `/store/demo-token`: anybody may become anybody, so never in production."""
    routes = Blueprint("demo", url_prefix="/store")

    @routes.get("/demo-customers")
    async def demo_customers(_: Request) -> HTTPResponse:
        async with sessions() as session:
            customers = await showcase_customers(session, _SHOWCASE)
        return json({"customers": [_customer(each, clock) for each in customers]})

    @routes.post("/demo-token")
    async def demo_token(request: Request) -> HTTPResponse:
        wanted = parse(_DEMO_TOKEN, request.body).customer
        async with sessions() as session:
            customer_id = await customer_vouched_for(session, wanted)
        if customer_id is None:
            raise ApiError(404, "not_found", "there is no such customer")
        return json({"shopper_token": tokens.shopper_token(customer_id, _DEMO_TOKEN_LIFETIME)})

    return routes


def _argument(request: Request, name: str) -> str | None:
    value: str | None = request.args.get(name)
    if value is not None and ("\x00" in value or len(value) > _LONGEST_ARGUMENT):
        raise ApiError(400, "invalid_request", f"{name!r} is not usable")
    return value


def _limit(request: Request) -> int:
    value = request.args.get("limit", str(_PAGE_SIZE))
    if not (value.isascii() and value.isdecimal() and 1 <= int(value) <= LONGEST_PAGE):
        raise ApiError(400, "invalid_request", f"'limit' is a number from 1 to {LONGEST_PAGE}")
    return int(value)


def _product(item: ShelfItem) -> dict[str, Any]:
    return {
        "id": item.id,
        "title": item.title,
        "category": item.category_id,
        "price_minor": item.price.amount_minor,
        "currency": item.price.currency,
        "image": None,  # the catalogue holds no pictures
        "variants": item.variants,
        "rating": item.rating,
        "reviews": item.reviews,
    }


def _customer(each: ShowcaseCustomer, clock: Clock) -> dict[str, Any]:
    return {
        "id": each.customer.id,
        "name": each.customer.full_name,
        "email": each.customer.email,
        "orders": [
            {
                "number": order.number,
                "status": order.status.value,
                "placed_on": clock.day_of(order.placed_at).isoformat() if order.placed_at else None,
            }
            for order in each.orders
        ],
    }
