"""Takes the steps that are due: each is decided by the world as it is then, and taken once.

A step, what it sends and what is logged of it are one transaction: a worker that is killed before the commit
has sent nothing, and one that is killed after it has left the message in the outbox. Runs that another worker
holds are passed over.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

import structlog
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.clock import Clock
from commerce.database import DATABASE_ERRORS, Sessions
from commerce.journeys.asking import all_hold, first_that_holds
from commerce.journeys.chance import is_held_out, variant_for
from commerce.journeys.channels import Where, reach
from commerce.journeys.contents import Contents
from commerce.journeys.definition import Branch, End, Journey, Send, Step
from commerce.journeys.guards import ENDS, Reason, Stop, not_now, stopped
from commerce.journeys.models import (
    JourneyPause,
    JourneyRun,
    JourneyStep,
    JourneyVersion,
    Outcome,
    RunStatus,
    SubjectKind,
)
from commerce.journeys.offers import Offer, Offers
from commerce.journeys.world import World
from commerce.notification import Notifier, Recipient, Told
from commerce.notifications.limits import Limits

log = structlog.get_logger(__name__)

_FILTERED = "filtered"
_AT_ONCE = 20
_BROKEN_WAITS = timedelta(minutes=15)


@dataclass
class Stepper:
    """Takes due steps with what they need."""

    sessions: Sessions
    clock: Clock
    notifier: Notifier
    contents: Mapping[SubjectKind, Contents]
    limits: Limits
    offers: Offers
    _versions: dict[tuple[str, int], Journey] = field(default_factory=dict)

    async def take_all(self) -> int:
        """Take every step that is due and that nobody else is taking; how many they were."""
        taken = 0
        while batch := await self.take_some():
            taken += batch
        return taken

    async def take_some(self, at_most: int = _AT_ONCE) -> int:
        """Take some due steps in one transaction; how many they were, 0 when none is left."""
        async with self.sessions.begin() as session:
            runs = await self._due(session, at_most)
            for run in runs:
                await self._take_or_leave(session, run)
        return len(runs)

    async def _due(self, session: AsyncSession, at_most: int) -> list[JourneyRun]:
        """The runs whose time has come, held until the transaction ends, with nobody on two of them."""
        paused = select(JourneyPause.journey)
        found = await session.scalars(
            select(JourneyRun)
            .where(
                JourneyRun.status == RunStatus.RUNNING,
                JourneyRun.due_at <= self.clock.now(),
                JourneyRun.journey.not_in(paused),
            )
            .order_by(JourneyRun.due_at)
            .limit(at_most)
            .with_for_update(skip_locked=True, key_share=True)
        )
        return [run for run in found if await _hold_customer(session, run.customer_id)]

    async def _take_or_leave(self, session: AsyncSession, run: JourneyRun) -> None:
        """Take the run's step; one that breaks waits and holds up nobody else's."""
        try:
            async with session.begin_nested():
                await self._take(session, run)
        except DATABASE_ERRORS:
            raise
        except Exception as error:  # noqa: BLE001  it is logged, and taken up again
            log.error("a journey's step broke", run=str(run.id), step=run.step, error=type(error).__name__)
            await session.refresh(run)
            run.due_at = self.clock.now() + _BROKEN_WAITS

    async def _take(self, session: AsyncSession, run: JourneyRun) -> None:
        journey = await self._version(session, run)
        world = World(session, run, self.clock)
        while run.status is RunStatus.RUNNING and run.due_at <= self.clock.now():
            step = journey.find(run.step or "")
            if step is None:
                self._end(run, RunStatus.FINISHED, "no such step")
                return
            await self._one(world, journey, step)
        await session.flush()

    async def _one(self, world: World, journey: Journey, step: Step) -> None:
        run = world.run
        if ended := await first_that_holds(world, journey.stop_if):
            self._log(world, journey, step, Outcome.HELD, ended)
            self._end(run, RunStatus.LEFT, ended)
        elif step is journey.first() and not await all_hold(world, journey.only_if):
            self._end(run, RunStatus.LEFT, _FILTERED)
        elif isinstance(step, End):
            self._end(run, RunStatus.FINISHED, step.end)
        elif isinstance(step, Branch):
            self._go_on(run, journey.side(step, holds=await all_hold(world, step.condition)))
        else:
            await self._send(world, journey, step)

    async def _send(self, world: World, journey: Journey, step: Send) -> None:
        run, now = world.run, self.clock.now()
        stop = await self._not_now(world, journey)
        if stop is None and not await all_hold(world, step.only_if):
            self._log(world, journey, step, Outcome.SKIPPED, "only_if")
            self._go_on(run, journey.after(step.id))
            return
        stop = stop or await stopped(world, journey.topic, self.limits)
        if stop is None:
            found = await self._where(world, journey, step)
            stop = found if isinstance(found, Stop) else await self._tell(world, journey, step, found)
        if stop is None:
            self._go_on(run, journey.after(step.id))
        elif stop.until is not None and stop.until > now:
            self._log(world, journey, step, Outcome.PUT_OFF, stop.words)
            run.due_at = stop.until
        else:
            self._log(world, journey, step, Outcome.HELD, stop.words)
            self._after_stop(run, journey, step, stop)

    async def _not_now(self, world: World, journey: Journey) -> Stop | None:
        # What was put off until the morning is as late as that morning, not as the night before.
        if self.clock.now() - world.run.due_at > journey.late_at_most:
            return Stop(Reason.TOO_LATE)
        return await not_now(world, journey.topic)

    async def _where(self, world: World, journey: Journey, step: Send) -> Where | Stop:
        """Where it is told; the holdout is asked last, so that only who would have been told is in it."""
        why: list[str] = []
        for channel in step.by:
            found = await reach(world, channel, journey.topic, self.limits)
            if isinstance(found, Where):
                is_kept = is_held_out(journey.name, world.run.customer_id, journey.holdout_percent)
                return Stop(Reason.HOLDOUT) if is_kept else found
            why.append(f"{channel} {found.value}")
        return Stop(Reason.NO_CHANNEL, details=", ".join(why))

    async def _tell(self, world: World, journey: Journey, step: Send, where: Where) -> Stop | None:
        variant, name = _variant(journey, step, world.run.customer_id)
        code = ""
        if step.code:
            offer = await self._offer(world)
            if offer is None:
                return Stop(Reason.NO_OFFER)
            code = offer.code
        filled = await self.contents[world.run.subject_kind].fill(name, world, code)
        told = await self.notifier.notify(world.session, _recipient(world.run, step, where), filled)
        if told.is_nowhere:
            return Stop(Reason.NO_WORDS, details=where.channel)
        self._log(world, journey, step, Outcome.SENT, channel=where.channel, variant=variant, told=told)
        await world.session.flush()
        world.note_sent()
        return None

    async def _offer(self, world: World) -> Offer | None:
        cart = await world.cart()
        if cart is None:
            return None
        return await self.offers.offer(world.session, cart, await world.priced_goods())

    def _after_stop(self, run: JourneyRun, journey: Journey, step: Send, stop: Stop) -> None:
        if stop.reason is Reason.HOLDOUT:
            self._end(run, RunStatus.HELD_OUT, stop.reason.value)
        elif stop.reason in ENDS:
            self._end(run, RunStatus.LEFT, stop.reason.value)
        else:
            self._go_on(run, journey.after(step.id))

    def _go_on(self, run: JourneyRun, step: Step | None) -> None:
        if step is None:
            self._end(run, RunStatus.FINISHED, "")
            return
        run.step = step.id
        after = getattr(step, "after", timedelta(0))
        run.due_at = max(run.due_at, run.started_at + after)

    def _end(self, run: JourneyRun, status: RunStatus, reason: str) -> None:
        run.status, run.end_reason, run.ended_at = status, reason, self.clock.now()

    def _log(
        self,
        world: World,
        journey: Journey,
        step: Step,
        /,
        outcome: Outcome,
        reason: str = "",
        *,
        channel: str | None = None,
        variant: str | None = None,
        told: Told | None = None,
    ) -> None:
        world.session.add(
            JourneyStep(
                run_id=world.run.id,
                customer_id=world.run.customer_id,
                step=step.id,
                outcome=outcome,
                reason=reason,
                topic=journey.topic,
                channel=channel,
                variant=variant,
                message_id=told.message_id if told else None,
                conversation_id=told.conversation_id if told else None,
                at=self.clock.now(),
            )
        )

    async def _version(self, session: AsyncSession, run: JourneyRun) -> Journey:
        known = (run.journey, run.version)
        if known not in self._versions:
            kept = await session.get_one(JourneyVersion, known)
            self._versions[known] = Journey.model_validate(kept.definition)
        return self._versions[known]


async def _hold_customer(session: AsyncSession, customer_id: str) -> bool:
    """Whether nobody else is deciding about this customer, whose caps then count until the commit."""
    lock = func.hashtextextended(f"journeys:{customer_id}", 0)
    return bool(await session.scalar(select(func.pg_try_advisory_xact_lock(lock))))


def _variant(journey: Journey, step: Send, customer_id: str) -> tuple[str | None, str]:
    """The variant the customer gets, and its notification."""
    if not step.variants:
        return None, step.send
    shares = {name: variant.share for name, variant in step.variants.items()}
    chosen = variant_for(journey.name, step.id, customer_id, shares)
    return chosen, step.variants[chosen].send


def _recipient(run: JourneyRun, step: Send, where: Where) -> Recipient:
    return Recipient(
        customer_id=run.customer_id,
        conversation_id=where.conversation_id,
        phone=where.address if where.channel == "sms" else None,
        channel=where.channel,
        key=f"journey:{run.id}:{step.id}",
    )
