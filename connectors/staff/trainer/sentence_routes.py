"""`/trainer/sentences` and `/trainer/doubts`: what is taught already, corrected where it is wrong."""

import asyncio
import json
from typing import Any
from uuid import UUID

from sanic import Blueprint, HTTPResponse, Request, redirect

from commerce.training.reading import list_changes
from connectors.edge.errors import ApiError
from connectors.staff.area import TRAINERS, field
from connectors.staff.desk.parts import as_uuid
from connectors.staff.pages import Pages
from connectors.staff.trainer.parts import LONGEST_LINE, TrainerParts, or_refusal, require_known, trainer_of
from training.candidates import confirmed_labels
from training.domain import Domain
from training.marking import unmarked
from training.observing import REVIEW
from training.place import Place
from training.sentences import Sentence

SHOWN = 200


def sentence_routes(pages: Pages, parts: TrainerParts) -> Blueprint:
    """Training sentences and what may be wrong with them."""
    routes = Blueprint("trainer_sentences", url_prefix="/trainer")

    @routes.get("/sentences", ctx_access=TRAINERS)
    async def show_sentences(request: Request) -> HTTPResponse:
        return await _sentences(request, pages, parts)

    @routes.post("/sentences", ctx_access=TRAINERS)
    async def change(request: Request) -> HTTPResponse:
        batch, refusal = await or_refusal(lambda: _changed(request, parts))
        if refusal:
            return await _sentences(request, pages, parts, error=refusal, status=409)
        return redirect(f"/trainer/{_page(request)}?done={batch}", status=303)

    @routes.get("/doubts", ctx_access=TRAINERS)
    async def show_doubts(request: Request) -> HTTPResponse:
        return await _doubts(request, pages, parts)

    @routes.post("/review", ctx_access=TRAINERS)
    async def review(_: Request) -> HTTPResponse:
        async with parts.sessions.begin() as session:
            await parts.defer(session, REVIEW)
        return redirect("/trainer/doubts", status=303)

    return routes


def _page(request: Request) -> str:
    return "doubts" if field(request, "from", 10) == "doubts" else "sentences"


async def _changed(request: Request, parts: TrainerParts) -> UUID:
    trainer, teaching = trainer_of(request), parts.teaching
    line, intent = field(request, "line", LONGEST_LINE), field(request, "intent", 100)
    match field(request, "do", 10):
        case "move":
            return await teaching.move(trainer, line, intent, field(request, "to", 100))
        case "delete":
            return await teaching.remove(trainer, line, intent)
        case "confirm":
            return await teaching.confirm(trainer, line, intent)
        case "rewrite":
            domain = await asyncio.to_thread(Domain.read, parts.place)
            text, marks = unmarked(field(request, "new", LONGEST_LINE))
            known = require_known(marks, set(domain.entities))
            return await teaching.rewrite(trainer, intent, line, text, known)
    raise ApiError(422, "field_invalid", "a sentence is moved, deleted, confirmed or rewritten")


async def _sentences(
    request: Request, pages: Pages, parts: TrainerParts, *, error: str = "", status: int = 200
) -> HTTPResponse:
    wanted, words = request.args.get("intent") or "", (request.args.get("q") or "").lower().strip()
    sentences = await asyncio.to_thread(parts.teaching.sentences.read)
    topics = await asyncio.to_thread(parts.teaching.sentences.topics)
    domain = await asyncio.to_thread(Domain.read, parts.place)
    found = [each for each in sentences if _fits(each, wanted, words)] if wanted or words else []
    return pages.page(
        request,
        "sentences.html",
        status=status,
        error=error,
        topics=topics,
        entities=domain.entities,
        intent=wanted,
        words=words,
        found=found[:SHOWN],
        more=len(found) - SHOWN,
        total=len(sentences),
        done=await _done(request, parts),
    )


def _fits(sentence: Sentence, intent: str, words: str) -> bool:
    return (not intent or sentence.intent == intent) and all(
        word in sentence.line.lower() for word in words.split()
    )


async def _doubts(request: Request, pages: Pages, parts: TrainerParts) -> HTTPResponse:
    review = await asyncio.to_thread(_review, parts.place)
    sentences = await asyncio.to_thread(parts.teaching.sentences.read)
    topics = await asyncio.to_thread(parts.teaching.sentences.topics)
    lines = {(each.text, each.intent): each.line for each in sentences}
    async with parts.sessions() as session:
        confirmed = await confirmed_labels(session)
    doubts = [
        each | {"line": lines[each["text"], each["intent"]]}
        for each in review.get("doubts", [])
        if (each["text"], each["intent"]) in lines and (each["text"], each["intent"]) not in confirmed
    ]
    repeats = [
        each
        | {
            "line": lines[each["text"], each["intent"]],
            "other_line": lines[each["other"], each["other_intent"]],
        }
        for each in review.get("repeats", [])
        if (each["text"], each["intent"]) in lines and (each["other"], each["other_intent"]) in lines
    ]
    return pages.page(
        request,
        "doubts.html",
        doubts=doubts,
        repeats=repeats,
        topics=topics,
        is_reviewed=bool(review),
        done=await _done(request, parts),
    )


def _review(place: Place) -> dict[str, Any]:
    """What the worker found last; empty before it has looked."""
    try:
        return dict(json.loads(place.review.read_text()))
    except (FileNotFoundError, ValueError):
        return {}


async def _done(request: Request, parts: TrainerParts) -> list[Any]:
    batch = request.args.get("done")
    if not batch:
        return []
    async with parts.sessions() as session:
        return [each for each in await list_changes(session, as_uuid(batch)) if each.undone_at is None]
