"""Trains and measures candidates, and keeps the trainers' inbox looked over."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar
from uuid import UUID

import structlog
from procrastinate import Blueprint

from aisle.settings import Settings
from commerce.clock import Clock
from commerce.database import Sessions
from commerce.help.articles import ArticleUnfit
from commerce.help.encoder import EncoderUnfit
from commerce.help.load import NoArticles, load_help_articles
from commerce.spelling import spelling_of
from training.articles import FOLDER
from training.candidates import Candidates
from training.observing import Observer
from training.place import Place
from training.rasa import RasaTools, ToolFailed
from training.stories import NoStory

log = structlog.get_logger(__name__)

_ONE_AT_A_TIME = "training"  # lock: each takes a core
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Training:
    """What the jobs are done by."""

    candidates: Candidates
    observer: Observer
    publish_help: Callable[[], Awaitable[None]]

    @classmethod
    def of(cls, settings: Settings, sessions: Sessions, clock: Clock) -> "Training":
        """In the folder of Rasa's files, as the settings have it."""
        place, tools = Place(var=settings.var_path), RasaTools.of(settings)
        database_url, encoder = settings.database_url.get_secret_value(), settings.var_path / "encoder"
        spelling = spelling_of(settings.locale)

        async def publish_help() -> None:
            await load_help_articles(
                database_url, place.root / FOLDER, log.info, encoder_folder=encoder, spelling=spelling
            )

        observer = Observer(sessions, place, tools, clock)
        return cls(Candidates(sessions, place, tools, clock), observer, publish_help)


def training_jobs(training: Training, keep: timedelta) -> Blueprint:
    """The jobs of the trainers' place; messages of the last `keep` are looked over.

    Added to the app under the namespace `training`, as `training.candidates` and `training.observing` name
    them.
    """
    jobs, observer = Blueprint(), training.observer

    @jobs.task(name="train", lock=_ONE_AT_A_TIME)
    async def train(name: str) -> None:
        state = await training.candidates.run(name)
        log.info("a candidate was trained", model=name, state=state.value)

    @jobs.periodic(cron="*/15 * * * *")
    @jobs.task(name="counsel", queueing_lock="counsel", lock=_ONE_AT_A_TIME)
    async def counsel(timestamp: int = 0) -> None:
        del timestamp
        await _done("look the inbox over", observer.look_over(keep))

    @jobs.periodic(cron="* * * * *")
    @jobs.task(name="shadow", queueing_lock="shadow", lock=_ONE_AT_A_TIME)
    async def shadow(timestamp: int) -> None:
        del timestamp
        await _done("read along", observer.shadow())

    @jobs.task(name="review", queueing_lock="review", lock=_ONE_AT_A_TIME)
    async def review() -> None:
        await _done("look through the sentences", observer.review())

    @jobs.task(name="reread", lock=_ONE_AT_A_TIME)
    async def reread(conversation_id: str, model: str) -> None:
        await _done("read a conversation again", observer.reread(UUID(conversation_id), model))

    @jobs.task(name="story", lock=_ONE_AT_A_TIME)
    async def story(conversation_id: str, trainer_id: str, batch: str) -> None:
        keeping = observer.keep_story(UUID(conversation_id), UUID(trainer_id), UUID(batch))
        await _done("keep a conversation as a story", keeping)

    @jobs.task(name="publish_help", lock=_ONE_AT_A_TIME)
    async def publish_help() -> None:
        await _done("publish the help articles", training.publish_help())

    return jobs


async def _done(what: str, work: Awaitable[T]) -> None:
    """Do the work; what cannot be done now is logged: it is asked for again, or comes round."""
    try:
        await work
    except (ToolFailed, NoStory, ArticleUnfit, EncoderUnfit, NoArticles) as failure:
        log.warning("a training job could not be done", what=what, reason=str(failure))
