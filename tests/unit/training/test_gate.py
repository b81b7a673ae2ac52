"""What stands against a candidate, and why."""

from typing import Any

import pytest

from training.gate import judged, passes

FIGURES = {"accuracy": 0.91, "calibration_error": 0.04, "sure_and_wrong": 0.04, "fallback": 0.1}


def a_report(**changes: Any) -> dict[str, Any]:
    report: dict[str, Any] = {
        "figures": {"after": FIGURES, "before": FIGURES},
        "intents": [{"intent": "greet", "messages": 9, "before": 9, "after": 8}],
        "cases": [],
        "doubts": [],
        "new": 3,
        "stories": {"total": 4, "right": 4},
        "latency_ms": {"after": 9.0},
    }
    return report | changes


def a_case(**changes: Any) -> dict[str, Any]:
    after = {"intent": "greet", "confidence": 0.9, "is_fallback": False}
    return {"text": "yo", "wanted": "greet", "after": after, "missing": [], "is_right": False} | changes


DOUBT = {"text": "stop it", "intent": "greet", "suggested": "cancel_order", "nearest": "stop", "cosine": 0.9}


def test_a_good_candidate_passes() -> None:
    assert passes(judged(a_report()))


def test_the_first_model_passes_without_another_to_compare_with() -> None:
    assert passes(judged(a_report(figures={"after": FIGURES, "before": None})))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"intents": [{"intent": "greet", "messages": 9, "before": 9, "after": 7}]}, "greet (9 of 9"),
        ({"intents": [{"intent": "greet", "messages": 300, "before": 290, "after": 286}]}, "greet (290"),
        (
            {"figures": {"after": FIGURES | {"accuracy": 0.89}, "before": FIGURES}},
            "89.0 % right, 91",
        ),
        ({"figures": {"after": FIGURES | {"calibration_error": 0.09}, "before": FIGURES}}, "at most 0.080"),
        ({"cases": [a_case(wanted="thank")]}, "“yo” is taken for greet, not thank"),
        ({"cases": [a_case(after={"intent": "greet", "confidence": 0.3, "is_fallback": True})]}, "surely"),
        ({"cases": [a_case(missing=["colour"])]}, "colour is not found"),
        ({"doubts": [DOUBT]}, "“stop it” is greet, like “stop” it would be cancel_order"),
        ({"stories": {"total": 4, "right": 3}}, "3 of 4"),
        ({"latency_ms": {"after": 31.0}}, "31.0 ms"),
    ],
)
def test_what_is_wrong_is_named(change: dict[str, Any], reason: str) -> None:
    refused = [gate for gate in judged(a_report(**change)) if not gate.is_passed]
    assert len(refused) == 1
    assert reason in refused[0].reason


def test_a_message_more_or_less_is_no_loss_in_a_small_intent_and_a_hundredth_in_a_large_one() -> None:
    rows = [
        {"intent": "greet", "messages": 9, "before": 9, "after": 8},
        {"intent": "thank", "messages": 300, "before": 290, "after": 287},
    ]
    assert passes(judged(a_report(intents=rows)))


def test_a_doubtful_label_that_is_confirmed_passes() -> None:
    assert passes(judged(a_report(doubts=[DOUBT]), confirmed={("stop it", "greet")}))
