"""What the desk shows of journeys: who is on them, what was sent or held back and why, what it brought."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import String, cast, delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.service import Cause, Operation, audit
from commerce.clock import Clock
from commerce.journeys.definition import Journey, Send
from commerce.journeys.measuring import Arm, Effect
from commerce.journeys.models import JourneyPause, JourneyRun, JourneyStep, Outcome, RunStatus
from commerce.money import Money
from commerce.notifications.models import MailHandover
from commerce.orders.models import Order, OrderStatus

# An order counts as following a message for so long.
_FOLLOWS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class StepCount:
    """What one step did."""

    step: str
    sent: dict[str, int]  # by channel, and variant where there are several
    held: dict[str, int]  # by reason
    opened: int = 0  # of the e-mails, as far as mail programs tell
    followed: int = 0  # of which the button was pressed

    @property
    def total_sent(self) -> int:
        """How many messages left."""
        return sum(self.sent.values())


@dataclass(frozen=True, slots=True)
class JourneyView:
    """One journey over some days."""

    journey: Journey
    is_paused: bool
    on_it: int
    entered: int
    left: dict[str, int]  # how many ended, by reason
    steps: list[StepCount]
    effect: Effect
    last_click_minor: int
    currency: str

    @property
    def last_click(self) -> Money:
        """What was ordered within the days after a message, whoever would have bought anyway."""
        return Money(self.last_click_minor, self.currency)

    @property
    def incremental(self) -> Money | None:
        """What would not have been sold without; None without a holdout."""
        minor = self.effect.incremental_minor
        return None if minor is None else Money(minor, self.currency)


@dataclass(frozen=True, slots=True)
class PathStep:
    """One thing that a journey did, or did not, about a customer."""

    at: datetime
    journey: str
    step: str
    outcome: str
    reason: str
    channel: str | None


async def read_journeys(
    session: AsyncSession, journeys: Sequence[Journey], days: int, clock: Clock
) -> list[JourneyView]:
    """Every journey over the last `days`."""
    since = clock.now() - timedelta(days=days)
    paused = set(await session.scalars(select(JourneyPause.journey)))
    return [await _view(session, each, since, is_paused=each.name in paused) for each in journeys]


async def _view(session: AsyncSession, journey: Journey, since: datetime, *, is_paused: bool) -> JourneyView:
    statuses: dict[RunStatus, int] = defaultdict(int)
    left: dict[str, int] = {}
    rows = await session.execute(
        select(JourneyRun.status, JourneyRun.end_reason, func.count())
        .where(JourneyRun.journey == journey.name, JourneyRun.created_at > since)
        .group_by(JourneyRun.status, JourneyRun.end_reason)
    )
    for status, reason, count in rows:
        statuses[status] += count
        if status is not RunStatus.RUNNING:
            left[reason or "all steps taken"] = count
    told, currency = await _arm(session, journey.name, since, held_out=False)
    held_out, _ = await _arm(session, journey.name, since, held_out=True)
    return JourneyView(
        journey,
        is_paused,
        statuses[RunStatus.RUNNING],
        sum(statuses.values()),
        dict(sorted(left.items(), key=lambda each: -each[1])),
        await _steps(session, journey, since),
        Effect(told, held_out),
        told.revenue_minor,
        currency or "USD",
    )


async def _steps(session: AsyncSession, journey: Journey, since: datetime) -> list[StepCount]:
    told = (
        JourneyStep.step,
        JourneyStep.outcome,
        JourneyStep.reason,
        JourneyStep.channel,
        JourneyStep.variant,
    )
    rows = await session.execute(
        select(*told, func.count())
        .join(JourneyRun, JourneyRun.id == JourneyStep.run_id)
        .where(JourneyRun.journey == journey.name, JourneyRun.created_at > since)
        .group_by(
            JourneyStep.step,
            JourneyStep.outcome,
            JourneyStep.reason,
            JourneyStep.channel,
            JourneyStep.variant,
        )
    )
    counts = {step.id: _Counts() for step in journey.every_step() if isinstance(step, Send)}
    for step, outcome, reason, channel, variant, count in rows:
        found = counts.setdefault(step, _Counts())
        if outcome is Outcome.SENT:
            found.sent[", ".join(filter(None, (channel, variant)))] += count
        else:
            found.held[reason] += count
    read = await _read_mails(session, journey.name, since)
    return [
        StepCount(step, dict(each.sent), _most_first(each.held), *read.get(step, (0, 0)))
        for step, each in counts.items()
    ]


async def _read_mails(session: AsyncSession, journey: str, since: datetime) -> dict[str, tuple[int, int]]:
    """How many e-mails of each step were opened, and of how many the link was followed."""
    key = func.concat("journey:", cast(JourneyRun.id, String), ":", JourneyStep.step)
    rows = await session.execute(
        select(JourneyStep.step, func.count(MailHandover.opened_at), func.count(MailHandover.followed_at))
        .join(JourneyRun, JourneyRun.id == JourneyStep.run_id)
        .join(MailHandover, MailHandover.key == key)
        .where(
            JourneyRun.journey == journey,
            JourneyRun.created_at > since,
            JourneyStep.outcome == Outcome.SENT,
            JourneyStep.channel == "email",
        )
        .group_by(JourneyStep.step)
    )
    return {step: (opened, followed) for step, opened, followed in rows}


@dataclass
class _Counts:
    sent: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    held: dict[str, int] = field(default_factory=lambda: defaultdict(int))


def _most_first(counts: dict[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda each: -each[1]))


async def _arm(
    session: AsyncSession, journey: str, since: datetime, *, held_out: bool
) -> tuple[Arm, str | None]:
    """Those who were told, or who would have been and are in the holdout, and what they ordered after it."""
    outcome = (
        (JourneyStep.outcome == Outcome.HELD) & (JourneyStep.reason == "holdout")
        if held_out
        else JourneyStep.outcome == Outcome.SENT
    )
    began = (
        select(
            JourneyRun.id.label("run_id"),
            JourneyRun.customer_id,
            func.min(JourneyStep.at).label("at"),
        )
        .join(JourneyStep, JourneyStep.run_id == JourneyRun.id)
        .where(JourneyRun.journey == journey, JourneyRun.created_at > since, outcome)
        .group_by(JourneyRun.id)
        .subquery()
    )
    ordered = (
        (Order.customer_id == began.c.customer_id)
        & (Order.placed_at > began.c.at)
        & (Order.placed_at <= began.c.at + _FOLLOWS)
        & (Order.status != OrderStatus.CANCELLED)
    )
    row = (
        await session.execute(
            select(
                func.count(began.c.run_id.distinct()),
                func.count(began.c.run_id.distinct()).filter(Order.id.is_not(None)),
                func.coalesce(func.sum(Order.total_minor), 0),
                func.min(Order.currency),
            )
            .select_from(began)
            .outerjoin(Order, ordered)
        )
    ).one()
    return Arm(int(row[0]), int(row[1]), int(row[2])), row[3]


async def path_of(session: AsyncSession, customer_id: str, *, most: int = 100) -> list[PathStep]:
    """What journeys did about a customer, the latest first."""
    rows = await session.execute(
        select(JourneyStep, JourneyRun.journey)
        .join(JourneyRun, JourneyRun.id == JourneyStep.run_id)
        .where(JourneyStep.customer_id == customer_id)
        .order_by(JourneyStep.id.desc())
        .limit(most)
    )
    return [
        PathStep(step.at, journey, step.step, step.outcome.value, step.reason, step.channel)
        for step, journey in rows
    ]


async def pause(session: AsyncSession, name: str, *, cause: Cause, by: UUID | None) -> None:
    """Let a journey take no step until it is resumed."""
    await session.execute(insert(JourneyPause).values(journey=name, paused_by=by).on_conflict_do_nothing())
    audit(session, cause, Operation("pause_journey", "journey", name))


async def resume(session: AsyncSession, name: str, *, cause: Cause) -> None:
    """Let it go on: what is far too late by then is not said any more."""
    await session.execute(delete(JourneyPause).where(JourneyPause.journey == name))
    audit(session, cause, Operation("resume_journey", "journey", name))
