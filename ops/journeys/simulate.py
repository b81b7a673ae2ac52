"""Runs the journeys over a month of made-up customers in simulated time, with workers that die."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select, text

from commerce.clock import Clock
from commerce.database import Sessions
from commerce.journeys.entering import enter
from commerce.journeys.files import journeys
from commerce.journeys.models import JourneyRun, JourneyStep, Outcome, RunStatus
from commerce.journeys.setup import stepper_of
from commerce.journeys.stepping import Stepper
from commerce.links.documents import DocumentLinks
from commerce.notification import Notifier, Told
from commerce.notifications.preferences import PreferenceLinks
from commerce.notifications.setup import notifier_of
from ops.journeys.checker import Checker, Verdict
from ops.journeys.history import History, Sending
from ops.journeys.world import SimulatedWorld

_SECRET = "a secret of a month that never was"  # noqa: S105  signs links that nobody opens
_WORKERS = 2
_SHOWN = 20
# Of messages after which a worker dies, and of ticks after which all are started anew.
_DIES, _RESTARTS = 0.03, 0.05


@dataclass(frozen=True, slots=True)
class Plan:
    """What is simulated. The days from `begins` on have a change of clocks in them."""

    customers: int = 1_000
    days: int = 30
    seed: int = 1
    journey: str = "abandoned_cart"
    begins: datetime = datetime(2026, 10, 12, tzinfo=UTC)
    tick: timedelta = timedelta(minutes=15)
    visits_a_day: float = 0.02  # of one customer


@dataclass
class Summary:
    """How the month went."""

    sent: int
    held: Counter[str]
    verdict: Verdict
    kills: int
    restarts: int
    by_step: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def is_wrong(self) -> bool:
        """Whether anything is not as promised."""
        return bool(self.verdict.violations or self.verdict.duplicates or self.verdict.missed)

    def lines(self) -> Iterator[str]:
        """What was sent, what was not and why, what is wrong, and the count of it all."""
        for (step, channel), count in sorted(self.by_step.items()):
            yield f"sent      {count:7,}  {step} by {channel}"
        for reason, count in self.held.most_common():
            yield f"held back {count:7,}  {reason}"
        wrong = self.verdict
        for kind in ("violations", "duplicates", "missed"):
            yield from (f"{kind}: {each}" for each in getattr(wrong, kind)[:_SHOWN])
        yield f"{self.kills} workers were killed, {self.restarts} times all were started anew"
        yield self.last_line

    @property
    def last_line(self) -> str:
        """The line that tells whether all is well."""
        wrong = self.verdict
        return (
            f"{self.sent} sent, {self.held.total()} held back, {len(wrong.violations)} violations, "
            f"{len(wrong.duplicates)} duplicates, {len(wrong.missed)} missed"
        )


class SimulatedClock(Clock):
    """Stands still until it is moved."""

    def __init__(self, at: datetime) -> None:
        super().__init__("America/New_York")
        self.at = at

    def now(self) -> datetime:
        """The simulated moment."""
        return self.at


class _Dying:
    """A notifier whose worker dies now and then, right after the message was put into the outbox."""

    def __init__(self, notifier: Notifier, dice: random.Random) -> None:
        self._notifier = notifier
        self._dice = dice

    async def notify(self, *arguments: Any, **named: Any) -> Told:
        told = await self._notifier.notify(*arguments, **named)
        if self._dice.random() < _DIES:
            raise _KilledError
        return told


class _KilledError(BaseException):
    """The worker is gone, as by `kill -9`: nothing after it runs."""


@dataclass
class Simulation:
    """One month in one store."""

    sessions: Sessions
    database_url: str
    plan: Plan
    say: Callable[[str], None]
    history: History = field(default_factory=History)

    def __post_init__(self) -> None:
        self._dice = random.Random(self.plan.seed)
        self._clock = SimulatedClock(self.plan.begins)
        self._world = SimulatedWorld(self.sessions, self.history, self._dice)
        self._journey = journeys()[self.plan.journey]
        self._seen_message = self._seen_job = 0

    async def run(self) -> Summary:
        """Let the month happen, then check it."""
        plan, ends = self.plan, self.plan.begins + timedelta(days=self.plan.days)
        await self._world.populate(plan.customers, plan.begins)
        await enter(self.sessions, self._journey, self._clock)
        self.history.began_at = plan.begins
        workers = self._workers()
        while self._clock.at < ends:
            self._clock.at += plan.tick
            await self._world.happen(self._clock.at, self._visits())
            if self._dice.random() < _RESTARTS:
                workers, self.history.restarts = self._workers(), self.history.restarts + 1
            await asyncio.gather(*(self._enter() for _ in range(_WORKERS)))
            await self._work(workers)
            await self._note_sendings()
            self._tell_day()
        self.history.ended_at = self._clock.at
        return await self._summary()

    def _visits(self) -> int:
        ticks_a_day = timedelta(days=1) / self.plan.tick
        expected = self.plan.customers * self.plan.visits_a_day / ticks_a_day
        return int(expected) + (self._dice.random() < expected % 1)

    def _workers(self) -> list[Stepper]:
        return [self._worker() for _ in range(_WORKERS)]

    def _worker(self) -> Stepper:
        preferences = PreferenceLinks("https://store.example", _SECRET)
        notifier = notifier_of(self.database_url, self._clock, "The Store", preferences=preferences)
        links = DocumentLinks("https://store.example", _SECRET)
        return stepper_of(self.sessions, self._clock, _Dying(notifier, self._dice), links)

    async def _enter(self) -> None:
        await enter(self.sessions, self._journey, self._clock)

    async def _work(self, workers: list[Stepper]) -> None:
        """Until nothing is due; a worker that dies is replaced."""
        outcomes: list[Any] = [_KilledError()]
        while any(isinstance(each, BaseException) for each in outcomes):
            outcomes = list(await asyncio.gather(*(self._until_killed(each) for each in workers)))
            self.history.kills += sum(isinstance(each, _KilledError) for each in outcomes)
        await self._until_done(workers[0])

    async def _until_done(self, worker: Stepper) -> None:
        while await self._until_killed(worker) is not None:
            self.history.kills += 1

    @staticmethod
    async def _until_killed(worker: Stepper) -> BaseException | None:
        try:
            await worker.take_all()
        except _KilledError as killed:
            return killed
        return None

    async def _note_sendings(self) -> None:
        """Write down what is new in the outbox and in the mail queue."""
        async with self.sessions() as session:
            texts = await session.execute(_TEXTS, {"seen": self._seen_message})
            mails = await session.execute(_MAILS, {"seen": self._seen_job})
            for number, channel, address, key in texts.all():
                self._seen_message = number
                await self._note(session, channel, address, key)
            for number, channel, address, key in mails.all():
                self._seen_job = number
                await self._note(session, channel, address, key)

    async def _note(self, session: Any, channel: str, address: str, key: str) -> None:
        _, run_id, step = key.split(":")
        run = (await session.execute(select(JourneyRun).where(JourneyRun.id == run_id))).scalar_one()
        self.history.sendings.append(
            Sending(
                self._clock.at,
                channel,
                address,
                run_id,
                step,
                run.journey,
                run.customer_id,
                run.subject,
                run.started_at,
            )
        )

    def _tell_day(self) -> None:
        if self._clock.at.hour == self._clock.at.minute == 0:
            self.say(f"{self._clock.at:%B %d}: {len(self.history.sendings)} sent so far")

    async def _summary(self) -> Summary:
        async with self.sessions() as session:
            held_out = await session.execute(
                select(JourneyRun.journey, JourneyRun.customer_id).where(
                    JourneyRun.status == RunStatus.HELD_OUT
                )
            )
            self.history.held_out = {(journey, customer) for journey, customer in held_out}
            steps = (await session.scalars(select(JourneyStep))).all()
        held = Counter(
            step.reason for step in steps if step.outcome in (Outcome.HELD, Outcome.PUT_OFF, Outcome.SKIPPED)
        )
        by_step = Counter((step.step, step.channel or "") for step in steps if step.outcome is Outcome.SENT)
        verdict = Checker(self.history, self.plan.tick).verdict()
        return Summary(
            len(self.history.sendings), held, verdict, self.history.kills, self.history.restarts, by_step
        )


_TEXTS = text(
    "SELECT m.position, m.channel, c.address, m.external_id FROM messages m "
    "JOIN conversations c ON c.id = m.conversation_id "
    "WHERE m.position > :seen AND m.external_id LIKE 'journey:%' ORDER BY m.position"
)
_MAILS = text(
    "SELECT id, 'email', args->>'to', args->>'key' FROM procrastinate_jobs "
    "WHERE id > :seen AND task_name = 'mail:send_mail' ORDER BY id"
)
