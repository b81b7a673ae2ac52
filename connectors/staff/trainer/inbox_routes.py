"""`/trainer/`: the inbox, what is decided there, and taking it back."""

import asyncio
from urllib.parse import quote
from uuid import UUID

from sanic import Blueprint, HTTPResponse, Request, redirect

from commerce.training.inbox import read_groups, undecided
from commerce.training.models import GateCase
from commerce.training.reading import keep_case, list_changes
from connectors.edge.errors import ApiError
from connectors.staff.area import TRAINERS, StaffArea, field
from connectors.staff.desk.events import tell_news
from connectors.staff.desk.parts import as_uuid
from connectors.staff.pages import Pages
from connectors.staff.trainer.parts import (
    LONGEST_LINE,
    TrainerParts,
    chosen,
    lesson_of,
    or_refusal,
    trainer_of,
)
from training.candidates import TRAINING
from training.domain import Domain
from training.marking import as_example
from training.observing import COUNSEL
from training.teaching import Lesson

SHOWN = 40  # groups


def inbox_routes(area: StaffArea, pages: Pages, parts: TrainerParts) -> Blueprint:
    """The inbox."""
    routes = Blueprint("trainer_inbox", url_prefix="/trainer")

    @routes.get("/", ctx_access=TRAINERS)
    async def show_inbox(request: Request) -> HTTPResponse:
        return await _inbox(request, pages, parts)

    @routes.post("/inbox", ctx_access=TRAINERS)
    async def decide(request: Request) -> HTTPResponse:
        if field(request, "do", 10) == "new":
            return redirect(f"/trainer/intents?keys={quote(','.join(chosen(request, 'key')))}", status=303)
        batch, refusal = await or_refusal(lambda: _decided(request, parts))
        if refusal:
            return await _inbox(request, pages, parts, error=refusal, status=409)
        return redirect(f"/trainer/?done={batch}", status=303)

    @routes.post("/undo", ctx_access=TRAINERS)
    async def undo(request: Request) -> HTTPResponse:
        async def take_back() -> UUID:
            batch = as_uuid(field(request, "batch", 36))
            await parts.teaching.undo(trainer_of(request), batch)
            return batch

        _, refusal = await or_refusal(take_back)
        if refusal:
            return await _inbox(request, pages, parts, error=refusal, status=409)
        return redirect("/trainer/", status=303)

    @routes.post("/look-over", ctx_access=TRAINERS)
    async def look_over(_: Request) -> HTTPResponse:
        async with parts.sessions.begin() as session:
            await parts.defer(session, COUNSEL)
        return redirect("/trainer/", status=303)

    @routes.get("/news", ctx_access=TRAINERS)
    async def news(request: Request) -> None:
        await tell_news(request, area, parts.hub, TRAINING)

    return routes


async def _inbox(
    request: Request, pages: Pages, parts: TrainerParts, *, error: str = "", status: int = 200
) -> HTTPResponse:
    done = request.args.get("done")
    async with parts.sessions() as session:
        groups = await read_groups(session, parts.clock.now() - parts.keep)
        changes = await list_changes(session, as_uuid(done)) if done else []
    topics = await asyncio.to_thread(parts.teaching.sentences.topics)
    domain = await asyncio.to_thread(Domain.read, parts.place)
    return pages.page(
        request,
        "inbox.html",
        status=status,
        groups=groups[:SHOWN],
        more=sum(len(group.items) for group in groups[SHOWN:]),
        topics=topics,
        entities=domain.entities,
        done=[change for change in changes if change.undone_at is None],
        error=error,
        as_example=as_example,
    )


async def _decided(request: Request, parts: TrainerParts) -> UUID:
    keys, trainer = chosen(request, "key"), trainer_of(request)
    if not keys:
        raise ApiError(422, "field_invalid", "no message was chosen")
    if field(request, "do", 10) == "leave":
        return await parts.teaching.reject(trainer, keys)
    intent = field(request, "pick", 100) or field(request, "intent", 100)
    lessons = await _lessons(request, parts, keys)
    batch = await parts.teaching.label(trainer, lessons, intent)
    if field(request, "case", 3):
        async with parts.sessions.begin() as session:
            for lesson in lessons:
                await keep_case(session, _case(lesson, intent, trainer.id))
    return batch


async def _lessons(request: Request, parts: TrainerParts, keys: list[str]) -> list[Lesson]:
    domain = await asyncio.to_thread(Domain.read, parts.place)
    async with parts.sessions() as session:
        entries = await undecided(session, parts.clock.now() - parts.keep)
    texts = {entry.key: entry.text for entry in entries}
    lessons = []
    for key in keys:
        line = field(request, f"line-{key}", LONGEST_LINE)
        if line:
            lessons.append(lesson_of(key, line, set(domain.entities)))
        elif key in texts:
            lessons.append(Lesson(key, as_example(texts[key])))
        else:
            raise ApiError(409, "decided", "one of these messages is decided already, or is too old")
    return lessons


def _case(lesson: Lesson, intent: str, trainer_id: UUID) -> GateCase:
    entities = [
        {"entity": mark.entity, "value": mark.value or lesson.text[mark.start : mark.end]}
        for mark in lesson.marks
    ]
    return GateCase(text=as_example(lesson.text), intent=intent, entities=entities, made_by=trainer_id)
