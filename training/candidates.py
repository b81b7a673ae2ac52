"""Candidates: asked for, trained and measured aside, judged, and kept with everything that was found."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.clock import Clock
from commerce.database import Sessions
from commerce.errors import CommerceError, NotFound
from commerce.support.news import announce
from commerce.training.inbox import recent_messages
from commerce.training.models import ChangeKind, GateCase, ModelState, TrainedModel, TrainingChange
from training.gate import Gate, judged, passes
from training.marking import as_example, unmarked
from training.place import Place
from training.rasa import RasaTools, ToolFailed
from training.sentences import Sentences, sentence_key
from training.shelf import Shelf

# Stands for the trainers' place, where news of candidates go.
TRAINING = UUID(int=1)
TRAIN = "training:train"  # the job's name at the worker
COMPARED_FOR = timedelta(days=21)  # real messages of so long are read by both models
_COMPARED = 1_000  # messages at most
_TAUGHT = (ChangeKind.LABELLED, ChangeKind.MOVED, ChangeKind.MARKED)


class TrainingUnderWay(CommerceError):
    """One model is trained at a time."""

    def __init__(self) -> None:
        super().__init__("a model is being trained already")


class ModelUnknown(NotFound):
    """There is no such model."""

    def __init__(self, name: str) -> None:
        super().__init__(f"there is no model {name}")


class Candidates:
    """Trains models and keeps what became of them."""

    def __init__(self, sessions: Sessions, place: Place, tools: RasaTools, clock: Clock) -> None:
        self._sessions = sessions
        self._place = place
        self._tools = tools
        self._clock = clock
        self.shelf = Shelf(place)

    async def run(self, name: str, say: Callable[[str], None] | None = None) -> ModelState:
        """Train and measure what was asked for; how far it came. Raises ModelUnknown."""
        await asyncio.to_thread(self.shelf.pin)
        in_use = await asyncio.to_thread(self.shelf.in_use)
        data_version = await asyncio.to_thread(self.shelf.data_version)
        await self._note(name, state=ModelState.TRAINING, data_version=data_version, compared_with=in_use)
        try:
            return await self._trained(name, in_use, say or (lambda _: None))
        except ToolFailed as failure:
            await self._note(name, state=ModelState.FAILED, problem=str(failure), progress="")
            return ModelState.FAILED
        except Exception as broken:  # else no other model could be asked for
            problem = f"something broke: {type(broken).__name__}"
            await self._note(name, state=ModelState.FAILED, problem=problem, progress="")
            raise

    async def _trained(self, name: str, in_use: str, say: Callable[[str], None]) -> ModelState:
        inputs = await asyncio.to_thread(self.shelf.inputs)
        needs = await asyncio.to_thread(self.shelf.needs)
        report = await self._measured(name, in_use, say)
        await asyncio.to_thread(self.shelf.keep_keys, name, report.pop("keys"))
        await asyncio.to_thread(self.shelf.note_newest, inputs)
        async with self._sessions() as session:
            gates = judged(report, confirmed=await confirmed_labels(session))
        state = ModelState.READY if passes(gates) else ModelState.REFUSED
        await self._note(
            name,
            state=state,
            report=report | {"needs": needs},
            sentences=report["sentences"],
            progress="",
            measured_at=self._clock.now(),
        )
        return state

    async def _measured(self, name: str, in_use: str, say: Callable[[str], None]) -> dict[str, Any]:
        async with self._sessions() as session:
            asked = await self._asked(session, in_use)

        async def hear(line: dict[str, Any]) -> None:
            if "progress" in line:
                say(line["progress"])
                await self._note(name, progress=line["progress"])

        options: list[str | Path] = ["--in-use", self.shelf.path(in_use)] if in_use else []
        path = self.shelf.path(name)
        answer = await self._tools.ask(
            "candidate", "--out", path.parent, "--name", name, *options, given=asked, hear=hear
        )
        report: dict[str, Any] = answer["report"]
        return report

    async def _asked(self, session: AsyncSession, in_use: str) -> dict[str, Any]:
        messages = await recent_messages(session, self._clock.now() - COMPARED_FOR, _COMPARED)
        cases = await session.scalars(select(GateCase).order_by(GateCase.created_at))
        return {
            "messages": [{"text": as_example(each.text) or "?", "times": each.times} for each in messages],
            "cases": [
                {"text": each.text, "intent": each.intent, "entities": each.entities} for each in cases
            ],
            "known": await self._known(session, in_use) if in_use else [],
        }

    async def _known(self, session: AsyncSession, in_use: str) -> list[str]:
        """What the model in use was trained from: as it was noted, else all but what trainers taught."""
        noted = await asyncio.to_thread(self.shelf.keys, in_use)
        if noted:
            return noted
        rows = await session.execute(
            select(TrainingChange.intent, TrainingChange.line).where(
                TrainingChange.kind.in_(_TAUGHT), TrainingChange.undone_at.is_(None)
            )
        )
        taught = {sentence_key(intent, unmarked(line)[0]) for intent, line in rows}
        sentences = await asyncio.to_thread(Sentences(self._place).read)
        return [key for each in sentences if (key := sentence_key(each.intent, each.text)) not in taught]

    async def _note(self, name: str, **values: Any) -> None:
        async with self._sessions.begin() as session:
            done = await session.execute(
                update(TrainedModel)
                .where(TrainedModel.name == name)
                .values(**values)
                .returning(TrainedModel.name)
            )
            if done.scalar() is None:
                raise ModelUnknown(name)
            await announce(session, TRAINING)


async def request_training(session: AsyncSession, trainer_id: UUID | None, clock: Clock) -> TrainedModel:
    """Note the wish for a model trained of the sentences as they are. Raises TrainingUnderWay."""
    now = clock.now()
    model = TrainedModel(name=f"{now:%Y%m%d-%H%M%S}", made_by=trainer_id, created_at=now)
    try:
        async with session.begin_nested():
            session.add(model)
    except IntegrityError:
        raise TrainingUnderWay from None
    await announce(session, TRAINING)
    return model


async def known_model(session: AsyncSession, name: str) -> TrainedModel:
    """The record of a model. Raises ModelUnknown."""
    model = await session.get(TrainedModel, name)
    if model is None:
        raise ModelUnknown(name)
    return model


async def judge_again(session: AsyncSession, name: str) -> None:
    """Judge a measured model once more, after a trainer has confirmed a label. Raises ModelUnknown."""
    model = await known_model(session, name)
    if model.state in (ModelState.READY, ModelState.REFUSED):
        is_open = passes(judged(model.report, confirmed=await confirmed_labels(session)))
        model.state = ModelState.READY if is_open else ModelState.REFUSED


async def judgement_on(session: AsyncSession, model: TrainedModel) -> list[Gate]:
    """The gates of a measured model; none before it is measured."""
    if not model.report:
        return []
    return judged(model.report, confirmed=await confirmed_labels(session))


async def confirmed_labels(session: AsyncSession) -> set[tuple[str, str]]:
    """The sentences (text, intent) whose doubtful label is meant."""
    rows = await session.execute(
        select(TrainingChange.line, TrainingChange.intent).where(
            TrainingChange.kind == ChangeKind.CONFIRMED, TrainingChange.undone_at.is_(None)
        )
    )
    return {(unmarked(line)[0], intent) for line, intent in rows}
