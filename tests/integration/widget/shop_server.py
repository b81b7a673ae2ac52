"""The pages around the chat: the files of widget and storefront, and the store's JSON."""

from html import escape
from pathlib import Path
from typing import Any

import jwt
from sanic import Blueprint, Request, Sanic
from sanic.response import HTTPResponse, html
from sanic.response import json as json_response

from tests.integration.widget.chat_server import ChatServer

WEB = Path(__file__).parents[3] / "web"
SHOPPER_SECRET = "a secret of the test shop, long enough for HS256"
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'"
)
SHELVES = {
    "kitchen": [
        "Coffee Maker",
        "Tea Kettle",
        "Espresso Machine",
        "Water Bottle",
        "Chef Knife",
        "Stoneware Mug",
    ],
    "clothing": ["T-Shirt", "Fleece Jacket", "Running Shoes", "Hiking Boots", "Sunglasses", "Wool Scarf"],
    "home": ["Desk Lamp", "Wall Clock", "Bookshelf", "Office Chair", "Linen Cushion", "Vacuum Cleaner"],
    "electronics": [
        "Laptop",
        "Smartphone",
        "Headphones",
        "Bluetooth Speaker",
        "Digital Camera",
        "Smart Watch",
    ],
    "outdoors": ["Bicycle", "Camping Tent", "Patio Umbrella", "Garden Hose", "Backpack", "Yoga Mat"],
}
PRODUCTS = [
    {
        "id": f"{category}-{number}",
        "title": title,
        "category": category,
        "price_minor": 1250 + 777 * number * (len(title) % 7 + 1),
        "currency": "USD",
        "variants": len(title) % 5 + 1,
    }
    for category, titles in SHELVES.items()
    for number, title in enumerate(titles, 1)
]
CUSTOMERS = [
    {
        "id": "ada",
        "name": "Ada Marsh",
        "email": "ada.marsh@example.com",
        "orders": [
            {"number": "#W1000001", "status": "shipped", "placed_on": "2026-01-12"},
            {"number": "#W1000002", "status": "delivered", "placed_on": "2025-12-03"},
            {"number": "#W1000003", "status": "pending", "placed_on": "2026-01-28"},
        ],
    },
    {
        "id": "bo",
        "name": "Bo Lindqvist",
        "email": "bo.lindqvist@example.com",
        "orders": [{"number": "#W2000001", "status": "cancelled", "placed_on": "2026-01-20"}],
    },
    {"id": "cy", "name": "Cy Okafor", "email": "cy.okafor@example.com", "orders": []},
]


def store_routes() -> Blueprint:
    """The JSON behind the storefront."""
    routes = Blueprint("store", url_prefix="/store")

    @routes.get("/products")
    async def products(request: Request) -> HTTPResponse:
        category, words = request.args.get("category"), request.args.get("q", "").lower()
        found = [
            p for p in PRODUCTS if (not category or p["category"] == category) and words in p["title"].lower()
        ]
        start, limit = int(request.args.get("after", 0)), int(request.args.get("limit", 24))
        following = start + limit if start + limit < len(found) else None
        categories = [{"id": each, "title": each.title()} for each in SHELVES]
        body = {"products": found[start : start + limit], "categories": categories, "next": following}
        return json_response(body)

    @routes.get("/suggestions")
    async def suggestions(request: Request) -> HTTPResponse:
        words = request.args.get("q", "").lower()
        found = [p for p in PRODUCTS if words and words in p["title"].lower()]
        return json_response({"suggestions": [{"text": p["title"], "product": p["id"]} for p in found[:8]]})

    @routes.get("/demo-customers")
    async def customers(_: Request) -> HTTPResponse:
        return json_response({"customers": CUSTOMERS})

    @routes.post("/demo-token")
    async def token(request: Request) -> HTTPResponse:
        return json_response({"shopper_token": shopper_token(request.json["customer"])})

    return routes


def shopper_token(customer: str, **claims: Any) -> str:
    """A shopper token as the shop would sign it."""
    return jwt.encode({"sub": customer, "aud": "aisle", "exp": 4102444800} | claims, SHOPPER_SECRET, "HS256")


def build_shop(name: str, chat: ChatServer) -> Sanic:
    """The whole site under one strict content security policy."""
    app: Sanic = Sanic(name, configure_logging=False)
    app.config.ACCESS_LOG = False
    app.config.MOTD = False
    app.config.TOUCHUP = False  # rewrites Sanic's own methods, which works once per process
    app.config.AUTO_EXTEND = False
    app.blueprint(chat.blueprint())
    app.blueprint(store_routes())
    app.static("/widget", WEB / "widget", name="widget")
    app.static("/storefront", WEB / "storefront", name="storefront")
    app.static("/", WEB / "storefront" / "index.html", name="index")

    @app.get("/bare")
    async def bare(request: Request) -> HTTPResponse:
        return html(bare_page({key: values[0] for key, values in request.args.items()}))

    @app.on_response
    async def protect(_: Request, response: HTTPResponse) -> None:
        response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY

    return app


def bare_page(attributes: dict[str, str]) -> str:
    """Somebody else's page with nothing but the script tag, its attributes as asked for."""
    data = " ".join(f'data-{name}="{escape(value)}"' for name, value in attributes.items())
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Some shop</title>
<link rel="icon" href="/storefront/mark.svg">
<meta name="viewport" content="width=device-width, initial-scale=1">
</head><body><main><h1>Some shop</h1><p>Welcome. <a href="/bare">Another page</a></p></main>
<script type="module" src="/widget/aisle-widget.js" {data}></script></body></html>"""
