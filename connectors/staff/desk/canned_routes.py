"""`/desk/replies`: the canned replies, which leads keep and everybody at the desk uses."""

from sanic import Blueprint, HTTPResponse, Request, redirect

from commerce.desk.canned import LONGEST_CANNED, CannedReplyUnfit, drop_canned, keep_canned, list_canned
from connectors.staff.area import DESK, LEADS
from connectors.staff.desk.deeds import worded
from connectors.staff.desk.fields import text_in
from connectors.staff.desk.parts import DeskParts, fields_of
from connectors.staff.pages import Pages


def canned_routes(pages: Pages, parts: DeskParts) -> Blueprint:
    """The page and its forms."""
    routes = Blueprint("desk_canned", url_prefix="/desk/replies")

    async def show(request: Request, error: str = "", status: int = 200) -> HTTPResponse:
        async with parts.sessions() as session:
            kept = await list_canned(session)
        typed = fields_of(request) if error else {}
        return pages.page(request, "canned.html", status=status, kept=kept, error=error, typed=typed)

    @routes.get("/", ctx_access=DESK)
    async def replies(request: Request) -> HTTPResponse:
        return await show(request)

    @routes.post("/keep", ctx_access=LEADS)
    async def keep(request: Request) -> HTTPResponse:
        typed = fields_of(request)
        try:
            async with parts.working(request) as desk:
                await keep_canned(desk, text_in(typed, "name", 100), text_in(typed, "text", LONGEST_CANNED))
        except CannedReplyUnfit as unfit:
            return await show(request, worded(unfit), 409)
        return redirect("/desk/replies/", status=303)

    @routes.post("/drop", ctx_access=LEADS)
    async def drop(request: Request) -> HTTPResponse:
        async with parts.working(request) as desk:
            await drop_canned(desk, text_in(fields_of(request), "name", 100))
        return redirect("/desk/replies/", status=303)

    return routes
