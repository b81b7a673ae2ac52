"""What an agent writes to the shopper on the web: a reply with its files, and taking one back."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from sanic import Blueprint, HTTPResponse, Request, redirect

from commerce.attachments.files import LARGEST_FILE, CheckedFile, FileRefused, checked_file
from commerce.desk.agent import CaseNotFound
from commerce.desk.drafts import DraftGone, put_draft, take_back
from commerce.desk.files import keep_file
from commerce.desk.models import DraftStatus
from commerce.desk.replying import reply
from commerce.desk.working import Desk
from commerce.errors import CommerceError
from connectors.edge.errors import ApiError
from connectors.staff.area import DESK, StaffArea
from connectors.staff.desk.case_page import show_case
from connectors.staff.desk.deeds import LONGEST_REPLY, worded
from connectors.staff.desk.fields import text_in
from connectors.staff.desk.parts import DeskParts, Handler, fields_of
from connectors.staff.pages import Pages

MOST_FILES = 5  # of one reply
_FORM = 64 * 1024  # bytes of a form beside its files
_CASE = "/conversations/<conversation_id:uuid>"


def add_writing(routes: Blueprint, area: StaffArea, pages: Pages, parts: DeskParts) -> None:
    """`.../reply`, and `.../drafts/<id>/<undo or note>`"""

    async def largest_body(request: Request) -> int:
        """Only who is signed in may send what is larger than a form."""
        identity = await area.identify(request)
        return MOST_FILES * LARGEST_FILE + _FORM if identity is not None and identity.role in DESK else 0

    @routes.post(
        "/conversations/<conversation_id:uuid>/reply", ctx_access=DESK, ctx_largest_body=largest_body
    )
    async def send_reply(request: Request, conversation_id: UUID) -> HTTPResponse:
        return await _replied(request, pages, parts, conversation_id)

    for name, into in (("undo", DraftStatus.WITHDRAWN), ("note", DraftStatus.NOTED)):
        routes.add_route(
            _settles(into, pages, parts),
            f"{_CASE}/drafts/<draft_id:uuid>/{name}",
            methods=["POST"],
            name=f"draft_{name}",
            ctx_access=DESK,
        )


async def _replied(request: Request, pages: Pages, parts: DeskParts, conversation_id: UUID) -> HTTPResponse:
    text = text_in(fields_of(request), "text", LONGEST_REPLY)
    files, refusals = _files_in(request)
    if not text and not files and not refusals:
        raise ApiError(422, "field_invalid", "there is nothing to send")
    error, status = " ".join(refusals), 200 if text or files else 422
    try:
        if text or files:
            async with parts.working(request) as desk:
                await _write(desk, parts, conversation_id, text, files)
    except CaseNotFound:
        raise ApiError(404, "not_found", "there is no such case") from None
    except CommerceError as refusal:
        error, status = worded(refusal), 409
        return await show_case(request, pages, parts, conversation_id, error=error, draft=text, status=status)
    if error:
        sent = " Your words went without it." if text else ""
        return await show_case(request, pages, parts, conversation_id, error=f"{error}{sent}", status=status)
    return redirect(f"/desk/conversations/{conversation_id}", status=303)


def _settles(into: DraftStatus, pages: Pages, parts: DeskParts) -> Handler:
    async def settle_draft(request: Request, conversation_id: UUID, draft_id: UUID) -> HTTPResponse:
        try:
            async with parts.working(request) as desk:
                await take_back(desk, draft_id, into)
        except DraftGone as gone:
            error = f"Too late: {gone}."
            return await show_case(request, pages, parts, conversation_id, error=error, status=409)
        undone = f"?undone={draft_id}" if into is DraftStatus.WITHDRAWN else ""
        return redirect(f"/desk/conversations/{conversation_id}{undone}", status=303)

    return settle_draft


async def _write(
    desk: Desk, parts: DeskParts, conversation_id: UUID, text: str, files: Sequence[CheckedFile]
) -> None:
    """Send a reply, after the time in which it can be taken back."""
    if parts.undo:
        source = f"web:{desk.agent.key or uuid4()}"
        await put_draft(desk, parts.drafts, conversation_id, source, text, files=files, wait=parts.undo)
        return
    cards = [keep_file(desk, conversation_id, each) for each in files]
    await reply(desk, conversation_id, text, cards=cards)


def _files_in(request: Request) -> tuple[list[CheckedFile], list[str]]:
    """The files of a submitted form that may be sent, and why others may not."""
    files, refusals = list[CheckedFile](), list[str]()
    sent = request.files.getlist("file") if request.files else None
    uploaded = [each for each in sent or [] if each.name or each.body]
    for each in uploaded[:MOST_FILES]:
        try:
            files.append(checked_file(each.name or "", each.body))
        except FileRefused as refused:
            refusals.append(worded(refused))
    if len(uploaded) > MOST_FILES:
        refusals.append(f"A reply takes {MOST_FILES} files at most.")
    return files, refusals
