"""What trainers ask for on their pages is done by the worker, and the pages show it."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from procrastinate import App, PsycopgConnector
from sqlalchemy import select

from commerce.clock import SystemClock
from commerce.database import Sessions
from commerce.jobs import connection_of, job_queue
from commerce.support.models import Understanding
from commerce.support.understandings import text_key
from commerce.training.models import (
    ChangeKind,
    InboxNote,
    ModelState,
    ShadowAnswer,
    TrainedModel,
    TrainingChange,
)
from commerce.training.shadow import begin_shadow
from tests.integration.connectors.staff.people import a_member
from tests.integration.connectors.trainer.conftest import hear
from tests.integration.training.test_candidates import Tools, ask_for
from training.articles import PUBLISH
from training.candidates import TRAIN, Candidates
from training.observing import COUNSEL, REREAD, REVIEW, STORY, Observer
from training.place import Place
from training.stories import FILE
from worker.training import Training, training_jobs

KEEP = timedelta(days=30)
SAID = ("wheres my stuff", "greet", 0.3)


class Answering(Tools):
    """Answers what it is asked, by the name of the command."""

    async def ask(self, *arguments: str | Path, given: Any = None, hear: Any = None) -> dict[str, Any]:
        self.asked.append((arguments, given))
        match arguments[0]:
            case "counsel":
                nearest = {"intent": "check_order_status", "share": 1.0, "nearest": "where is it"}
                note = {"group": 3, "suggestions": [nearest], "is_disputed": True}
                return {"notes": [note | {"key": each["key"]} for each in given]}
            case "understand":
                understood = {"intent": "list_orders", "confidence": 0.8, "is_fallback": False}
                return {"understood": [understood for _ in given]}
            case "play":
                return {"total": 1, "right": 1}
            case "review":
                return {"doubts": [], "repeats": []}
        self.asked.pop()
        return await super().ask(*arguments, given=given, hear=hear)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = Place.below(tmp_path)
    for folder in (place.sentences, place.models, place.var):
        folder.mkdir(parents=True)
    (place.sentences / "talk.yml").write_text("nlu:\n- intent: greet\n  examples: |\n    - hi\n    - yo\n")
    (tmp_path / "domain.yml").write_text("intents: [greet]\n")
    (place.models / "old.tar.gz").touch()
    return place


class Worker:
    """Does the jobs that are there."""

    def __init__(self, url: str, sessions: Sessions, place: Place) -> None:
        self.tools, self.published, clock = Answering(), 0, SystemClock()
        self._sessions = sessions
        self._queue = job_queue(url)
        self._app = App(connector=PsycopgConnector(conninfo=url))
        training = Training(
            Candidates(sessions, place, self.tools, clock),
            Observer(sessions, place, self.tools, clock),
            self._publish,
        )
        self._app.add_tasks_from(training_jobs(training, KEEP), namespace="training")

    async def do(self, job: str, **arguments: Any) -> None:
        async with self._sessions.begin() as session:
            connection = await connection_of(session)
            await self._queue.configure_task(job, connection=connection).defer_async(**arguments)
        async with self._app.open_async():
            await self._app.run_worker_async(wait=False, install_signal_handlers=False)

    async def _publish(self) -> None:
        self.published += 1


@pytest.fixture
def worker(jobs_url: str, sessions: Sessions, place: Place) -> Worker:
    return Worker(jobs_url, sessions, place)


async def test_a_candidate_is_trained(worker: Worker, sessions: Sessions) -> None:
    await worker.do(TRAIN, name=await ask_for(sessions, "new"))
    async with sessions() as session:
        assert (await session.get_one(TrainedModel, "new")).state is ModelState.READY


async def test_the_inbox_is_looked_over_once_for_the_same_messages(
    worker: Worker, sessions: Sessions
) -> None:
    await hear(sessions, SAID)
    await worker.do(COUNSEL)
    async with sessions() as session:
        note = await session.get_one(InboxNote, text_key(SAID[0]))
    assert (note.group_number, note.is_disputed) == (3, True)
    asked = len(worker.tools.asked)
    await worker.do(COUNSEL)
    assert len(worker.tools.asked) == asked


async def test_a_conversation_is_read_again_and_kept_as_a_story(
    worker: Worker, sessions: Sessions, place: Place
) -> None:
    conversation = await hear(
        sessions, SAID, ("hi", "greet", 0.9), is_fallback=False, actions=["utter_greet"]
    )
    await worker.do(REREAD, conversation_id=str(conversation), model="old")
    member = await a_member(sessions)
    story = {"trainer_id": str(member.id), "batch": "3f2504e0-4f89-41d3-9a0c-0305e82c3301"}
    await worker.do(STORY, conversation_id=str(conversation), **story)
    await worker.do(STORY, conversation_id=str(conversation), **story)
    async with sessions() as session:
        answers = (await session.scalars(select(ShadowAnswer))).all()
        changes = (await session.scalars(select(TrainingChange))).all()
    assert {each.model for each in answers} == {"old"}
    assert len(answers) == 2
    assert {(each.kind, each.file) for each in changes} == {(ChangeKind.STORY, FILE)}
    text = (place.root / FILE).read_text()
    assert text.count("- story:") == 1
    assert text.count("- action: utter_greet") == 2
    assert "stuff" not in text


async def test_a_candidate_reads_along(worker: Worker, sessions: Sessions) -> None:
    await worker.do(TRAIN, name=await ask_for(sessions, "new"))
    async with sessions.begin() as session:
        assert await begin_shadow(session, "new", SystemClock())
    await hear(sessions, SAID)
    await worker.do("training:shadow", timestamp=0)
    async with sessions() as session:
        [answer] = (await session.scalars(select(ShadowAnswer))).all()
        [known] = (await session.scalars(select(Understanding))).all()
    assert (answer.message_id, answer.intent) == (known.message_id, "list_orders")


async def test_sentences_are_looked_through_and_articles_published(worker: Worker, place: Place) -> None:
    await worker.do(REVIEW)
    assert place.review.read_text() == '{"doubts": [], "repeats": []}'
    await worker.do(PUBLISH)
    assert worker.published == 1


async def test_what_breaks_lets_another_model_be_asked_for(
    worker: Worker, sessions: Sessions, place: Place
) -> None:
    worker.tools.report = {}
    await worker.do(TRAIN, name=await ask_for(sessions, "new"))
    async with sessions() as session:
        model = await session.get_one(TrainedModel, "new")
    assert (model.state, model.problem) == (ModelState.FAILED, "something broke: KeyError")
    await ask_for(sessions, "newer")
