"""Server-sent events: that something is new, for a page that then asks for itself; that somebody types."""

import asyncio
from uuid import UUID

from sanic import Request

from commerce.support.signs import Side
from connectors.conversation.hub import Hub, Typing
from connectors.staff.area import StaffArea

_QUIET_S = 15.0  # after which a sign of life is sent, and the session looked at again
_HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}


async def tell_news(request: Request, area: StaffArea, hub: Hub, subject: UUID) -> None:
    """Tell the browser of each change of `subject` until it leaves or its session is over."""
    with hub.subscribe(subject) as subscription:
        response = await request.respond(content_type="text/event-stream", headers=_HEADERS)
        await response.send("retry: 2000\n\n")
        while True:
            try:
                async with asyncio.timeout(_QUIET_S):
                    event = await subscription.next()
            except TimeoutError:
                if await area.identify(request) is None:
                    return
                await response.send(": still here\n\n")
                continue
            if isinstance(event, Typing):
                if event.by == Side.SHOPPER:
                    await response.send(f"event: typing\ndata: {'on' if event.is_on else 'off'}\n\n")
                continue
            subscription.skip_repeats()
            await response.send("event: news\ndata: new\n\n")
