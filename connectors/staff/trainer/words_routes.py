"""`/trainer/words`, `/trainer/help`, `/trainer/intents`: what the bot says, quotes and understands."""

import asyncio
from datetime import timedelta
from typing import Any

from sanic import Blueprint, HTTPResponse, Request, redirect

from commerce.errors import CommerceError
from commerce.help.articles import read_articles
from commerce.training.help_use import article_use, unanswered
from commerce.training.inbox import undecided
from commerce.training.models import ChangeKind
from connectors.edge.errors import ApiError
from connectors.staff.area import TRAINERS, field
from connectors.staff.pages import Pages
from connectors.staff.trainer.parts import TrainerParts, trainer_of, worded
from training.articles import (
    FOLDER,
    LONGEST,
    PUBLISH,
    ArticleRefused,
    article_patch,
    article_text,
    list_articles,
    preview,
)
from training.domain import Domain
from training.intents import NewIntent, patches_of
from training.marking import as_example
from training.words import reply_patch

USE_OF = timedelta(days=28)
SHOWN = 60


def words_routes(pages: Pages, parts: TrainerParts) -> Blueprint:
    """Replies, help articles and new intents."""
    routes = Blueprint("trainer_words", url_prefix="/trainer")
    _add_words(routes, pages, parts)
    _add_help(routes, pages, parts)
    _add_intents(routes, pages, parts)
    return routes


def _add_words(routes: Blueprint, pages: Pages, parts: TrainerParts) -> None:
    @routes.get("/words", ctx_access=TRAINERS)
    async def show_words(request: Request) -> HTTPResponse:
        return await _words(request, pages, parts)

    @routes.post("/words", ctx_access=TRAINERS)
    async def edit(request: Request) -> HTTPResponse:
        name, number = field(request, "reply", 100), field(request, "number", 2)
        try:
            patch = await asyncio.to_thread(
                reply_patch,
                parts.place,
                name,
                int(number) if number.isdecimal() else -1,
                field(request, "text", 2_000).replace("\r\n", "\n"),
            )
            await parts.teaching.edit(trainer_of(request), ChangeKind.REPLY, name, [patch], f"Reword {name}")
        except CommerceError as refusal:
            return await _words(request, pages, parts, error=worded(refusal), status=409)
        return redirect(f"/trainer/words?q={name}", status=303)


async def _words(
    request: Request, pages: Pages, parts: TrainerParts, *, error: str = "", status: int = 200
) -> HTTPResponse:
    words = (request.args.get("q") or "").lower().strip()
    domain = await asyncio.to_thread(Domain.read, parts.place)
    found = {
        name: variants
        for name, variants in domain.replies.items()
        if words and all(word in f"{name} {variants}".lower() for word in words.split())
    }
    shown = dict(list(found.items())[:SHOWN])
    return pages.page(
        request,
        "words.html",
        status=status,
        error=error,
        words=words,
        found=shown,
        more=len(found) - len(shown),
        total=len(domain.replies),
    )


def _add_help(routes: Blueprint, pages: Pages, parts: TrainerParts) -> None:
    @routes.get("/help", ctx_access=TRAINERS)
    async def show_help(request: Request) -> HTTPResponse:
        since = parts.clock.now() - USE_OF
        async with parts.sessions() as session:
            listed = await list_articles(session, parts.place, parts.spelling)
            used = {each.article: each for each in await article_use(session, since)}
            missed = await unanswered(session, since)
        return pages.page(request, "help_articles.html", listed=listed, used=used, missed=missed)

    @routes.get("/help/<name:str>", ctx_access=TRAINERS)
    async def show_article(request: Request, name: str) -> HTTPResponse:
        return await _article(request, pages, parts, name)

    @routes.post("/help/<name:str>", ctx_access=TRAINERS)
    async def edit_article(request: Request, name: str) -> HTTPResponse:
        text = field(request, "text", LONGEST)
        if field(request, "do", 10) == "preview":
            return await _article(request, pages, parts, name, draft=text)
        try:
            patch = await asyncio.to_thread(article_patch, parts.place, name, text)
            message = f"Edit the help article {name}"
            await parts.teaching.edit(trainer_of(request), ChangeKind.ARTICLE, name, [patch], message)
        except CommerceError as refusal:
            return await _article(request, pages, parts, name, draft=text, error=worded(refusal), status=409)
        return redirect("/trainer/help", status=303)

    @routes.post("/publish-help", ctx_access=TRAINERS)
    async def publish(_: Request) -> HTTPResponse:
        async with parts.sessions.begin() as session:
            await parts.defer(session, PUBLISH)
        return redirect("/trainer/help", status=303)


async def _article(
    request: Request,
    pages: Pages,
    parts: TrainerParts,
    name: str,
    *,
    draft: str = "",
    error: str = "",
    status: int = 200,
) -> HTTPResponse:
    try:
        text = draft or await asyncio.to_thread(article_text, parts.place, name)
        article = await asyncio.to_thread(preview, name, text)
    except ArticleRefused as refusal:
        if not draft:
            raise ApiError(404, "not_found", str(refusal)) from None
        article, error, status = None, error or worded(refusal), 409
    return pages.page(
        request, "help_article.html", status=status, name=name, text=text, article=article, error=error
    )


def _add_intents(routes: Blueprint, pages: Pages, parts: TrainerParts) -> None:
    @routes.get("/intents", ctx_access=TRAINERS)
    async def show_form(request: Request) -> HTTPResponse:
        keys = set((request.args.get("keys") or "").split(","))
        async with parts.sessions() as session:
            entries = await undecided(session, parts.clock.now() - parts.keep)
        lines = [as_example(entry.text) for entry in entries if entry.key in keys]
        return await _intent_form(request, pages, parts, given={"lines": "\n".join(lines)})

    @routes.post("/intents", ctx_access=TRAINERS)
    async def create(request: Request) -> HTTPResponse:
        names = ("name", "topic", "title", "meaning", "article", "form")
        given = {name: field(request, name, 200) for name in names}
        given["lines"] = field(request, "lines", 20_000)
        article, _, heading = given["article"].partition("#")
        new = NewIntent(
            name=given["name"],
            topic=given["topic"],
            lines=tuple(line for each in given["lines"].splitlines() if (line := as_example(each))),
            title=given["title"],
            meaning=given["meaning"],
            article=article,
            heading=heading,
            form=given["form"],
        )
        try:
            patches = await asyncio.to_thread(patches_of, parts.place, new)
            message = f"Add the intent {new.name}"
            await parts.teaching.edit(trainer_of(request), ChangeKind.INTENT, new.name, patches, message)
        except CommerceError as refusal:
            return await _intent_form(request, pages, parts, given=given, error=worded(refusal), status=409)
        return redirect(f"/trainer/sentences?intent={new.name}", status=303)


async def _intent_form(
    request: Request,
    pages: Pages,
    parts: TrainerParts,
    *,
    given: dict[str, Any],
    error: str = "",
    status: int = 200,
) -> HTTPResponse:
    domain = await asyncio.to_thread(Domain.read, parts.place)
    topics = await asyncio.to_thread(parts.teaching.sentences.topics)
    folder = parts.place.root / FOLDER
    articles = await asyncio.to_thread(read_articles, folder)
    return pages.page(
        request,
        "intent.html",
        status=status,
        error=error,
        given=given,
        topics=topics,
        forms=domain.forms,
        articles=articles,
    )
