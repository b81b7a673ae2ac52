"""`/m/<token>`: an e-mail's picture, and the way to where its button leads; both counted."""

from base64 import b64decode

from sanic import Blueprint, HTTPResponse, Request, raw, redirect

from commerce.database import Sessions
from commerce.errors import NotFound
from commerce.notifications.tracking import MailLinks, note_followed, note_opened
from connectors.edge.errors import ApiError

# One transparent dot.
_DOT = b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
# Mail programs show it from their own pages.
_HEADERS = {"cross-origin-resource-policy": "cross-origin", "x-robots-tag": "noindex"}


def mail_link_routes(sessions: Sessions, links: MailLinks) -> Blueprint:
    """The route; a link that is not ours leads nowhere."""
    routes = Blueprint("mail_links", url_prefix="/m")

    @routes.get("/<token:str>")
    async def follow(_: Request, token: str) -> HTTPResponse:
        try:
            key, path = links.read(token)
        except NotFound:
            raise ApiError(404, "not_found", "there is nothing here") from None
        async with sessions.begin() as session:
            await (note_followed if path else note_opened)(session, key)
        if not path:
            return raw(_DOT, content_type="image/gif", headers=_HEADERS)
        return redirect(f"{links.base_url.rstrip('/')}{path}", status=303, headers=_HEADERS)

    return routes
