"""Bodies that may be larger than others: only of the routes that say so, and only from whom they admit."""

from collections.abc import Awaitable, Callable
from typing import Any

from sanic import Request, Sanic
from sanic.models.handler_types import RouteHandler

from connectors.edge.connections import BoundedProtocol
from connectors.edge.errors import ApiError

Admits = Callable[[Request], Awaitable[int]]
_WITHIN_S = 55.0  # for one that is wanted; Sanic ends a handler's work after a minute
_PASSED_OVER = 32 * 1024 * 1024  # bytes that are read and dropped, so that the refusal is heard


def allow_large_bodies(app: Sanic[Any, Any]) -> None:
    """Ask a route's `ctx_largest_body`, before the body is read, how many bytes it may have.

    It raises ApiError for who may send none. A route without takes what the server takes of all.
    """

    @app.signal("http.routing.after")
    async def ask(request: Request, route: Any, kwargs: dict[str, Any], handler: RouteHandler) -> None:
        del kwargs, handler
        admits: Admits | None = getattr(route.ctx, "largest_body", None)
        if admits is None or request.stream is None:
            return
        usual = request.stream.request_max_size
        try:
            request.stream.request_max_size = max(usual, await admits(request))
            if isinstance(request.protocol, BoundedProtocol):
                request.protocol.allow_longer(_WITHIN_S)
        except ApiError:
            await _pass_over(request.stream)
            raise


async def _pass_over(stream: Any) -> None:
    """Read a body that is not wanted: a client that is still sending would not hear why."""
    stream.request_max_size = _PASSED_OVER
    async for _ in stream:
        pass
