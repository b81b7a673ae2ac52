"""Files that were sent to shoppers, by their signed links."""

from uuid import UUID

from sanic import Blueprint, HTTPResponse, Request

from commerce.clock import Clock
from commerce.database import Sessions
from commerce.desk.files import FileGone, read_file
from commerce.links.documents import DocumentKind, DocumentLinks, LinkExpired, LinkInvalid
from connectors.edge.errors import ApiError
from connectors.edge.kept_files import file_response


def sent_file_routes(sessions: Sessions, links: DocumentLinks, clock: Clock) -> Blueprint:
    """`/files/<token>`"""
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
            raise ApiError(410, "link_expired", "this link has expired: ask for the file again") from None
        except (LinkInvalid, FileGone):
            raise ApiError(404, "not_found", "there is no such file") from None
        return file_response(file.name, file.content_type, file.content)

    return routes
