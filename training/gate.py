"""Whether a candidate may come into use: each gate with its reason, from the report that was made of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

MOST_LOST = 1  # messages of an intent, where a hundredth of them is less than that
_POINT = 0.01
_CALIBRATION = 0.08  # at most, and at most so much worse than before:
_CALIBRATION_WORSE = 0.03
_LATENCY_MS = 30.0  # of one core, a message in the median


@dataclass(frozen=True, slots=True)
class Gate:
    """What a candidate must keep to, and whether it does."""

    name: str
    is_passed: bool
    reason: str


def judged(report: Mapping[str, Any], *, confirmed: Collection[tuple[str, str]] = ()) -> list[Gate]:
    """Every gate; `confirmed` are the sentences (text, intent) whose doubtful label a trainer means."""
    return [
        _intents(report),
        _accuracy(report),
        _cases(report),
        _labels(report, confirmed),
        _stories(report),
        _calibration(report),
        _latency(report),
    ]


def passes(gates: Collection[Gate]) -> bool:
    """Whether nothing stands against the candidate."""
    return all(gate.is_passed for gate in gates)


def _intents(report: Mapping[str, Any]) -> Gate:
    name = "No intent loses more than a point"
    if report["figures"]["before"] is None:
        return Gate(name, True, "There is no model to compare with.")
    lost = [
        f"{row['intent']} ({row['before']} of {row['messages']} right before, {row['after']} now)"
        for row in report["intents"]
        if row["before"] - row["after"] > max(MOST_LOST, _POINT * row["messages"])
    ]
    if lost:
        return Gate(name, False, f"Test messages are lost: {', '.join(lost)}.")
    return Gate(name, True, f"None of {len(report['intents'])} intents loses more than a message.")


def _accuracy(report: Mapping[str, Any]) -> Gate:
    name = "The test set loses no more than a point"
    after, before = report["figures"]["after"], report["figures"]["before"]
    if before is None:
        return Gate(name, True, f"{_percent(after['accuracy'])} right.")
    reason = f"{_percent(after['accuracy'])} right, {_percent(before['accuracy'])} before."
    return Gate(name, after["accuracy"] >= before["accuracy"] - _POINT, reason)


def _cases(report: Mapping[str, Any]) -> Gate:
    wrong = [
        f"“{case['text']}” is taken for {case['after']['intent']}, not {case['wanted']}"
        if case["after"]["intent"] != case["wanted"]
        else f"“{case['text']}” is not understood surely"
        if case["after"]["is_fallback"]
        else f"in “{case['text']}” {', '.join(case['missing'])} is not found"
        for case in report["cases"]
        if not case["is_right"]
    ]
    name = "Every regression case is understood"
    if wrong:
        return Gate(name, False, f"{'; '.join(wrong)}.")
    return Gate(name, True, f"All {len(report['cases'])} are." if report["cases"] else "There are none yet.")


def _labels(report: Mapping[str, Any], confirmed: Collection[tuple[str, str]]) -> Gate:
    doubts = [each for each in report["doubts"] if (each["text"], each["intent"]) not in confirmed]
    name = "No new label contradicts the others"
    if not doubts:
        return Gate(name, True, f"{report['new']} new sentences agree with the others, or are confirmed.")
    listed = "; ".join(
        f"“{each['text']}” is {each['intent']}, like “{each['nearest']}” it would be {each['suggested']}"
        for each in doubts[:5]
    )
    more = f"; and {len(doubts) - 5} more" if len(doubts) > 5 else ""
    return Gate(name, False, f"Correct or confirm: {listed}{more}.")


def _stories(report: Mapping[str, Any]) -> Gate:
    stories = report["stories"]
    is_passed = stories["right"] == stories["total"]
    return Gate("Every story is played through", is_passed, f"{stories['right']} of {stories['total']} are.")


def _calibration(report: Mapping[str, Any]) -> Gate:
    after, before = report["figures"]["after"], report["figures"]["before"]
    error = after["calibration_error"]
    most = max(_CALIBRATION, before["calibration_error"] + _CALIBRATION_WORSE if before else 0.0)
    reason = f"The calibration error is {error:.3f}; at most {most:.3f} is allowed."
    return Gate("Confidence means what it says", error <= most, reason)


def _latency(report: Mapping[str, Any]) -> Gate:
    taken = report["latency_ms"]["after"]
    reason = f"A message takes {taken:.1f} ms; at most {_LATENCY_MS:.0f} ms is allowed."
    return Gate("It is quick enough", taken <= _LATENCY_MS, reason)


def _percent(share: float) -> str:
    return f"{share * 100:.1f} %"
