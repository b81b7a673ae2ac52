"""A score is what its signals weigh, by rules that are data, and says its reasons."""

import pytest

from commerce.fraud.rules import FraudRules, Signal, score_of
from commerce.policies.defaults import DEFAULT_POLICIES

RULES = FraudRules.model_validate(next(row.value for row in DEFAULT_POLICIES if row.name == "fraud_rules"))


def test_every_signal_has_a_rule_and_the_steps_go_up() -> None:
    assert set(RULES.signals) == set(Signal)
    assert RULES.code_from <= RULES.hold_from < RULES.lock_from


def test_a_score_says_its_reasons() -> None:
    found = score_of({Signal.CONTACT_CHANGED: 1, Signal.CODES_FAILED: 7, Signal.SPEED: 2}, RULES)
    assert {(each.signal, each.number) for each in found.reasons} == {
        (Signal.CONTACT_CHANGED, 1),
        (Signal.CODES_FAILED, 7),
    }
    assert found.points == 80
    assert (found.asks_for_code, found.is_held, found.locks) == (True, True, False)


def test_a_signal_that_needs_another_counts_only_with_it() -> None:
    alone = score_of({Signal.NEW_NETWORK: 1}, RULES)
    together = score_of({Signal.NEW_NETWORK: 1, Signal.CONTACT_CHANGED: 1}, RULES)
    assert (alone.points, together.points) == (0, 65)


@pytest.mark.parametrize("signal", Signal)
def test_no_signal_locks_alone(signal: Signal) -> None:
    assert not score_of({signal: 10_000}, RULES).locks


def test_nothing_is_no_suspicion() -> None:
    assert score_of({}, RULES).points == 0
