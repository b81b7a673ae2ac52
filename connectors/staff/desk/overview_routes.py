"""`/desk/overview`: how the desk and the assistant do, to read and to export."""

import csv
import io
from dataclasses import asdict, fields

from sanic import Blueprint, HTTPResponse, Request

from commerce.desk.overview import Day, read_days, read_overview
from connectors.staff.area import LEADS
from connectors.staff.desk.parts import DeskParts
from connectors.staff.pages import Pages

PERIODS = (1, 7, 28, 90)  # days


def overview_routes(pages: Pages, parts: DeskParts) -> Blueprint:
    """The overview and its export."""
    routes = Blueprint("desk_overview", url_prefix="/desk")

    @routes.get("/overview", ctx_access=LEADS)
    async def overview(request: Request) -> HTTPResponse:
        days = _days(request)
        async with parts.sessions() as session:
            found = await read_overview(session, days, parts.clock)
        busiest = max((hour.handoffs for hour in found.hours), default=0)
        return pages.page(request, "overview.html", found=found, periods=PERIODS, busiest=busiest)

    @routes.get("/overview.csv", ctx_access=LEADS)
    async def export(request: Request) -> HTTPResponse:
        days = _days(request)
        async with parts.sessions() as session:
            rows = await read_days(session, days, parts.clock)
        written = io.StringIO()
        writer = csv.DictWriter(written, [each.name for each in fields(Day)])
        writer.writeheader()
        writer.writerows(asdict(row) for row in rows)
        name = f"desk-{parts.clock.today():%Y-%m-%d}-{days}-days.csv"
        headers = {"content-disposition": f'attachment; filename="{name}"'}
        return HTTPResponse(written.getvalue(), headers=headers, content_type="text/csv; charset=utf-8")

    return routes


def _days(request: Request) -> int:
    asked = request.args.get("days") or ""
    return int(asked) if asked in {str(each) for each in PERIODS} else 28
