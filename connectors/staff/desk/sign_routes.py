"""What a case's page tells beside words: that its agent types, and what they have seen."""

from uuid import UUID

from sanic import Blueprint, HTTPResponse, Request, empty

from commerce.desk.reading import has_case
from commerce.support.signs import Side
from connectors.edge.schemas import LARGEST_CURSOR
from connectors.staff.area import DESK, staff_of
from connectors.staff.desk.fields import number_in, text_in
from connectors.staff.desk.parts import DeskParts, fields_of

_CASE = "/conversations/<conversation_id:uuid>"


def add_signs(routes: Blueprint, parts: DeskParts) -> None:
    """`.../typing` and `.../seen`"""

    @routes.post(f"{_CASE}/typing", ctx_access=DESK)
    async def typing(request: Request, conversation_id: UUID) -> HTTPResponse:
        if await _is_theirs(request, parts, conversation_id):
            is_on = text_in(fields_of(request), "on", 3) == "yes"
            await parts.signs.typing(conversation_id, Side.AGENT, is_on=is_on)
        return empty()

    @routes.post(f"{_CASE}/seen", ctx_access=DESK)
    async def seen(request: Request, conversation_id: UUID) -> HTTPResponse:
        until = number_in(fields_of(request), "until", LARGEST_CURSOR)
        if until is not None and await _is_theirs(request, parts, conversation_id):
            await parts.signs.seen(conversation_id, Side.AGENT, until)
        return empty()


async def _is_theirs(request: Request, parts: DeskParts, conversation_id: UUID) -> bool:
    """Whether the case is the agent's: nobody else's typing or reading is the shopper's business."""
    async with parts.sessions() as session:
        return await has_case(session, conversation_id, staff_of(request).member_id)
