"""`/account/unlock/<code>` asks, and unlocks on a POST alone: programs follow the links of mails."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sanic import Blueprint, HTTPResponse, Request, html

from commerce.clock import Clock
from commerce.database import Sessions
from commerce.fraud.locking import FormerEmailTaken, LinkNotKnown, release_by_link, unlocks
from connectors.edge.headers import PAGE_POLICY
from connectors.pages.templates import page_templates

_HEADERS = {
    "content-security-policy": PAGE_POLICY,
    "x-robots-tag": "noindex",
    "cache-control": "no-store",
}
_TEMPLATES = page_templates(Path(__file__).parent / "templates")


@dataclass(frozen=True, slots=True)
class UnlockParts:
    """What the page is made of."""

    sessions: Sessions
    clock: Clock
    store_name: str

    def page(self, state: str, status: int = 200) -> HTTPResponse:
        """The page, as it asks, is done, or knows of nothing."""
        values: dict[str, Any] = {"store_name": self.store_name, "state": state}
        return html(_TEMPLATES.get_template("unlock.html").render(**values), status=status, headers=_HEADERS)


def unlock_routes(parts: UnlockParts) -> Blueprint:
    """The page and its button."""
    routes = Blueprint("unlock", url_prefix="/account/unlock")

    @routes.get("/<code:str>")
    async def ask(_: Request, code: str) -> HTTPResponse:
        async with parts.sessions() as session:
            is_known = await unlocks(session, code)
        return parts.page("asks") if is_known else parts.page("nothing", 404)

    @routes.post("/<code:str>")
    async def unlock(_: Request, code: str) -> HTTPResponse:
        try:
            async with parts.sessions.begin() as session:
                await release_by_link(session, code, parts.clock)
        except LinkNotKnown:
            return parts.page("nothing", 404)
        except FormerEmailTaken:
            return parts.page("taken", 409)
        return parts.page("done")

    return routes
