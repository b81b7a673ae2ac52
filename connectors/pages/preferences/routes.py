"""`/preferences/<token>`: a page to choose on. `/unsubscribe/<token>`: a mail program's button (RFC 8058)."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sanic import Blueprint, HTTPResponse, Request, empty, html, redirect
from sanic.request import RequestParameters

from commerce.consent.models import ConsentSource
from commerce.database import Sessions
from commerce.errors import NotFound
from commerce.notifications.choices import EMAIL, SMS, WEB, Choice, choices_of, choose, unsubscribe
from commerce.notifications.preferences import PreferenceLinks
from connectors.edge.headers import PAGE_POLICY
from connectors.edge.static_files import StaticFolder
from connectors.pages.templates import page_templates

_HERE = Path(__file__).parent
# Whoever has the link may choose; nobody shall find it in a search engine.
_HEADERS = {"content-security-policy": PAGE_POLICY, "x-robots-tag": "noindex"}
_TEMPLATES = page_templates(_HERE / "templates")
_TITLES = {EMAIL: "By e-mail", SMS: "By text message", WEB: "In the chat on our site"}


@dataclass(frozen=True)
class PreferenceParts:
    """What the pages are made of."""

    sessions: Sessions
    links: PreferenceLinks
    store_name: str

    def page(self, choices: list[Choice], *, is_saved: bool) -> HTTPResponse:
        """The choices as a form."""
        shown = [_shown(each) for each in choices]
        return self._show("preferences.html", choices=shown, is_saved=is_saved)

    def nothing_here(self) -> HTTPResponse:
        """What a link that is not ours leads to."""
        return self._show("nothing_here.html", 404)

    def _show(self, template: str, status: int = 200, **values: Any) -> HTTPResponse:
        page = _TEMPLATES.get_template(template).render(store_name=self.store_name, **values)
        return html(page, status=status, headers=_HEADERS)


def preference_routes(parts: PreferenceParts) -> Blueprint:
    """The page, its style, and the choice it sends."""
    routes = Blueprint("preferences", url_prefix="/preferences")
    files = StaticFolder(_HERE)

    @routes.get("/style.css")
    async def style(request: Request) -> HTTPResponse:
        return files.serve(request, "preferences.css", {})

    @routes.get("/<token:str>")
    async def show(request: Request, token: str) -> HTTPResponse:
        try:
            async with parts.sessions() as session:
                choices = await choices_of(session, parts.links.read(token))
        except NotFound:
            return parts.nothing_here()
        return parts.page(choices, is_saved="saved" in request.args)

    @routes.post("/<token:str>")
    async def save(request: Request, token: str) -> HTTPResponse:
        chosen = [each for each in _TITLES if _given(request, each)]
        wanted = [] if _given(request, "nothing") else chosen
        try:
            async with parts.sessions.begin() as session:
                await choose(session, parts.links.read(token), wanted, ConsentSource.PREFERENCES)
        except NotFound:
            return parts.nothing_here()
        return redirect(f"/preferences/{token}?saved=1", status=303, headers=_HEADERS)

    return routes


def unsubscribe_routes(parts: PreferenceParts) -> Blueprint:
    """The button. Programs follow links of mails to look at them: only a POST unsubscribes."""
    routes = Blueprint("unsubscribe", url_prefix="/unsubscribe")

    @routes.get("/<token:str>")
    async def ask(_: Request, token: str) -> HTTPResponse:
        return redirect(f"/preferences/{token}", status=303, headers=_HEADERS)

    @routes.post("/<token:str>")
    async def one_click(request: Request, token: str) -> HTTPResponse:
        if _given(request, "List-Unsubscribe") != "One-Click":
            return empty(status=400, headers=_HEADERS)
        try:
            async with parts.sessions.begin() as session:
                await unsubscribe(session, parts.links.read(token), {EMAIL}, ConsentSource.ONE_CLICK)
        except NotFound:
            return parts.nothing_here()
        return empty(status=200, headers=_HEADERS)

    return routes


def _given(request: Request, name: str) -> str:
    """What a form says under a name; nothing where it says nothing."""
    return str((request.form or RequestParameters()).get(name) or "")


def _shown(choice: Choice) -> dict[str, object]:
    address = "" if choice.channel == WEB else _hinted(choice.address)
    return {
        "name": choice.channel,
        "title": _TITLES[choice.channel],
        "address": address,
        "is_on": choice.is_on,
        "may_turn_on": choice.may_turn_on,
    }


def _hinted(address: str) -> str:
    """Enough for its owner to know it, and for nobody else."""
    if "@" in address:
        local, _, domain = address.partition("@")
        return f"{local[:1]}…@{domain}"
    return f"…{address[-2:]}"
