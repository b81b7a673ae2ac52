"""Says in words what the figures show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from bot.evaluation.scores import Confusion, Scores

_FEWEST = 5
_MOST_NAMED = 6


def confusion_in_words(confusion: Confusion) -> str:
    """One line: how often, what for what, and what was said."""
    said = "; ".join(f'"{text}" ({confidence:.2f})' for text, confidence in confusion.examples)
    return (
        f"{confusion.count} times ({confusion.share:.0%} of it) {confusion.wanted} was taken for "
        f"{confusion.understood}: {said}"
    )


@dataclass(frozen=True)
class Group:
    """Messages that have something in common: how many, and the share of them understood."""

    name: str
    count: int
    accuracy: float


def by_group(groups: Sequence[str], right: np.ndarray) -> list[Group]:
    """The groups, the least understood first."""
    rows: dict[str, list[bool]] = defaultdict(list)
    for name, is_right in zip(groups, right, strict=True):
        rows[name].append(bool(is_right))
    found = [Group(name, len(marks), sum(marks) / len(marks)) for name, marks in rows.items()]
    return sorted(found, key=lambda group: (group.accuracy, group.name))


def difference_in_words(held_out: Scores, tested: Scores, styles: list[Group]) -> list[str]:
    """Why a test set's accuracy differs from the cross-validation's: which styles and intents make it so."""
    gap = tested.accuracy - held_out.accuracy
    comparison = "as good as" if abs(gap) < 0.005 else ("above" if gap > 0 else "below")
    lines = [
        f"The test set's accuracy is {tested.accuracy:.1%}, {comparison} the cross-validation's "
        f"{held_out.accuracy:.1%}" + (f" by {abs(gap) * 100:.1f} points." if abs(gap) >= 0.005 else ".")
    ]
    named = [group for group in styles if group.name and group.count >= _FEWEST]
    losing = [group for group in named if group.accuracy < tested.accuracy - 0.02]
    if losing:
        lines.append(f"Styles that lose: {_listed(losing)}.")
    if named and not losing:
        lines.append("No style is more than two points below the whole.")
    lines += _intents_in_words(held_out, tested, gap)
    return lines


def _intents_in_words(held_out: Scores, tested: Scores, gap: float) -> list[str]:
    known = {each.intent: each.recall for each in held_out.by_intent}
    total = sum(each.support for each in tested.by_intent)
    lines = []
    losses = []
    for each in tested.by_intent:
        points = (known.get(each.intent, 0.0) - each.recall) * each.support / total * 100
        if each.intent in known and points > 0:
            losses.append((points, each.intent, known[each.intent], each.recall))
    losses.sort(reverse=True)
    if losses and gap < 0:
        shown = losses[:_MOST_NAMED]
        words = ", ".join(f"{name} ({was:.0%} to {now:.0%})" for _, name, was, now in shown)
        lines.append(
            f"Intents that lose most, by recall in cross-validation and here: {words}; together they are "
            f"{sum(loss[0] for loss in shown):.1f} of the {sum(loss[0] for loss in losses):.1f} points lost."
        )
    elif losses:
        words = ", ".join(f"{name} ({was:.0%} to {now:.0%})" for _, name, was, now in losses[:_MOST_NAMED])
        lines.append(f"Still below their recall in cross-validation: {words}.")
    unknown = sorted(each.intent for each in tested.by_intent if each.intent not in known)
    if unknown:
        count = sum(each.support for each in tested.by_intent if each.intent in unknown)
        lines.append(
            f"{count} messages carry intents without training sentences, which can only be wrong: "
            f"{', '.join(unknown)}."
        )
    return lines


def comparison_in_words(trained_now: Scores, in_use: Scores) -> list[str]:
    """The model in use beside the data as it is now, on the test set."""
    gap = trained_now.accuracy - in_use.accuracy
    verdict = "as good as" if abs(gap) < 0.002 else ("better than" if gap > 0 else "worse than")
    lines = [
        (
            f"Trained on the data as it is now, the test set's accuracy is {trained_now.accuracy:.1%}: "
            f"{verdict} the model in use ({in_use.accuracy:.1%})."
        )
    ]
    before = {each.intent: each.f1 for each in in_use.by_intent}
    changes = sorted((each.f1 - before[each.intent], each.intent) for each in trained_now.by_intent)
    gains = [f"{name} ({change:+.2f})" for change, name in changes[::-1] if change >= 0.05]
    losses = [f"{name} ({change:+.2f})" for change, name in changes if change <= -0.05]
    for verb, named in (("gain", gains), ("lose", losses)):
        if named:
            lines.append(f"Intents that {verb} F1: {', '.join(named[:_MOST_NAMED])}.")
    return lines


def threshold_in_words(configured: float, best: float, cost: float, lowest: float) -> str:
    """What the fallback threshold costs beside the cheapest one."""
    return (
        f"At the configured threshold {configured:.2f} a message costs {cost:.3f}; the cheapest, {best:.2f}, "
        f"costs {lowest:.3f}."
    )


def _listed(groups: Iterable[Group]) -> str:
    return ", ".join(f"{group.name} ({group.accuracy:.0%} of {group.count})" for group in groups)
