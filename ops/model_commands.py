"""Models by the command line: train a candidate, bring it into use, go back."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aisle.settings import ROOT, Settings
from commerce.database import Sessions
from ops.errors import OperatorError
from ops.steps import Say, run_steps
from ops.training import MODELS
from training.place import Place


async def train(settings: Settings, say: Say) -> None:
    """Train a candidate, compare it with the model in use, and say whether it may be promoted."""
    from commerce.clock import SystemClock
    from commerce.errors import CommerceError
    from commerce.training.models import ModelState
    from ops.setup import encoder_step
    from training.candidates import Candidates, judgement_on, known_model, request_training
    from training.rasa import RasaTools

    await run_steps([encoder_step(settings)], say)
    clock = SystemClock(settings.time_zone)
    async with _store(settings, "make train", say) as sessions:
        candidates = Candidates(sessions, _place(settings), RasaTools.of(settings), clock)
        try:
            async with sessions.begin() as session:
                name = (await request_training(session, None, clock)).name
            state = await candidates.run(name, say)
        except CommerceError as refusal:
            raise OperatorError(str(refusal)) from None
        async with sessions() as session:
            model = await known_model(session, name)
            gates = await judgement_on(session, model)
    if state is ModelState.FAILED:
        raise OperatorError(f"the training failed: {model.problem}")
    for gate in gates:
        say(f"{'passed' if gate.is_passed else 'REFUSED'}: {gate.name}. {gate.reason}")
    if candidates.shelf.in_use() == name:
        say(f"{name} is in use, as the first model")
    elif state is ModelState.READY:
        say(f"{name} is ready: `make promote` brings it into use")
    else:
        say(f"{name} may not come into use")


async def promote(settings: Settings, say: Say, model: str) -> None:
    """Bring a candidate into use that passes every gate: the one named, else the newest."""
    from sqlalchemy import select

    from commerce.training.models import ModelState, TrainedModel

    async with _store(settings, "make promote", say) as sessions:
        if not model:
            async with sessions() as session:
                newest = select(TrainedModel.name).where(
                    TrainedModel.state.in_([ModelState.READY, ModelState.REFUSED])
                )
                found = await session.scalar(newest.order_by(TrainedModel.created_at.desc()).limit(1))
            if found is None:
                raise OperatorError("there is no candidate: `make train` makes one")
            model = found
        await _switch(settings, sessions, say, model)


async def roll_back(settings: Settings, say: Say) -> None:
    """Go back to the model that was in use before."""
    async with _store(settings, "make rollback", say) as sessions:
        await _switch(settings, sessions, say, "")


async def _switch(settings: Settings, sessions: Sessions, say: Say, model: str) -> None:
    """Bring `model` into use, or the one before when none is named."""
    from commerce.clock import SystemClock
    from commerce.errors import CommerceError
    from training.promotion import Promotions

    promotions = Promotions(
        sessions,
        _place(settings),
        SystemClock(settings.time_zone),
        dialogue_urls=settings.dialogue_urls,
        secret=settings.internal_secret.get_secret_value(),
    )
    try:
        switched = await (promotions.promote(model, None) if model else promotions.roll_back(None))
    except CommerceError as refusal:
        raise OperatorError(str(refusal)) from None
    say(f"{switched.model} is in use, instead of {switched.before or 'none'}")


@asynccontextmanager
async def _store(settings: Settings, command: str, say: Say) -> AsyncIterator[Sessions]:
    """Sessions on the store, whose tables are made where they are missing."""
    from commerce.database import create_engine, sessions_of
    from ops.database_server import database_server
    from ops.setup import schema_steps

    async with database_server(settings, command, say) as server:
        await run_steps(schema_steps(settings, server), say)
        engine = create_engine(settings.database_url.get_secret_value(), pool_size=2)
        try:
            yield sessions_of(engine)
        finally:
            await engine.dispose()


def _place(settings: Settings) -> Place:
    return Place(ROOT, settings.var_path, MODELS)
