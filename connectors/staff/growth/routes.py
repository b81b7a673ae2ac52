"""`/desk/growth`: the page, its tables as CSV, the same numbers as JSON, and the morning's e-mail."""

from datetime import timedelta

from sanic import Blueprint, HTTPResponse, Request, json, redirect

from commerce.figures.daily_mail import reads_daily, set_reader
from commerce.figures.report import Report
from commerce.figures.writing import write_report
from connectors.edge.errors import ApiError
from connectors.staff.area import OPERATORS, StaffArea, staff_of
from connectors.staff.desk.fields import text_in
from connectors.staff.desk.parts import DeskParts, fields_of
from connectors.staff.growth.charts import HEIGHT, WIDTH, bars, squares
from connectors.staff.growth.written import as_csv, as_json, shown
from connectors.staff.pages import Pages
from connectors.staff.routes import add_refusals

PERIODS = (7, 28, 90, 365)  # days
CHARTS = ("revenue", "orders", "new_customers", "active_month")


def growth_routes(area: StaffArea, pages: Pages, parts: DeskParts) -> Blueprint:
    """The page, its exports and the e-mail's switch."""
    routes = Blueprint("desk_growth", url_prefix="/desk")
    area.guard(routes)
    add_refusals(routes, pages)
    pages.templates.filters["figure"] = shown

    @routes.get("/growth", ctx_access=OPERATORS)
    async def growth(request: Request) -> HTTPResponse:
        report = await _report(request, parts)
        async with parts.sessions() as session:
            is_reader = await reads_daily(session, staff_of(request).member_id)
        return pages.page(
            request,
            "growth.html",
            report=report,
            charts=[
                (each, bars(report.days, each.name)) for each in report.days.columns if each.name in CHARTS
            ],
            cohorts=[(row, squares(row)) for row in report.cohorts.rows],
            size=(WIDTH, HEIGHT),
            periods=PERIODS,
            is_reader=is_reader,
        )

    @routes.get("/growth.json", ctx_access=OPERATORS)
    async def api(request: Request) -> HTTPResponse:
        return json(as_json(await _report(request, parts)))

    @routes.get("/growth.csv", ctx_access=OPERATORS)
    async def export(request: Request) -> HTTPResponse:
        report = await _report(request, parts)
        table = report.every_table.get(request.args.get("table") or "days")
        if table is None:
            raise ApiError(404, "not_found", "there is no such table")
        period = report.period
        name = f"{table.name}-{period.first}-{period.last}.csv"
        headers = {"content-disposition": f'attachment; filename="{name}"'}
        text = as_csv(table, period.currency)
        return HTTPResponse(text, headers=headers, content_type="text/csv; charset=utf-8")

    @routes.post("/growth/mail", ctx_access=OPERATORS)
    async def mail(request: Request) -> HTTPResponse:
        async with parts.working(request) as desk:
            is_wanted = text_in(fields_of(request), "on", 3) == "yes"
            await set_reader(desk.session, desk.agent.id, is_wanted=is_wanted)
        return redirect("/desk/growth", status=303)

    return routes


async def _report(request: Request, parts: DeskParts) -> Report:
    asked = request.args.get("days") or ""
    days = int(asked) if asked in {str(each) for each in PERIODS} else 28
    last = parts.clock.today()
    async with parts.sessions() as session:
        return await write_report(
            session,
            last - timedelta(days=days - 1),
            last,
            parts.clock,
            (request.args.get("currency") or "")[:3],
        )
