"""`/trainer/models`: candidates, what was found of them, promotion and the way back."""

import asyncio

from sanic import Blueprint, HTTPResponse, Request, redirect

from commerce.errors import CommerceError
from commerce.training.models import ModelState
from commerce.training.reading import (
    drop_case,
    list_cases,
    list_changes,
    list_models,
    list_promotions,
    taught_since_last_model,
)
from commerce.training.shadow import begin_shadow, differences
from connectors.edge.errors import ApiError
from connectors.staff.area import TRAINERS, field
from connectors.staff.desk.parts import as_uuid
from connectors.staff.pages import Pages
from connectors.staff.trainer.parts import TrainerParts, trainer_of, worded
from training.candidates import TRAIN, ModelUnknown, judge_again, judgement_on, known_model, request_training
from training.promotion import model_before
from training.teaching import sentence_line


def model_routes(pages: Pages, parts: TrainerParts) -> Blueprint:
    """Models and cases."""
    routes = Blueprint("trainer_models", url_prefix="/trainer")
    _add_list(routes, pages, parts)
    _add_model(routes, pages, parts)
    _add_deeds(routes, pages, parts)
    return routes


def _add_list(routes: Blueprint, pages: Pages, parts: TrainerParts) -> None:
    @routes.get("/models", ctx_access=TRAINERS)
    async def show_models(request: Request) -> HTTPResponse:
        return await _models(request, pages, parts)

    @routes.get("/models-list", ctx_access=TRAINERS)
    async def models_list(request: Request) -> HTTPResponse:
        return await _models(request, pages, parts, template="models_list.html")

    @routes.post("/models", ctx_access=TRAINERS)
    async def train(request: Request) -> HTTPResponse:
        try:
            async with parts.sessions.begin() as session:
                model = await request_training(session, trainer_of(request).id, parts.clock)
                await parts.defer(session, TRAIN, name=model.name)
        except CommerceError as refusal:
            return await _models(request, pages, parts, error=worded(refusal), status=409)
        return redirect("/trainer/models", status=303)

    @routes.post("/cases/<case_id:uuid>/drop", ctx_access=TRAINERS)
    async def drop(_: Request, case_id: object) -> HTTPResponse:
        async with parts.sessions.begin() as session:
            await drop_case(session, as_uuid(str(case_id)))
        return redirect("/trainer/models", status=303)


def _add_model(routes: Blueprint, pages: Pages, parts: TrainerParts) -> None:
    @routes.get("/models/<name:str>", ctx_access=TRAINERS)
    async def show_model(request: Request, name: str) -> HTTPResponse:
        return await _model(request, pages, parts, name)


def _add_deeds(routes: Blueprint, pages: Pages, parts: TrainerParts) -> None:
    @routes.post("/models/<name:str>/promote", ctx_access=TRAINERS)
    async def promote(request: Request, name: str) -> HTTPResponse:
        try:
            await parts.promotions.promote(name, trainer_of(request).id)
        except ModelUnknown:
            raise ApiError(404, "not_found", "there is no such model") from None
        except CommerceError as refusal:
            return await _model(request, pages, parts, name, error=worded(refusal), status=409)
        return redirect("/trainer/models", status=303)

    @routes.post("/rollback", ctx_access=TRAINERS)
    async def roll_back(request: Request) -> HTTPResponse:
        try:
            await parts.promotions.roll_back(trainer_of(request).id)
        except CommerceError as refusal:
            return await _models(request, pages, parts, error=worded(refusal), status=409)
        return redirect("/trainer/models", status=303)

    @routes.post("/models/<name:str>/shadow", ctx_access=TRAINERS)
    async def shadow(_: Request, name: str) -> HTTPResponse:
        async with parts.sessions.begin() as session:
            if not await begin_shadow(session, name, parts.clock):
                raise ApiError(404, "not_found", "there is no such model to try out")
        return redirect(f"/trainer/models/{name}", status=303)

    @routes.post("/models/<name:str>/confirm", ctx_access=TRAINERS)
    async def confirm(request: Request, name: str) -> HTTPResponse:
        line = sentence_line(field(request, "text", 1_000))
        await parts.teaching.confirm(trainer_of(request), line, field(request, "intent", 100))
        async with parts.sessions.begin() as session:
            await judge_again(session, name)
        return redirect(f"/trainer/models/{name}", status=303)


async def _models(
    request: Request,
    pages: Pages,
    parts: TrainerParts,
    *,
    template: str = "models.html",
    error: str = "",
    status: int = 200,
) -> HTTPResponse:
    in_use = await asyncio.to_thread(parts.shelf.in_use)
    async with parts.sessions() as session:
        return pages.page(
            request,
            template,
            status=status,
            error=error,
            in_use=in_use,
            before=await model_before(session, in_use),
            models=await list_models(session),
            promotions=await list_promotions(session),
            changes=await list_changes(session),
            cases=await list_cases(session),
            taught=await taught_since_last_model(session),
        )


async def _model(
    request: Request, pages: Pages, parts: TrainerParts, name: str, *, error: str = "", status: int = 200
) -> HTTPResponse:
    in_use = await asyncio.to_thread(parts.shelf.in_use)
    async with parts.sessions() as session:
        try:
            model = await known_model(session, name)
        except ModelUnknown:
            raise ApiError(404, "not_found", "there is no such model") from None
        gates = await judgement_on(session, model)
        shadow = await differences(session, model)
    is_open = bool(gates) and all(gate.is_passed for gate in gates)
    values = {"is_measured": model.state in (ModelState.READY, ModelState.REFUSED), "is_open": is_open}
    return pages.page(
        request,
        "model.html",
        status=status,
        error=error,
        model=model,
        gates=gates,
        shadow=shadow,
        in_use=in_use,
        now=parts.clock.now(),
        **values,
    )
