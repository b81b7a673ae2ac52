"""`/desk/customers/...` and `/desk/search`: a customer's file, and what is done for them."""

from urllib.parse import quote

from sanic import Blueprint, HTTPResponse, Request, redirect

from commerce.audit.service import Operation, audit
from commerce.desk.customers import read_customer
from commerce.desk.reading import search
from commerce.errors import CommerceError
from commerce.locks.standing import standing_lock
from commerce.segments.reading import read_known
from connectors.edge.errors import ApiError
from connectors.staff.area import DESK
from connectors.staff.desk.deeds import DOORS, CustomerDeed, worded
from connectors.staff.desk.fields import as_uuid, text_in
from connectors.staff.desk.parts import DeskParts, Handler, fields_of
from connectors.staff.pages import Pages


def customer_routes(pages: Pages, parts: DeskParts) -> Blueprint:
    """The customers' pages."""
    routes = Blueprint("desk_customers", url_prefix="/desk")

    @routes.get("/customers/<customer_id:str>", unquote=True, ctx_access=DESK)
    async def show(request: Request, customer_id: str) -> HTTPResponse:
        return await _show(request, pages, parts, customer_id)

    @routes.get("/search", ctx_access=DESK)
    async def find(request: Request) -> HTTPResponse:
        words = (request.args.get("q") or "").replace("\x00", "")[:200]
        async with parts.sessions() as session:
            found = await search(session, words)
        return pages.page(request, "search.html", words=words, found=found)

    for door, deed in DOORS.items():
        routes.add_route(
            _done_by(deed, pages, parts),
            f"/customers/<customer_id:str>/{door.value.replace('_', '-')}",
            methods=["POST"],
            name=f"door_{door.value}",
            unquote=True,
            ctx_access=DESK,
        )
    return routes


async def _show(
    request: Request, pages: Pages, parts: DeskParts, customer_id: str, *, error: str = "", status: int = 200
) -> HTTPResponse:
    async with parts.working(request) as desk:
        file = await read_customer(desk.session, customer_id)
        if file is None:
            raise ApiError(404, "not_found", "there is no such customer")
        lock = await standing_lock(desk.session, customer_id)
        known = await read_known(desk.session, customer_id)
        audit(desk.session, desk.agent.cause, Operation("view_customer", "customer", customer_id))
    case = text_in(fields_of(request), "case", 36) or request.args.get("case") or ""
    shown = {"file": file, "lock": lock, "known": known, "error": error, "case_id": case}
    return pages.page(request, "customer.html", status=status, **shown)


def _done_by(deed: CustomerDeed, pages: Pages, parts: DeskParts) -> Handler:
    async def handle(request: Request, customer_id: str) -> HTTPResponse:
        try:
            async with parts.working(request) as desk:
                await deed(desk, customer_id, fields_of(request))
        except CommerceError as refusal:
            return await _show(request, pages, parts, customer_id, error=worded(refusal), status=409)
        case = text_in(fields_of(request), "case", 36)
        onward = (
            f"/desk/conversations/{as_uuid(case)}"
            if case
            else f"/desk/customers/{quote(customer_id, safe='')}"
        )
        return redirect(onward, status=303)

    return handle
