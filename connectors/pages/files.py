"""Files that were sent to shoppers, by their signed links."""

from uuid import UUID

from sanic import Blueprint, HTTPResponse, Request

from commerce.clock import Clock
from commerce.database import Sessions
from commerce.desk.files import FileGone, read_file
from commerce.links.documents import DocumentKind, DocumentLinks, LinkExpired, LinkInvalid
from connectors.edge.kept_files import file_response
from connectors.pages.documents import EXPIRED, NOTHING, notice


def sent_file_routes(sessions: Sessions, links: DocumentLinks, clock: Clock, store_name: str) -> Blueprint:
    """`/files/<token>`; what does not open is told as with documents."""
    routes = Blueprint("sent_files")

    @routes.get("/files/<token:str>")
    async def sent_file(_: Request, token: str) -> HTTPResponse:
        try:
            found = links.read(token, clock=clock)
            if found.kind is not DocumentKind.FILE:
                raise LinkInvalid("what the link leads to is no file")
            async with sessions() as session:
                file = await read_file(session, UUID(found.subject))
        except LinkExpired:
            return notice(store_name, *EXPIRED, 410)
        except (LinkInvalid, FileGone):
            return notice(store_name, *NOTHING, 404)
        return file_response(file.name, file.content_type, file.content)

    return routes
