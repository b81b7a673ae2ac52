"""Each step is taken once: whoever works, however many, and whoever dies."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from commerce.journeys.definition import Journey
from commerce.journeys.entering import enter
from commerce.journeys.files import journeys
from commerce.journeys.models import JourneyRun, JourneyStep, Outcome
from commerce.journeys.versions import VersionChanged
from commerce.mail import Mail
from tests.integration.commerce.journeys.conftest import Town

CART = journeys()["abandoned_cart"]


async def sent(town: Town) -> list[Any]:
    async with town.sessions() as session:
        return list(
            await session.scalars(select(JourneyStep.run_id).where(JourneyStep.outcome == Outcome.SENT))
        )


async def test_two_workers_take_each_step_once(town: Town) -> None:
    _, lamp = await town.ware(stock_on_hand=1000)
    for _ in range(60):
        await town.cart(await town.customer(email=True), lamp)
    town.clock.forward(hours=1)
    workers = [town.another_stepper() for _ in range(4)]
    await asyncio.gather(*(enter(town.sessions, CART, town.clock) for _ in range(3)))
    await asyncio.gather(*(worker.take_all() for worker in workers))
    await town.stepper.take_all()
    done = await sent(town)
    assert len(done) == len(set(done)) == 60
    assert len({mail.to for mail in town.mail.mails}) == len(town.mail.mails) == 60


async def test_who_is_killed_before_the_commit_has_sent_nothing(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = await town.customer(sms=True)
    await town.left_cart(ada)
    await town.move_on(minutes=40)
    dying = town.another_stepper()
    real = dying.notifier.notify

    async def notify_and_die(_: Any, *arguments: Any, **named: Any) -> Any:
        await real(*arguments, **named)
        raise asyncio.CancelledError

    monkeypatch.setattr(type(dying.notifier), "notify", notify_and_die)
    town.clock.forward(minutes=20)
    with pytest.raises(asyncio.CancelledError):
        await dying.take_all()
    assert await town.said() == []
    assert await town.jobs_left() == []
    monkeypatch.undo()
    monkeypatch.setattr("commerce.journeys.stepping.is_held_out", lambda *_: False)
    await town.stepper.take_all()
    assert len(await town.said()) == len(await town.jobs_left()) == 1


async def test_a_step_that_breaks_waits_and_holds_up_nobody_else(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, lamp = await town.ware(stock_on_hand=10)
    broken, sound = await town.customer(email=True), await town.customer(email=True)
    for customer in (broken, sound):
        await town.cart(customer, lamp)
    real = town.mail.put

    async def put(session: Any, mail: Mail) -> None:
        if mail.to == broken.email:
            raise ZeroDivisionError
        await real(session, mail)

    monkeypatch.setattr(town.mail, "put", put)
    await town.move_on(hours=1)
    assert [mail.to for mail in town.mail.mails] == [sound.email]
    monkeypatch.undo()
    monkeypatch.setattr("commerce.journeys.stepping.is_held_out", lambda *_: False)
    await town.move_on(minutes=15)
    assert [mail.to for mail in town.mail.mails] == [sound.email, broken.email]


async def test_two_runs_of_one_customer_that_are_due_at_once_do_not_both_speak(town: Town) -> None:
    ada = await town.customer(email=True)
    await town.left_cart(ada)
    await town.move_on(minutes=40)
    async with town.sessions.begin() as session:
        [run] = await session.scalars(select(JourneyRun))
        other = await town.customer()
        cart = await town.left_cart(other)
        # As if a second journey had begun about another cart of hers.
        await session.execute(update(type(cart)).where(type(cart).id == cart.id).values(status="ordered"))
        session.add(
            JourneyRun(
                journey=run.journey,
                version=run.version,
                customer_id=ada.id,
                subject_kind="customer",
                subject=ada.id,
                occasion="second",
                step=run.step,
                started_at=run.started_at,
                due_at=run.due_at,
            )
        )
    town.clock.forward(minutes=20)
    workers = [town.another_stepper() for _ in range(2)]
    await asyncio.gather(*(worker.take_all() for worker in workers))
    assert len(town.mail.mails) <= 1


async def test_whoever_is_on_a_version_stays_on_it(town: Town) -> None:
    ada = await town.customer(email=True)
    await town.left_cart(ada)
    await town.move_on(minutes=40)
    later = CART.model_dump(mode="json", by_alias=True) | {
        "version": CART.version + 1,
        "steps": [{"id": "x", "end": "x"}],
    }
    await enter(town.sessions, Journey.model_validate(later), town.clock)
    town.clock.forward(minutes=20)
    await town.another_stepper().take_all()
    assert (await town.steps())[-1][:2] == ("reminder", "sent")


async def test_a_change_without_a_version_of_its_own_is_refused(town: Town) -> None:
    await town.move_on()
    changed = CART.model_copy(update={"late_at_most": timedelta(hours=1)})
    with pytest.raises(VersionChanged, match=f"above {CART.version}"):
        await enter(town.sessions, changed, town.clock)


async def test_what_was_committed_late_is_found(town: Town) -> None:
    """A cart whose change became visible after a later moment had been looked at."""
    ada = await town.customer(email=True)
    touched_at = town.clock.now()
    await town.move_on(minutes=35)
    _, lamp = await town.ware()
    await town.cart(ada, lamp, at=touched_at)
    await town.move_on(minutes=1)
    async with town.sessions() as session:
        assert await session.scalar(select(func.count()).select_from(JourneyRun)) == 1
