"""`/desk/...`: the queue, a case, and what is done with it."""

from collections.abc import Awaitable, Sequence
from typing import Any, TypeVar
from uuid import UUID

from sanic import Blueprint, HTTPResponse, Request, redirect
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.desk.agent import CaseNotFound
from commerce.desk.alarms import standing_alarms
from commerce.desk.canned import filled, find_canned, list_canned
from commerce.desk.clocks import DueClock, soonest, unanswered_since
from commerce.desk.customers import read_customer
from commerce.desk.models import DeskAlarm
from commerce.desk.queueing import view_queue
from commerce.desk.reading import Case, colleagues, read_case, read_picture
from commerce.desk.suggesting import suggested_reply
from commerce.errors import CommerceError
from commerce.staff.members import set_duty
from commerce.support.news import QUEUE
from connectors.edge.errors import ApiError
from connectors.staff.area import DESK, StaffArea, staff_of
from connectors.staff.desk.canned_routes import canned_routes
from connectors.staff.desk.customer_routes import customer_routes
from connectors.staff.desk.deeds import CASE_DEEDS, LONGEST_REPLY, RESOLUTIONS, SNOOZES, CaseDeed, worded
from connectors.staff.desk.events import tell_news
from connectors.staff.desk.fields import text_in
from connectors.staff.desk.journey_routes import journey_routes
from connectors.staff.desk.operations_routes import operations_routes
from connectors.staff.desk.overview_routes import overview_routes
from connectors.staff.desk.parts import DeskParts, Handler, fields_of
from connectors.staff.desk.review_routes import review_routes
from connectors.staff.pages import Pages
from connectors.staff.routes import add_refusals

T = TypeVar("T")


def desk_routes(area: StaffArea, pages: Pages, parts: DeskParts) -> Sequence[Blueprint]:
    """The desk's pages."""
    routes = Blueprint("desk", url_prefix="/desk")
    customers = customer_routes(pages, parts)
    overview = overview_routes(pages, parts)
    operations = operations_routes(pages, parts)
    canned = canned_routes(pages, parts)
    reviews, journeys = review_routes(pages, parts), journey_routes(pages, parts)
    every = (routes, customers, overview, operations, canned, reviews, journeys)
    area.guard(*every)
    for each in every:
        add_refusals(each, pages)
    _add_queue(routes, area, pages, parts)
    _add_case(routes, area, pages, parts)
    _add_deeds(routes, pages, parts)
    return every


def _add_queue(routes: Blueprint, area: StaffArea, pages: Pages, parts: DeskParts) -> None:
    @routes.get("/", ctx_access=DESK)
    async def show_queue(request: Request) -> HTTPResponse:
        async with parts.sessions() as session:
            view = await view_queue(session, parts.rules, parts.clock)
        return pages.page(request, "queue.html", view=view)

    @routes.get("/queue", ctx_access=DESK)
    async def queue(request: Request) -> HTTPResponse:
        async with parts.sessions() as session:
            view = await view_queue(session, parts.rules, parts.clock)
        return pages.page(request, "queue_list.html", view=view)

    @routes.post("/duty", ctx_access=DESK)
    async def duty(request: Request) -> HTTPResponse:
        async with parts.working(request) as desk:
            await set_duty(desk.session, desk.agent.id, is_on=text_in(fields_of(request), "on", 3) == "yes")
        return redirect("/desk/", status=303)

    @routes.get("/news", ctx_access=DESK)
    async def queue_news(request: Request) -> None:
        await tell_news(request, area, parts.hub, QUEUE)


