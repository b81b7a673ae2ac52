"""`/desk/searches` and `/desk/stock`: what shoppers search for, and what runs out; to read and to export."""

import csv
import io
from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any

from sanic import Blueprint, HTTPResponse, Request

from commerce.alerts.low_stock import COVER_DAYS, LEAD_DAYS, SALES_DAYS, LowStock, read_low_stock
from commerce.events.searches import SearchFigures, read_searches
from commerce.spreadsheets import inert
from connectors.staff.area import LEADS
from connectors.staff.desk.parts import DeskParts
from connectors.staff.pages import Pages

_PERIODS = (1, 7, 28, 90)  # days


def shop_routes(pages: Pages, parts: DeskParts) -> Blueprint:
    """The pages and their exports."""
    routes = Blueprint("desk_shop", url_prefix="/desk")

    @routes.get("/searches", ctx_access=LEADS)
    async def searches(request: Request) -> HTTPResponse:
        days = _days(request)
        async with parts.sessions() as session:
            found = await read_searches(session, days, parts.clock)
        return pages.page(request, "searches.html", found=found, days=days, periods=_PERIODS)

    @routes.get("/searches.csv", ctx_access=LEADS)
    async def export_searches(request: Request) -> HTTPResponse:
        async with parts.sessions() as session:
            found = await read_searches(session, _days(request), parts.clock)
        return _file("searches.csv", SearchFigures, found)

    @routes.get("/stock", ctx_access=LEADS)
    async def stock(request: Request) -> HTTPResponse:
        async with parts.sessions() as session:
            found = await read_low_stock(session, parts.clock)
        return pages.page(
            request, "stock.html", found=found, sales=SALES_DAYS, lead=LEAD_DAYS, cover=COVER_DAYS
        )

    @routes.get("/stock.csv", ctx_access=LEADS)
    async def export_stock(_: Request) -> HTTPResponse:
        async with parts.sessions() as session:
            found = await read_low_stock(session, parts.clock)
        return _file("low-stock.csv", LowStock, found)

    return routes


def _file(name: str, kind: type[Any], rows: Sequence[Any]) -> HTTPResponse:
    written = io.StringIO()
    writer = csv.DictWriter(written, [each.name for each in fields(kind)])
    writer.writeheader()
    for row in rows:
        told = asdict(row).items()
        writer.writerow({key: inert(value) if isinstance(value, str) else value for key, value in told})
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return HTTPResponse(written.getvalue(), headers=headers, content_type="text/csv; charset=utf-8")


def _days(request: Request) -> int:
    asked = request.args.get("days") or ""
    return int(asked) if asked in {str(each) for each in _PERIODS} else 28
