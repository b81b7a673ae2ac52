"""A simulated stretch of time in which everything is as promised, and a checker that sees when it is not."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from commerce.database import Sessions
from ops.journeys.checker import Checker
from ops.journeys.history import History
from ops.journeys.simulate import Plan, Simulation
from ops.schemas import install_jobs

pytestmark = pytest.mark.slow
# A few days around the night in which clocks are set back in Europe and, a week later, in America.
PLAN = Plan(customers=150, days=4, seed=7, begins=datetime(2026, 10, 31, tzinfo=UTC), visits_a_day=0.35)


@pytest.fixture
async def history(database_url: str, sessions: Sessions) -> History:
    await install_jobs(database_url)
    simulation = Simulation(sessions, database_url, PLAN, lambda _: None)
    summary = await simulation.run()
    assert not summary.is_wrong, list(summary.lines())
    assert summary.sent > 30
    assert simulation.history.kills + simulation.history.restarts > 0
    return simulation.history


async def test_the_checker_sees_what_is_wrong(history: History) -> None:
    first, *others = history.sendings

    def verdict(*sendings: object) -> tuple[int, int, int]:
        changed = replace(history, sendings=list(sendings))
        found = Checker(changed, PLAN.tick).verdict()
        return len(found.violations), len(found.duplicates), len(found.missed)

    assert verdict(first, *others) == (0, 0, 0)
    assert verdict(first, first, *others)[1] == 1
    assert verdict(*others)[2] >= (1 if first.step == "reminder" else 0)
    assert verdict(replace(first, address="somebody@else.example"), *others)[0] == 1
    for hours in range(24):
        night = first.at.replace(hour=hours) - timedelta(days=1)
        assert verdict(replace(first, at=night), *others)[0] >= 1  # before the cart was left
    person = history.people[first.customer_id]
    (person.by_text if first.channel == "sms" else person.by_email).change(first.at, False)
    assert verdict(first, *others)[0] >= 1