def _add_case(routes: Blueprint, area: StaffArea, pages: Pages, parts: DeskParts) -> None:
    @routes.get("/conversations/<conversation_id:uuid>", ctx_access=DESK)
    async def show_conversation(request: Request, conversation_id: UUID) -> HTTPResponse:
        return await show_case(request, pages, parts, conversation_id)

    @routes.get("/conversations/<conversation_id:uuid>/transcript", ctx_access=DESK)
    async def transcript(request: Request, conversation_id: UUID) -> HTTPResponse:
        async with parts.sessions() as session:
            case = await _found(read_case(session, conversation_id, whole="whole" in request.args))
        return pages.page(request, "transcript.html", case=case)

    @routes.get("/pictures/<attachment_id:uuid>", ctx_access=DESK)
    async def picture(_: Request, attachment_id: UUID) -> HTTPResponse:
        async with parts.sessions() as session:
            kind, content = await _found(read_picture(session, attachment_id))
        if not kind.startswith("image/") or "svg" in kind:
            raise ApiError(404, "not_found", "there is no such picture")
        return HTTPResponse(content, content_type=kind)

    @routes.get("/conversations/<conversation_id:uuid>/status", ctx_access=DESK)
    async def status(request: Request, conversation_id: UUID) -> HTTPResponse:
        async with parts.sessions() as session:
            case = await _found(read_case(session, conversation_id))
            alarms, due = await _urgency(session, case, parts)
        return pages.page(request, "case_status.html", case=case, alarms=alarms, due=due)

    @routes.get("/conversations/<conversation_id:uuid>/news", ctx_access=DESK)
    async def case_news(request: Request, conversation_id: UUID) -> None:
        await tell_news(request, area, parts.hub, conversation_id)


async def show_case(
    request: Request,
    pages: Pages,
    parts: DeskParts,
    conversation_id: UUID,
    *,
    error: str = "",
    draft: str = "",
    status: int = 200,
) -> HTTPResponse:
    """The case as a page; `draft` is what was written and not sent."""
    async with parts.sessions() as session:
        case = await _found(read_case(session, conversation_id, whole="whole" in request.args))
        file = await read_customer(session, case.customer.id) if case.customer else None
        others = await colleagues(session, staff_of(request).member_id)
        alarms, due = await _urgency(session, case, parts)
        canned = await list_canned(session)
        draft = draft or await _given(session, request, pages, case)
    values: dict[str, Any] = {
        "resolutions": RESOLUTIONS,
        "colleagues": others,
        "draft": draft,
        "error": error,
    }
    values |= {"alarms": alarms, "due": due, "canned": canned, "snoozes": SNOOZES}
    return pages.page(request, "case.html", status=status, case=case, file=file, **values)


async def _urgency(
    session: AsyncSession, case: Case, parts: DeskParts
) -> tuple[Sequence[DeskAlarm], DueClock | None]:
    """The alarms of a case, and its clock that runs out first."""
    alarms = await standing_alarms(session, case.conversation.id)
    if not case.is_open or case.handoff is None:
        return alarms, None
    since = await unanswered_since(session, [case.conversation.id])
    return alarms, soonest(case.handoff, since.get(case.conversation.id), parts.rules, parts.clock)


async def _given(session: AsyncSession, request: Request, pages: Pages, case: Case) -> str:
    """The reply to begin with that was asked for: a canned one, or what the help articles say."""
    name = request.args.get("canned")
    if name:
        found = await find_canned(session, name)
        shopper = case.customer.called if case.customer else ""
        store = str(pages.templates.globals["store_name"])
        agent = staff_of(request).name
        return filled(found.text, shopper=shopper, agent=agent, store=store) if found else ""
    if "suggest" in request.args:
        return await suggested_reply(session, case.conversation.id) or ""
    return ""


def _add_deeds(routes: Blueprint, pages: Pages, parts: DeskParts) -> None:
    for name, deed in CASE_DEEDS.items():
        routes.add_route(
            _done_by(deed, pages, parts),
            f"/conversations/<conversation_id:uuid>/{name}",
            methods=["POST"],
            name=f"desk_{name.replace('-', '_')}",
            ctx_access=DESK,
        )


def _done_by(deed: CaseDeed, pages: Pages, parts: DeskParts) -> Handler:
    async def handle(request: Request, conversation_id: UUID) -> HTTPResponse:
        try:
            async with parts.working(request) as desk:
                await deed(desk, conversation_id, fields_of(request))
        except CaseNotFound:
            raise ApiError(404, "not_found", "there is no such case") from None
        except CommerceError as refusal:
            draft = text_in(fields_of(request), "text", LONGEST_REPLY)
            return await show_case(
                request, pages, parts, conversation_id, error=worded(refusal), draft=draft, status=409
            )
        return redirect(f"/desk/conversations/{conversation_id}", status=303)

    return handle


async def _found(reading: Awaitable[T]) -> T:
    try:
        return await reading
    except CaseNotFound:
        raise ApiError(404, "not_found", "there is no such case") from None
