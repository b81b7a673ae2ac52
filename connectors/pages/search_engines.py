"""What search engines and those who share a link read: `/` with its head, `/sitemap.xml`, `/robots.txt`."""

import gzip
import hashlib
import json
import re
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from xml.sax.saxutils import escape as xml_escape

from sanic import Blueprint, HTTPResponse, Request, text
from sqlalchemy import select

from commerce.catalogue.models import Category, Product
from commerce.catalogue.naming import products_by_id
from commerce.database import Sessions
from connectors.edge.headers import PAGE_POLICY
from connectors.edge.static_files import StaticFolder, takes_gzip

_MOST_ADDRESSES = 50_000  # of one sitemap, by its protocol
_LONGEST_DESCRIPTION = 160  # characters: what is shown under a result
_LONGEST_ID = 200
_FILE = re.compile(r'(?<=")/storefront/([\w./-]+\.(?:css|svg))(?=")')  # a font is named by the CSS, too
_HEAD = re.compile(r'<meta name="description"[^>]*>|<title>[^<]*</title>')


@dataclass(frozen=True, slots=True)
class Shopfront:
    """The page's folder, what is sold, and where and as what the shop is known."""

    folder: Path
    files: StaticFolder
    sessions: Sessions
    public_url: str
    store_name: str

    def page(self, request: Request, head: str) -> HTTPResponse:
        """The page with this head, its files named by their content."""
        page = _HEAD.sub("", (self.folder / "index.html").read_text())
        page = page.replace("</head>", f"{head}\n  </head>", 1)
        page = _FILE.sub(lambda found: f"/storefront/{found[1]}?v={self.files.version(found[1])}", page)
        etag = f'W/"{hashlib.sha256(page.encode()).hexdigest()[:20]}"'
        headers = {"content-security-policy": PAGE_POLICY, "etag": etag, "cache-control": "no-cache"}
        headers["vary"] = "Accept-Encoding"
        if etag in request.headers.get("if-none-match", ""):
            return HTTPResponse(status=304, headers=headers)
        body = page.encode()
        if takes_gzip(request):
            body, headers["content-encoding"] = gzip.compress(body), "gzip"
        return HTTPResponse(body, headers=headers, content_type="text/html; charset=utf-8")

    def address(self, **query: str) -> str:
        """The address of the list, or of a product or category of it."""
        return f"{self.public_url}/?{urlencode(query)}" if query else f"{self.public_url}/"


def search_engine_routes(shop: Shopfront) -> Blueprint:
    """The page, the sitemap and what robots may read."""
    routes = Blueprint("search_engines")

    @routes.get("/")
    async def page(request: Request) -> HTTPResponse:
        wanted, listed = (_id_in(request, each) for each in ("product", "category"))
        async with shop.sessions() as session:
            found = await products_by_id(session, [wanted]) if wanted else []
            category = await session.get(Category, (found[0].category_id if found else listed) or "")
        head = _product_head(shop, found[0], category) if found else _list_head(shop, category)
        return shop.page(request, head)

    @routes.get("/sitemap.xml")
    async def sitemap(_: Request) -> HTTPResponse:
        async with shop.sessions() as session:
            categories = list(await session.scalars(select(Category.id).order_by(Category.id)))
            limit = _MOST_ADDRESSES - len(categories) - 1
            products = list(await session.scalars(select(Product.id).order_by(Product.id).limit(limit)))
        addresses = [
            shop.address(),
            *(shop.address(category=each) for each in categories),
            *(shop.address(product=each) for each in products),
        ]
        listed = "".join(f"<url><loc>{xml_escape(each)}</loc></url>\n" for each in addresses)
        namespace = "http://www.sitemaps.org/schemas/sitemap/0.9"
        body = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{namespace}">\n{listed}</urlset>\n'
        return text(body, content_type="application/xml; charset=utf-8")

    @routes.get("/robots.txt")
    async def robots(_: Request) -> HTTPResponse:
        closed = "".join(f"Disallow: /{each}\n" for each in ("chat/", "checkout/", "desk/", "staff/", "l/"))
        return text(f"User-agent: *\n{closed}Sitemap: {shop.public_url}/sitemap.xml\n")

    return routes


def _id_in(request: Request, name: str) -> str:
    return str(request.args.get(name) or "")[:_LONGEST_ID]


def _list_head(shop: Shopfront, category: Category | None) -> str:
    address = shop.address(category=category.id) if category else shop.address()
    about = "A store with an assistant that finds things, answers, and knows your orders."
    website = {"@type": "WebSite", "name": shop.store_name, "url": shop.address()}
    return _head(shop, shop.store_name, address, about=about, kind="website", facts=[website])


def _product_head(shop: Shopfront, product: Product, category: Category | None) -> str:
    address = shop.address(product=product.id)
    title = f"{product.title} – {shop.store_name}"
    about = " ".join(product.description.split()) or product.title
    short = about if len(about) <= _LONGEST_DESCRIPTION else f"{about[: _LONGEST_DESCRIPTION - 1]}…"
    steps = [(shop.store_name, shop.address())]
    steps += [(category.title, shop.address(category=category.id))] if category else []
    steps.append((product.title, address))
    facts = [_product(product, about, address), _crumbs(steps)]
    return _head(shop, title, address, about=short, kind="product", facts=facts)


def _product(product: Product, about: str, address: str) -> dict[str, Any]:
    known: dict[str, Any] = {
        "@type": "Product",
        "name": product.title,
        "description": about,
        "sku": product.id,
        "url": address,
    }
    if product.brand:
        known["brand"] = {"@type": "Brand", "name": product.brand}
    if product.rating is not None and product.review_count:
        known["aggregateRating"] = {
            "@type": "AggregateRating",
            "ratingValue": round(product.rating, 1),
            "reviewCount": product.review_count,
        }
    if product.variants:
        known["offers"] = _offers(product, address)
    return known


def _offers(product: Product, address: str) -> dict[str, Any]:
    prices = [each.price for each in product.variants]
    low, high = min(prices), max(prices)
    is_there = any(each.is_available() for each in product.variants)
    return {
        "@type": "AggregateOffer",
        "lowPrice": str(low.decimal),
        "highPrice": str(high.decimal),
        "offerCount": len(prices),
        "priceCurrency": low.currency,
        "availability": f"https://schema.org/{'InStock' if is_there else 'OutOfStock'}",
        "url": address,
    }


def _crumbs(steps: list[tuple[str, str]]) -> dict[str, Any]:
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": address}
            for place, (name, address) in enumerate(steps, start=1)
        ],
    }


def _head(
    shop: Shopfront, title: str, address: str, *, about: str, kind: str, facts: list[dict[str, Any]]
) -> str:
    """Title, description, canonical address, what a shared link shows, and the facts for machines."""
    shared = {"og:type": kind, "og:title": title, "og:description": about, "og:url": address}
    shared |= {"og:site_name": shop.store_name, "og:image": f"{shop.public_url}/storefront/mark.png"}
    lines = [
        f"<title>{escape(title)}</title>",
        f'<meta name="description" content="{escape(about)}">',
        f'<link rel="canonical" href="{escape(address)}">',
        *(f'<meta property="{name}" content="{escape(value)}">' for name, value in shared.items()),
        '<meta name="twitter:card" content="summary">',
    ]
    for each in facts:
        # A `<` of a title must not end the script.
        said = json.dumps({"@context": "https://schema.org"} | each).replace("<", "\\u003c")
        lines.append(f'<script type="application/ld+json">{said}</script>')
    return "\n    ".join(lines)
