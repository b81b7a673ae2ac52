"""`/desk/...`: the queue, a case, and what is done with it."""

from collections.abc import Sequence
from uuid import UUID

from sanic import Blueprint, HTTPResponse, Request, redirect

from commerce.desk.agent import CaseNotFound
from commerce.desk.drafts import drafts_waiting
from commerce.desk.files import FileGone, read_file
from commerce.desk.queueing import view_queue
from commerce.desk.reading import read_case, read_picture
from commerce.errors import CommerceError
from commerce.staff.members import set_duty
from commerce.support.news import QUEUE
from connectors.edge.errors import ApiError
from connectors.edge.kept_files import file_response
from connectors.staff.area import DESK, StaffArea
from connectors.staff.desk.canned_routes import canned_routes
from connectors.staff.desk.case_page import found_case, show_case, urgency
from connectors.staff.desk.customer_routes import customer_routes
from connectors.staff.desk.deeds import CASE_DEEDS, LONGEST_REPLY, CaseDeed, worded
from connectors.staff.desk.events import tell_news
from connectors.staff.desk.fields import text_in
from connectors.staff.desk.journey_routes import journey_routes
from connectors.staff.desk.mail_routes import mail_routes
from connectors.staff.desk.operations_routes import operations_routes
from connectors.staff.desk.overview_routes import overview_routes
from connectors.staff.desk.parts import DeskParts, Handler, fields_of
from connectors.staff.desk.review_routes import review_routes
from connectors.staff.desk.shop_routes import shop_routes
from connectors.staff.desk.sign_routes import add_signs
from connectors.staff.desk.writing_routes import add_writing
from connectors.staff.pages import Pages
from connectors.staff.routes import add_refusals


def desk_routes(area: StaffArea, pages: Pages, parts: DeskParts) -> Sequence[Blueprint]:
    """The desk's pages."""
    routes = Blueprint("desk", url_prefix="/desk")
    customers = customer_routes(pages, parts)
    overview = overview_routes(pages, parts)
    operations = operations_routes(pages, parts)
    canned = canned_routes(pages, parts)
    reviews, journeys = review_routes(pages, parts), journey_routes(pages, parts)
    shop, mails = shop_routes(pages, parts), mail_routes(pages, parts)
    every = (routes, customers, overview, operations, canned, reviews, journeys, mails, shop)
    area.guard(*every)
    for each in every:
        add_refusals(each, pages)
    _add_queue(routes, area, pages, parts)
    _add_case(routes, area, pages, parts)
    _add_deeds(routes, pages, parts)
    add_writing(routes, area, pages, parts)
    add_signs(routes, parts)
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
            case = await found_case(read_case(session, conversation_id, whole="whole" in request.args))
            drafts = await drafts_waiting(session, conversation_id)
        return pages.page(request, "transcript.html", case=case, drafts=drafts)

    @routes.get("/pictures/<attachment_id:uuid>", ctx_access=DESK)
    async def picture(_: Request, attachment_id: UUID) -> HTTPResponse:
        async with parts.sessions() as session:
            name, kind, content = await found_case(read_picture(session, attachment_id))
        return file_response(name or "picture", kind, content)

    @routes.get("/files/<file_id:uuid>", ctx_access=DESK)
    async def sent_file(_: Request, file_id: UUID) -> HTTPResponse:
        async with parts.sessions() as session:
            try:
                file = await read_file(session, file_id)
            except FileGone:
                raise ApiError(404, "not_found", "there is no such file") from None
        return file_response(file.name, file.content_type, file.content)

    @routes.get("/conversations/<conversation_id:uuid>/status", ctx_access=DESK)
    async def status(request: Request, conversation_id: UUID) -> HTTPResponse:
        async with parts.sessions() as session:
            case = await found_case(read_case(session, conversation_id))
            alarms, due = await urgency(session, case, parts)
        return pages.page(request, "case_status.html", case=case, alarms=alarms, due=due)

    @routes.get("/conversations/<conversation_id:uuid>/news", ctx_access=DESK)
    async def case_news(request: Request, conversation_id: UUID) -> None:
        await tell_news(request, area, parts.hub, conversation_id)


def _add_deeds(routes: Blueprint, pages: Pages, parts: DeskParts) -> None:
    for name, deed in CASE_DEEDS.items():
        if name == "reply":  # which may come with files: see writing_routes
            continue
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
