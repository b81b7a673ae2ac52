"""A shopper's documents by their signed links: receipts and return labels."""

from collections.abc import Awaitable, Callable

from sanic import Blueprint, HTTPResponse, Request, html
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.clock import Clock
from commerce.database import Sessions
from commerce.documents.label import label_of
from commerce.documents.receipt import receipt_of
from commerce.documents.rendering import render
from commerce.errors import NotFound
from commerce.links.documents import DocumentKind, DocumentLinks, DocumentRef, LinkExpired, LinkInvalid
from commerce.returns.refusals import ReturnNotFound, ReturnNotOpen

# The pages carry their own style and nothing else.
_HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "x-robots-tag": "noindex",
}
EXPIRED = ("This link has expired", "Ask our assistant for a new one.")
NOTHING = ("There is nothing here", "Please check the link.")

Render = Callable[[AsyncSession, DocumentRef, str, Clock], Awaitable[str]]


async def _receipt(session: AsyncSession, document: DocumentRef, store_name: str, clock: Clock) -> str:
    receipt = await receipt_of(
        session, document.customer_id, document.subject, level=document.level, clock=clock
    )
    return receipt.as_html(store_name)


async def _label(session: AsyncSession, document: DocumentRef, store_name: str, clock: Clock) -> str:
    del clock
    if not document.level.sees_private:  # it shows where the shopper lives
        raise ReturnNotFound(document.subject)
    return (await label_of(session, document.customer_id, document.subject)).as_html(store_name)


_RENDER: dict[DocumentKind, Render] = {DocumentKind.RECEIPT: _receipt, DocumentKind.RETURN_LABEL: _label}


def document_routes(sessions: Sessions, links: DocumentLinks, clock: Clock, store_name: str) -> Blueprint:
    """`/documents/<token>`; what does not open is told to a person, who has no use for JSON."""
    routes = Blueprint("documents")

    @routes.get("/documents/<token:str>")
    async def document(_: Request, token: str) -> HTTPResponse:
        try:
            found = links.read(token, clock=clock)
            if found.kind not in _RENDER:
                raise LinkInvalid("what the link leads to is no document")
            async with sessions() as session:
                page = await _RENDER[found.kind](session, found, store_name, clock)
        except LinkExpired:
            return notice(store_name, *EXPIRED, 410)
        except (LinkInvalid, NotFound):
            return notice(store_name, *NOTHING, 404)
        except ReturnNotOpen:
            sentence = "The return is not open any more, so its label is of no use."
            return notice(store_name, "This label is not valid", sentence, 410)
        return html(page, headers=_HEADERS)

    return routes


def notice(store_name: str, title: str, sentence: str, status: int) -> HTTPResponse:
    """Why a link does not open, as a page."""
    page = render("notice.html", store_name=store_name, title=title, sentence=sentence)
    return html(page, status=status, headers=_HEADERS)
