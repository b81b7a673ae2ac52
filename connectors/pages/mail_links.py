"""`/m/<token>`: an e-mail's picture, and the way to where its button leads; both counted."""

from base64 import b64decode

import structlog
from sanic import Blueprint, HTTPResponse, Request, raw, redirect

from commerce.database import DATABASE_ERRORS, Sessions
from commerce.errors import NotFound
from commerce.notifications.tracking import MailLinks, note_followed, note_opened

log = structlog.get_logger(__name__)

# One transparent dot.
_DOT = b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
# Mail programs show it from their own pages.
_HEADERS = {"cross-origin-resource-policy": "cross-origin", "x-robots-tag": "noindex"}


def mail_link_routes(sessions: Sessions, links: MailLinks) -> Blueprint:
    """The route; a link that is not ours leads home, and nobody waits for the count."""
    routes = Blueprint("mail_links", url_prefix="/m")

    @routes.get("/<token:str>")
    async def follow(_: Request, token: str) -> HTTPResponse:
        try:
            key, path = links.read(token)
        except NotFound:  # cut off by a mail program, say
            return _see("/")
        try:
            async with sessions.begin() as session:
                await (note_followed if path else note_opened)(session, key)
        except DATABASE_ERRORS as error:
            log.warning("an e-mail was not counted", kind=type(error).__name__)
        if not path:
            return raw(_DOT, content_type="image/gif", headers=_HEADERS)
        return _see(path)

    def _see(path: str) -> HTTPResponse:
        return redirect(f"{links.base_url.rstrip('/')}{path}", status=303, headers=_HEADERS)

    return routes
