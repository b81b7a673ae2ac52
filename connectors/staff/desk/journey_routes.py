"""`/desk/journeys`: who is on which journey, what was sent, what was held back and why, what it brought."""

from sanic import Blueprint, HTTPResponse, Request, redirect

from commerce.journeys.definition import Send
from commerce.journeys.files import journeys
from commerce.journeys.reading import path_of, pause, read_journeys, resume
from connectors.edge.errors import ApiError
from connectors.staff.area import LEADS, OPERATORS
from connectors.staff.desk.fields import text_in
from connectors.staff.desk.parts import DeskParts, fields_of
from connectors.staff.pages import Pages

_PERIODS = (1, 7, 28, 90)  # days


def journey_routes(pages: Pages, parts: DeskParts) -> Blueprint:
    """The pages, and the button that pauses."""
    routes = Blueprint("desk_journeys", url_prefix="/desk/journeys")

    @routes.get("/", ctx_access=LEADS)
    async def overview(request: Request) -> HTTPResponse:
        asked = request.args.get("days") or ""
        days = int(asked) if asked in {str(each) for each in _PERIODS} else 28
        async with parts.sessions() as session:
            found = await read_journeys(session, list(journeys().values()), days, parts.clock)
        return pages.page(
            request, "journeys.html", found=found, days=days, periods=_PERIODS, mails=_mails(),
            is_tested="tested" in request.args,
        )  # fmt: skip

    @routes.get("/customers/<customer_id:str>", unquote=True, ctx_access=LEADS)
    async def path(request: Request, customer_id: str) -> HTTPResponse:
        async with parts.sessions() as session:
            steps = await path_of(session, customer_id)
        return pages.page(request, "journey_path.html", customer_id=customer_id, steps=steps)

    @routes.post("/switch", ctx_access=OPERATORS)
    async def switch(request: Request) -> HTTPResponse:
        typed = fields_of(request)
        name = text_in(typed, "journey", 100)
        if name not in journeys():
            raise ApiError(404, "not_found", "there is no such journey")
        async with parts.working(request) as desk:
            if typed.get("on") == "yes":
                await resume(desk.session, name, cause=desk.agent.cause)
            else:
                await pause(desk.session, name, cause=desk.agent.cause, by=desk.agent.id)
        return redirect("/desk/journeys/", status=303)

    return routes


def _mails() -> dict[tuple[str, str], list[str]]:
    """The notifications that each step of each journey may send by e-mail."""
    return {
        (journey.name, step.id): step.notifications()
        for journey in journeys().values()
        for step in journey.every_step()
        if isinstance(step, Send) and "email" in step.by
    }
