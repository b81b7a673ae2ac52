"""A candidate from the wish to its judgement, with the tools that answer as told."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from commerce.clock import SystemClock
from commerce.database import Sessions
from commerce.training.models import ModelState, TrainedModel
from tests.integration.connectors.staff.people import a_member
from training.candidates import Candidates, TrainingUnderWay, request_training
from training.place import Place
from training.promotion import GateClosed, ModelGone, ModelOutdated, NothingBefore, Promotions
from training.rasa import RasaTools, ToolFailed

FIGURES = {"accuracy": 0.9, "calibration_error": 0.04, "sure_and_wrong": 0.05, "fallback": 0.1}
REPORT: dict[str, Any] = {
    "figures": {"after": FIGURES, "before": FIGURES},
    "intents": [],
    "cases": [],
    "changes": [],
    "real": [],
    "real_messages": 0,
    "tested": 9,
    "doubts": [],
    "new": 2,
    "sentences": 5,
    "keys": ["a", "b"],
    "stories": {"total": 1, "right": 1},
    "latency_ms": {"after": 5.0},
}


@dataclass
class Tools(RasaTools):
    """Trains by writing a file, and reports what it was told."""

    report: dict[str, Any] = field(default_factory=lambda: dict(REPORT))
    problem: str = ""
    asked: list[tuple[Any, ...]] = field(default_factory=list)

    async def ask(
        self,
        *arguments: str | Path,
        given: Any = None,
        hear: Callable[[dict[str, Any]], Awaitable[None]] | None = None,
    ) -> dict[str, Any]:
        self.asked.append((arguments, given))
        if self.problem:
            raise ToolFailed(self.problem)
        assert hear is not None
        await hear({"progress": "training"})
        words = [str(each) for each in arguments]
        model = f"{words[words.index('--name') + 1]}.tar.gz"
        Path(words[words.index("--out") + 1], model).touch()  # noqa: ASYNC240  nobody else waits
        return {"report": dict(self.report)}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = Place.below(tmp_path)
    for folder in (place.sentences, place.models, place.var):
        folder.mkdir(parents=True)
    (tmp_path / "domain.yml").write_text("intents: [greet]\n")
    return place


@pytest.fixture
def tools() -> Tools:
    return Tools()


@pytest.fixture
def candidates(sessions: Sessions, place: Place, tools: Tools) -> Candidates:
    return Candidates(sessions, place, tools, SystemClock())


@pytest.fixture
def promotions(sessions: Sessions, place: Place) -> Promotions:
    # Nobody listens there: a dialogue server that does not run loads the model when it starts.
    return Promotions(sessions, place, SystemClock(), dialogue_urls=["http://127.0.0.1:9"], secret="s")


async def ask_for(sessions: Sessions, name: str) -> str:
    async with sessions.begin() as session:
        model = await request_training(session, None, SystemClock())
        await session.flush()
        model.name = name
    return name


async def model_of(sessions: Sessions, name: str) -> TrainedModel:
    async with sessions() as session:
        return await session.get_one(TrainedModel, name)


async def test_a_candidate_is_compared_with_the_model_in_use_and_does_not_replace_it(
    sessions: Sessions, candidates: Candidates, tools: Tools, place: Place
) -> None:
    (place.models / "old.tar.gz").touch()
    assert await candidates.run(await ask_for(sessions, "new")) is ModelState.READY
    model = await model_of(sessions, "new")
    assert (model.compared_with, model.sentences, model.progress) == ("old", 5, "")
    assert model.measured_at is not None
    assert "--in-use" in tools.asked[0][0]
    assert candidates.shelf.in_use() == "old"
    assert candidates.shelf.keys("new") == ["a", "b"]


async def test_a_gate_that_is_closed_keeps_a_candidate_out(
    sessions: Sessions, candidates: Candidates, tools: Tools, promotions: Promotions
) -> None:
    tools.report = REPORT | {"stories": {"total": 2, "right": 1}}
    assert await candidates.run(await ask_for(sessions, "new")) is ModelState.REFUSED
    with pytest.raises(GateClosed, match="1 of 2"):
        await promotions.promote("new", None)


async def test_what_fails_is_kept_with_its_reason(
    sessions: Sessions, candidates: Candidates, tools: Tools
) -> None:
    tools.problem = "data/nlu/talk.yml: not YAML"
    assert await candidates.run(await ask_for(sessions, "new")) is ModelState.FAILED
    assert (await model_of(sessions, "new")).problem == "data/nlu/talk.yml: not YAML"


async def test_one_is_trained_at_a_time(sessions: Sessions) -> None:
    await ask_for(sessions, "new")
    with pytest.raises(TrainingUnderWay):
        await ask_for(sessions, "newer")


async def test_promotion_and_the_way_back(
    sessions: Sessions, candidates: Candidates, promotions: Promotions, place: Place
) -> None:
    (place.models / "old.tar.gz").touch()
    member = await a_member(sessions)
    await candidates.run(await ask_for(sessions, "new"))
    with pytest.raises(NothingBefore):
        await promotions.roll_back(member.id)
    switched = await promotions.promote("new", member.id)
    assert (switched.model, switched.before) == ("new", "old")
    assert candidates.shelf.in_use() == "new"
    back = await promotions.roll_back(member.id)
    assert (back.model, back.before) == ("old", "new")
    assert candidates.shelf.in_use() == "old"
    with pytest.raises(NothingBefore):
        await promotions.roll_back(member.id)


async def test_a_model_for_other_rules_or_without_its_file_does_not_come_into_use(
    sessions: Sessions, candidates: Candidates, promotions: Promotions, place: Place
) -> None:
    (place.models / "old.tar.gz").touch()
    await candidates.run(await ask_for(sessions, "new"))
    (place.root / "domain.yml").write_text("intents: [greet]\nentities: [colour]\n")
    with pytest.raises(ModelOutdated):
        await promotions.promote("new", None)
    (place.root / "domain.yml").write_text("intents: [greet]\n")
    (place.models / "new.tar.gz").unlink()
    with pytest.raises(ModelGone):
        await promotions.promote("new", None)
    assert candidates.shelf.in_use() == "old"
