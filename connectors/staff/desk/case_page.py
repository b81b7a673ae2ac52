"""A case as a page: with its transcript, what is urgent about it, and the reply that is being written."""

from collections.abc import Awaitable, Sequence
from typing import Any, TypeVar
from uuid import UUID

from sanic import HTTPResponse, Request
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.desk.agent import CaseNotFound
from commerce.desk.alarms import standing_alarms
from commerce.desk.canned import filled, find_canned, list_canned
from commerce.desk.clocks import DueClock, soonest, unanswered_since
from commerce.desk.customers import read_customer
from commerce.desk.drafts import drafts_waiting, withdrawn_draft
from commerce.desk.models import DeskAlarm, DeskDraft
from commerce.desk.reading import Case, colleagues, read_case
from commerce.desk.suggesting import suggested_reply
from connectors.edge.errors import ApiError
from connectors.staff.area import staff_of
from connectors.staff.desk.deeds import RESOLUTIONS, SNOOZES
from connectors.staff.desk.fields import as_uuid
from connectors.staff.desk.parts import DeskParts
from connectors.staff.pages import Pages

T = TypeVar("T")


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
        case = await found_case(read_case(session, conversation_id, whole="whole" in request.args))
        file = await read_customer(session, case.customer.id) if case.customer else None
        others = await colleagues(session, staff_of(request).member_id)
        alarms, due = await urgency(session, case, parts)
        canned = await list_canned(session)
        undone = await _undone(session, request)
        draft = draft or (undone.text if undone else await _given(session, request, pages, case))
        drafts = await drafts_waiting(session, conversation_id)
    values: dict[str, Any] = {
        "resolutions": RESOLUTIONS,
        "colleagues": others,
        "draft": draft,
        "error": error,
        "files_again": [card["title"] for card in undone.cards] if undone else [],
    }
    values |= {"alarms": alarms, "due": due, "canned": canned, "snoozes": SNOOZES, "drafts": drafts}
    return pages.page(request, "case.html", status=status, case=case, file=file, **values)


async def urgency(
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


async def _undone(session: AsyncSession, request: Request) -> DeskDraft | None:
    """The reply that the agent has just taken back, to be put right."""
    if "undone" not in request.args:
        return None
    return await withdrawn_draft(session, as_uuid(request.args.get("undone")), staff_of(request).member_id)


async def found_case(reading: Awaitable[T]) -> T:
    """What `reading` finds. Raises ApiError (404) where there is no such case."""
    try:
        return await reading
    except CaseNotFound:
        raise ApiError(404, "not_found", "there is no such case") from None
