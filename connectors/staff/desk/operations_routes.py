"""`/desk/operations`: how the machinery does, for operators."""

from sanic import Blueprint, HTTPResponse, Request

from commerce.desk.operations import read_operations
from connectors.edge.memory import resident_mb
from connectors.edge.meters import REFUSED, TURN_SECONDS, quantile, totals
from connectors.staff.area import OPERATORS
from connectors.staff.desk.parts import DeskParts
from connectors.staff.pages import Pages

_STAGES = ("wait", "dialogue", "store", "total")
_SHARES = (0.5, 0.95, 0.99)


def operations_routes(pages: Pages, parts: DeskParts) -> Blueprint:
    """The page."""
    routes = Blueprint("desk_operations", url_prefix="/desk")

    @routes.get("/operations", ctx_access=OPERATORS)
    async def operations(request: Request) -> HTTPResponse:
        gateway = request.app.ctx.gateway
        async with parts.sessions() as session:
            found = await read_operations(session, parts.clock)
        return pages.page(
            request,
            "operations.html",
            found=found,
            missing=await gateway.readiness.missing(),
            connections=gateway.connections.open,
            memory_mb=resident_mb(),
            stages=[(stage, [quantile(TURN_SECONDS, stage, each) for each in _SHARES]) for stage in _STAGES],
            refused=totals(REFUSED),
        )

    return routes
