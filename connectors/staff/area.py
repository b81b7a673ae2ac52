"""What every page for the store's people stands behind: a session, a role, and a form of ours."""

import hmac
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from sanic import Blueprint, HTTPResponse, Request, redirect

from commerce.clock import Clock
from commerce.database import Sessions
from commerce.staff.models import Role
from commerce.staff.sealing import Seal
from commerce.staff.sign_in import StaffIdentity, identity_of
from connectors.edge.errors import ApiError
from connectors.edge.origins import is_same
from connectors.edge.rate import TokenBuckets, network_of

SIGN_IN = "/staff/sign-in"
SECOND_FACTOR = "/staff/second-factor"
ENROL = "/staff/second-factor/set-up"

# Where somebody could try their luck.
_GUESSED_AT = (SIGN_IN, SECOND_FACTOR, "/staff/link/")

# What a route says of itself with `ctx_access`; a route that says nothing is closed to everybody.
PUBLIC: Final = "public"
HALF: Final = "half"  # signed in by password, the second factor still to come
DESK: Final = frozenset({Role.AGENT, Role.LEAD, Role.OPERATOR})
LEADS: Final = frozenset({Role.LEAD, Role.OPERATOR})
TRAINERS: Final = frozenset({Role.TRAINER, Role.OPERATOR})
OPERATORS: Final = frozenset({Role.OPERATOR})
EVERYBODY: Final = frozenset(Role)


class Forbidden(Exception):
    """The member's role does not open this page, or the request did not come from one of our pages."""


@dataclass(frozen=True, slots=True)
class StaffArea:
    """Guards the routes of blueprints."""

    sessions: Sessions
    clock: Clock
    seal: Seal  # of what is kept for second factors
    is_secure: bool  # whether shoppers and staff reach us by https
    tries: TokenBuckets  # at passwords, links and codes, of one network address

    @property
    def cookie(self) -> str:
        """The cookie's name; browsers hold its prefix to https and to this host."""
        return "__Host-aisle-staff" if self.is_secure else "aisle-staff"

    def guard(self, *routes: Blueprint) -> None:
        """Let nobody past who may not open the route."""
        for blueprint in routes:
            blueprint.middleware("request")(self._admit)

    async def identify(self, request: Request) -> StaffIdentity | None:
        """Who asks, by their session."""
        token = request.cookies.get(self.cookie)
        if not token or not token.isascii():  # else it is none of ours
            return None
        async with self.sessions.begin() as session:
            return await identity_of(session, token, clock=self.clock)

    def give(self, response: HTTPResponse, token: str) -> HTTPResponse:
        """Have the browser keep a session's token until it is closed."""
        return self._set(response, token, None)

    def take(self, response: HTTPResponse) -> HTTPResponse:
        """Have the browser forget it."""
        return self._set(response, "", 0)

    def _set(self, response: HTTPResponse, value: str, max_age_s: int | None) -> HTTPResponse:
        response.add_cookie(
            self.cookie,
            value,
            max_age=max_age_s,
            httponly=True,
            secure=self.is_secure,
            samesite="Lax",
            path="/",
        )
        return response

    async def _admit(self, request: Request) -> HTTPResponse | None:
        if request.method == "POST" and request.path.startswith(_GUESSED_AT):
            self.tries.take(network_of(request.client_ip or ""))
        access: Any = getattr(request.route.ctx, "access", None) if request.route else None
        is_write = request.method not in {"GET", "HEAD"}
        if is_write:
            require_own_page(request)
        if access == PUBLIC:
            return None
        identity = await self.identify(request)
        if identity is None:
            return _to_sign_in(request)
        request.ctx.staff = identity
        if is_write:
            _require_csrf_token(request, identity)
        if access == HALF:
            return None
        if not identity.is_complete:
            return _see(request, SECOND_FACTOR if identity.has_second_factor else ENROL)
        if access is None or identity.role not in access:
            raise Forbidden
        return None


def staff_of(request: Request) -> StaffIdentity:
    """Who asks, on a route that is guarded."""
    identity: StaffIdentity = request.ctx.staff
    return identity


def require_own_page(request: Request) -> None:
    """Raise Forbidden unless the browser says that a page of ours sends this."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    is_own = site == "same-origin" if site else origin is not None and is_same(origin, request.host)
    if not is_own:
        raise Forbidden


def field(request: Request, name: str, longest: int = 2_000) -> str:
    """A field of the submitted form without blanks around it; empty when it was not sent.

    Raises ApiError (422) for one that is too long, or holds what cannot be stored.
    """
    value = raw_field(request, name)
    if len(value) > longest or "\x00" in value:
        raise ApiError(422, "field_invalid", f"{name} has at most {longest} characters")
    return value.strip()


def raw_field(request: Request, name: str) -> str:
    """A field of the submitted form as it was typed, a password say; empty when it was not sent."""
    form = request.form
    return str(form.get(name) or "") if form else ""


def _require_csrf_token(request: Request, identity: StaffIdentity) -> None:
    if not request.body and request.headers.get("content-length", "0") != "0":
        # Sanic asks us about what it has refused to read, too.
        raise ApiError(413, "body_too_large", "that is more than can be sent here")
    sent = request.headers.get("x-csrf-token") or field(request, "csrf")
    if not hmac.compare_digest(sent.encode(), identity.csrf_token.encode()):
        raise Forbidden


def _to_sign_in(request: Request) -> HTTPResponse:
    return _see(request, f"{SIGN_IN}?next={quote(request.path)}" if request.method == "GET" else SIGN_IN)


def _see(request: Request, path: str) -> HTTPResponse:
    if request.headers.get("hx-request"):  # else the page would land inside the one that asked
        return HTTPResponse(status=401, headers={"hx-redirect": path})
    return redirect(path, status=303)
