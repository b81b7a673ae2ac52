"""`/desk/customers/...` and `/desk/search`: a customer's file, and what is done for them."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any
from urllib.parse import quote
from uuid import UUID

from sanic import Blueprint, HTTPResponse, Request, redirect

from commerce.audit.service import Operation, audit
from commerce.desk import doors
from commerce.desk.cases import Desk
from commerce.desk.customers import read_customer
from commerce.desk.doors import AmountNotUsable, Door
from commerce.desk.reading import search
from commerce.errors import CommerceError
from commerce.money import Money
from commerce.policies.service import Remedy
from commerce.problems.review import DECIDED_REMEDIES
from commerce.returns.models import ItemCondition
from connectors.desk.parts import DeskParts, as_uuid
from connectors.errors import ApiError
from connectors.staff.area import DESK, field, raw_field
from connectors.staff.pages import Pages

Deed = Callable[[Desk, str, Request], Awaitable[object]]

# What each form of a customer's page does; an answer goes by the case.
DOORS: dict[Door, Deed] = {
    Door.APPROVE_RETURN: lambda desk, _, sent: doors.approve(desk, field(sent, "rma", 40)),
    Door.REFUSE_RETURN: lambda desk, _, sent: doors.refuse(
        desk, field(sent, "rma", 40), field(sent, "reason")
    ),
    Door.RECEIVE_RETURN: lambda desk, _, sent: doors.receive(desk, field(sent, "rma", 40), _arrived(sent)),
    Door.COMPLETE_REFUND: lambda desk, _, sent: doors.complete(desk, as_uuid(field(sent, "refund"))),
    Door.GRANT_REMEDY: lambda desk, _, sent: doors.grant(
        desk, as_uuid(field(sent, "problem")), _remedy(sent)
    ),
    Door.DECLINE_PROBLEM: lambda desk, _, sent: doors.decline(
        desk, as_uuid(field(sent, "problem")), field(sent, "reason")
    ),
    Door.CANCEL_ORDER: lambda desk, whose, sent: doors.cancel(desk, whose, field(sent, "order", 40)),
    Door.GIVE_CREDIT: lambda desk, whose, sent: doors.give_credit(
        desk, whose, _amount(sent), field(sent, "reason")
    ),
    Door.GIVE_POINTS: lambda desk, whose, sent: doors.give_points(
        desk, whose, _points(sent), field(sent, "reason")
    ),
    Door.CHANGE_NAME: lambda desk, whose, sent: doors.change_name(
        desk, whose, field(sent, "first_name", 100), field(sent, "last_name", 100)
    ),
}


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
        audit(desk.session, desk.agent.cause, Operation("view_customer", "customer", customer_id))
    case = field(request, "case", 36) or request.args.get("case") or ""
    return pages.page(request, "customer.html", status=status, file=file, error=error, case_id=case)


def _done_by(deed: Deed, pages: Pages, parts: DeskParts) -> Callable[..., Coroutine[Any, Any, HTTPResponse]]:
    async def handle(request: Request, customer_id: str) -> HTTPResponse:
        try:
            async with parts.working(request) as desk:
                await deed(desk, customer_id, request)
        except CommerceError as refusal:
            text = str(refusal)
            error = f"{text[:1].upper()}{text[1:]}."
            return await _show(request, pages, parts, customer_id, error=error, status=409)
        case = field(request, "case", 36)
        onward = (
            f"/desk/conversations/{as_uuid(case)}"
            if case
            else f"/desk/customers/{quote(customer_id, safe='')}"
        )
        return redirect(onward, status=303)

    return handle


def _arrived(request: Request) -> dict[UUID, tuple[int, ItemCondition]]:
    """What the form says of each return line: `quantity.<id>` and `condition.<id>`."""
    arrived = {}
    for name in request.form or {}:
        kind, _, line = name.partition(".")
        if kind == "quantity":
            sent, condition = raw_field(request, name), raw_field(request, f"condition.{line}")
            if not (sent.isascii() and sent.isdigit() and len(sent) < 6) or condition not in set(
                ItemCondition
            ):
                raise ApiError(422, "field_invalid", "each line needs how many arrived, and their condition")
            arrived[as_uuid(line)] = (int(sent), ItemCondition(condition))
    return arrived


def _remedy(request: Request) -> Remedy:
    sent = field(request, "remedy", 32)
    if sent not in DECIDED_REMEDIES:
        raise ApiError(422, "field_invalid", "a problem is put right by a refund or a replacement")
    return Remedy(sent)


def _amount(request: Request) -> Money:
    try:
        return Money.parse(field(request, "amount", 20), field(request, "currency", 3) or "USD")
    except ValueError:
        raise AmountNotUsable from None


def _points(request: Request) -> int:
    sent = field(request, "points", 9)
    return int(sent) if sent.isascii() and sent.isdigit() else 0
