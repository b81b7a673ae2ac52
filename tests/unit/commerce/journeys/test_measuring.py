"""A test of two rates that stands being looked at all the time."""

import random

from commerce.journeys.measuring import ERROR_RATE, Arm, Effect, always_valid_p


def ever_sure(told: float, held_out: float, people: int, dice: random.Random) -> bool:
    """Whether somebody who looks after every fifty people is ever sure of a difference."""
    bought, runs = [0, 0], [0, 0]
    for number in range(1, people + 1):
        arm = int(dice.random() < 0.2)
        runs[arm] += 1
        bought[arm] += dice.random() < (held_out if arm else told)
        if number % 50 == 0:
            one, other = (Arm(runs[each], bought[each]) for each in (0, 1))
            if always_valid_p(one, other) <= ERROR_RATE:
                return True
    return False


def test_whoever_looks_all_the_time_is_seldom_wrong() -> None:
    dice = random.Random(4)
    wrong = sum(ever_sure(0.08, 0.08, 6_000, dice) for _ in range(300))
    assert wrong / 300 <= ERROR_RATE


def test_a_difference_is_found() -> None:
    dice = random.Random(5)
    found = sum(ever_sure(0.14, 0.08, 8_000, dice) for _ in range(50))
    assert found >= 45


def test_what_would_have_been_bought_anyway_is_not_counted() -> None:
    effect = Effect(told=Arm(900, 90, 900_000), held_out=Arm(100, 8, 80_000))
    assert effect.incremental_minor == 900_000 - 800 * 900
    assert round(effect.lift, 3) == 0.02
    assert not effect.is_sure


def test_without_a_holdout_nothing_is_claimed() -> None:
    effect = Effect(told=Arm(900, 90, 900_000), held_out=Arm())
    assert effect.incremental_minor is None
    assert effect.p_value == 1.0
    assert always_valid_p(Arm(10, 0), Arm(10, 0)) == 1.0
