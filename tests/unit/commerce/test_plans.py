"""What makes two plans the same."""

from dataclasses import dataclass, replace
from datetime import date

import pytest

from commerce.money import Money
from commerce.plans import BusinessDays, PlanChanged, fingerprint, require_agreed


@dataclass(frozen=True, slots=True)
class Plan:
    amount: Money
    arrives: BusinessDays


PLAN = Plan(Money(4000, "USD"), BusinessDays(5, 7, date(2026, 6, 22), date(2026, 6, 24)))


def test_another_amount_is_another_plan() -> None:
    assert fingerprint(replace(PLAN, amount=Money(4001, "USD"))) != fingerprint(PLAN)


def test_dates_that_move_with_the_clock_are_not_part_of_what_was_agreed() -> None:
    tomorrow = replace(PLAN, arrives=BusinessDays(5, 7, date(2026, 6, 23), date(2026, 6, 25)))
    assert fingerprint(tomorrow) == fingerprint(PLAN)


def test_how_long_it_takes_is_part_of_what_was_agreed() -> None:
    assert fingerprint(replace(PLAN, arrives=BusinessDays(5, 9))) != fingerprint(PLAN)


def test_a_changed_plan_comes_with_the_refusal() -> None:
    with pytest.raises(PlanChanged) as refusal:
        require_agreed(PLAN, "another")
    assert refusal.value.plan is PLAN


def test_nothing_agreed_is_nothing_to_hold_to() -> None:
    require_agreed(PLAN, None)
