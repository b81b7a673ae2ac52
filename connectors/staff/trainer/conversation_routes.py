"""`/trainer/conversations`: found, read, tagged, reread by another model, kept as stories."""

import asyncio
from uuid import UUID, uuid4

from sanic import Blueprint, HTTPResponse, Request, redirect

from aisle.masking import mask_text
from commerce.channels import CHANNELS
from commerce.errors import CommerceError
from commerce.support.models import Understanding
from commerce.support.understandings import text_key
from commerce.training.conversations import (
    ConversationUnknown,
    Search,
    all_tags,
    read_transcript,
    search_conversations,
    tag_conversation,
)
from commerce.training.models import GateCase
from commerce.training.reading import keep_case
from connectors.edge.errors import ApiError
from connectors.staff.area import TRAINERS, field
from connectors.staff.desk.parts import as_uuid
from connectors.staff.pages import Pages
from connectors.staff.trainer.parts import TrainerParts, trainer_of, worded
from training.marking import as_example
from training.observing import REREAD, STORY
from training.teaching import Lesson


def conversation_routes(pages: Pages, parts: TrainerParts) -> Blueprint:
    """Conversations as trainers see them."""
    routes = Blueprint("trainer_conversations", url_prefix="/trainer/conversations")
    _add_reading(routes, pages, parts)
    _add_deeds(routes, pages, parts)
    return routes


def _add_reading(routes: Blueprint, pages: Pages, parts: TrainerParts) -> None:
    @routes.get("/", ctx_access=TRAINERS, name="list", strict_slashes=False)
    async def show_list(request: Request) -> HTTPResponse:
        names = ("words", "intent", "outcome", "channel", "rating", "tag")
        search = Search(**{name: (request.args.get(name) or "")[:100] for name in names})
        async with parts.sessions() as session:
            found = await search_conversations(session, search)
            tags = await all_tags(session)
        topics = await asyncio.to_thread(parts.teaching.sentences.topics)
        return pages.page(
            request,
            "conversations.html",
            search=search,
            found=found,
            tags=tags,
            channels=tuple(CHANNELS),
            topics=topics,
        )

    @routes.get("/<conversation_id:uuid>", ctx_access=TRAINERS)
    async def show(request: Request, conversation_id: UUID) -> HTTPResponse:
        return await _conversation(request, pages, parts, conversation_id)


def _add_deeds(routes: Blueprint, pages: Pages, parts: TrainerParts) -> None:
    def back(conversation_id: UUID) -> HTTPResponse:
        return redirect(f"/trainer/conversations/{conversation_id}", status=303)

    @routes.post("/<conversation_id:uuid>/tag", ctx_access=TRAINERS)
    async def tag(request: Request, conversation_id: UUID) -> HTTPResponse:
        async with parts.sessions.begin() as session:
            try:
                await tag_conversation(
                    session, conversation_id, field(request, "tag", 60), trainer_of(request).id
                )
            except ConversationUnknown:
                raise ApiError(404, "not_found", "there is no such conversation, or no tag") from None
        return back(conversation_id)

    @routes.post("/<conversation_id:uuid>/turn", ctx_access=TRAINERS)
    async def teach(request: Request, conversation_id: UUID) -> HTTPResponse:
        try:
            await _taught(request, parts, conversation_id)
        except CommerceError as refusal:
            return await _conversation(
                request, pages, parts, conversation_id, error=worded(refusal), status=409
            )
        return back(conversation_id)

    @routes.post("/<conversation_id:uuid>/story", ctx_access=TRAINERS)
    async def keep_story(request: Request, conversation_id: UUID) -> HTTPResponse:
        async with parts.sessions.begin() as session:
            await parts.defer(
                session,
                STORY,
                conversation_id=str(conversation_id),
                trainer_id=str(trainer_of(request).id),
                batch=str(uuid4()),
            )
        return back(conversation_id)

    @routes.post("/<conversation_id:uuid>/reread", ctx_access=TRAINERS)
    async def reread(request: Request, conversation_id: UUID) -> HTTPResponse:
        model = field(request, "model", 100)
        if model not in parts.shelf.names():
            raise ApiError(404, "not_found", "there is no such model")
        async with parts.sessions.begin() as session:
            await parts.defer(session, REREAD, conversation_id=str(conversation_id), model=model)
        return back(conversation_id)


async def _taught(request: Request, parts: TrainerParts, conversation_id: UUID) -> None:
    """Teach a turn of the conversation, make a regression case of it, or both."""
    intent, trainer = field(request, "intent", 100), trainer_of(request)
    async with parts.sessions() as session:
        turn = await session.get(Understanding, as_uuid(field(request, "message", 36)))
    if turn is None or turn.conversation_id != conversation_id or not turn.text:
        raise ApiError(404, "not_found", "there is no such message")
    text = as_example(turn.text)
    if field(request, "do", 10) == "teach":
        await parts.teaching.label(trainer, [Lesson(text_key(turn.text), text)], intent)
        return
    await parts.teaching.require_intent(intent)
    async with parts.sessions.begin() as session:
        await keep_case(session, GateCase(text=text, intent=intent, entities=[], made_by=trainer.id))


async def _conversation(
    request: Request,
    pages: Pages,
    parts: TrainerParts,
    conversation_id: UUID,
    *,
    error: str = "",
    status: int = 200,
) -> HTTPResponse:
    async with parts.sessions() as session:
        try:
            transcript = await read_transcript(session, conversation_id, mask_text)
        except ConversationUnknown:
            raise ApiError(404, "not_found", "there is no such conversation") from None
        tags = await all_tags(session)
    return pages.page(
        request,
        "conversation.html",
        status=status,
        error=error,
        transcript=transcript,
        tags=tags,
        models=parts.shelf.names(),
        topics=await asyncio.to_thread(parts.teaching.sentences.topics),
    )
