"""A wish list that its owner shares, for whoever has the link."""

from pathlib import Path

from sanic import Blueprint, HTTPResponse, Request, html

from commerce.database import Sessions
from commerce.wishlists.listing import shared_wishlist
from connectors.edge.headers import PAGE_POLICY
from connectors.pages.templates import page_templates

_HERE = Path(__file__).parent
# Its address is its key: no search engine keeps it, and no cache.
_HEADERS = {
    "content-security-policy": PAGE_POLICY,
    "x-robots-tag": "noindex",
    "cache-control": "no-store",
}


def wishlist_routes(sessions: Sessions, store_name: str) -> Blueprint:
    """`/wishlist/<key>` shows what is on the list, and of its owner no more than they allow."""
    routes = Blueprint("wishlist", url_prefix="/wishlist")
    templates = page_templates(_HERE / "wishlist_page", _HERE / "help_page")

    @routes.get("/<share_key:str>")
    async def shared(_: Request, share_key: str) -> HTTPResponse:
        async with sessions() as session:
            found = await shared_wishlist(session, share_key)
        page = templates.get_template("wishlist.html").render(store_name=store_name, wishlist=found)
        return html(page, status=200 if found else 404, headers=_HEADERS)

    return routes
