"""`/invite/<code>`: who invites, what it brings, and a cookie by which the checkout knows of it."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sanic import Blueprint, HTTPResponse, Request, html

from commerce.database import Sessions
from commerce.referrals.codes import code_in, referrer_of
from commerce.referrals.policy import referral_policy
from connectors.edge.headers import PAGE_POLICY
from connectors.pages.templates import page_templates

COOKIE = "aisle_invited_by"
_KEPT = timedelta(days=30)
_HEADERS = {"content-security-policy": PAGE_POLICY, "x-robots-tag": "noindex"}
_TEMPLATES = page_templates(Path(__file__).parent / "templates")


@dataclass(frozen=True)
class InvitationParts:
    """What the page is made of."""

    sessions: Sessions
    store_name: str
    is_https: bool


def invitation_routes(parts: InvitationParts) -> Blueprint:
    """The page; a code that nobody has leads to the store without a word of friends."""
    routes = Blueprint("invitations", url_prefix="/invite")

    @routes.get("/<written:str>")
    async def invitation(_: Request, written: str) -> HTTPResponse:
        code = code_in(written)
        async with parts.sessions() as session:
            referrer = await referrer_of(session, code) if code else None
            policy = await referral_policy(session)
        if code is None or referrer is None or not policy.is_offered:
            return html(_page(parts, is_known=False), 404, _HEADERS)
        page = _page(
            parts,
            is_known=True,
            name=referrer.first_name or "A friend",
            code=code,
            reward=policy.words(policy.friend) if policy.friend else "",
            least=str(policy.least),
        )
        response = html(page, headers=_HEADERS)
        response.add_cookie(
            COOKIE,
            code,
            path="/checkout",
            httponly=True,
            secure=parts.is_https,
            samesite="Lax",
            max_age=int(_KEPT.total_seconds()),
        )
        return response

    return routes


def invited_with(request: Request) -> str | None:
    """Return the friend's code whose link this browser has opened; None where it has opened none."""
    return code_in(request.cookies.get(COOKIE) or "")


def _page(parts: InvitationParts, *, is_known: bool, **values: str) -> str:
    template = _TEMPLATES.get_template("invitation.html" if is_known else "no_invitation.html")
    return template.render(store_name=parts.store_name, **values)
