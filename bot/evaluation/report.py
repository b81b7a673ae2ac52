"""Writes an evaluation as one HTML page that needs nothing else, as JSON, and as lines for a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from bot.evaluation.explain import confusion_in_words
from bot.evaluation.measured import Evaluation, Generalisation, Measured
from bot.evaluation.sureness import ScopeScores

PAGE, DATA = "report.html", "report.json"


def write(evaluation: Evaluation, folder: Path) -> Path:
    """Writes page and JSON into `folder`; the page's path."""
    folder.mkdir(parents=True, exist_ok=True)
    content = asdict(evaluation)
    del content["pictures"]
    (folder / DATA).write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n")
    templates = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
    )
    templates.filters["percent"] = lambda share: f"{share * 100:.1f} %"
    page = templates.get_template("report.html").render(
        made=evaluation, confusion_in_words=confusion_in_words, lines=list(summary(evaluation))
    )
    (folder / PAGE).write_text(page)
    return folder / PAGE


def summary(evaluation: Evaluation) -> Iterator[str]:
    """The figures, a line each."""
    yield from _of_set("cross-validation, 5 folds", evaluation.held_out)
    if evaluation.unheard_scope:
        yield f"out of scope, of kinds never taught: {_scope(evaluation.unheard_scope)}"
    for entities in evaluation.entities:
        total = entities.total
        yield (
            f"entities of {entities.file}: F1 {total.f1:.3f} "
            f"(precision {total.precision:.3f}, recall {total.recall:.3f}, {total.support} entities)"
        )
    if evaluation.tested:
        yield from _of_set("test set", evaluation.tested)
    yield from evaluation.difference
    robustness = evaluation.robustness
    altered = ", ".join(f"{name} {accuracy:.1%}" for name, accuracy in robustness.altered.items())
    yield f"robustness, {robustness.messages} messages: untouched {robustness.untouched:.1%}; {altered}"
    answered = ", ".join(f"{name} {share:.1%}" for name, share in robustness.answered.items())
    yield f"of these right and answered: {answered}"
    if robustness.both is not None:
        yield f"of messages with two requests, both are heard in {robustness.both:.1%}"
    if evaluation.generalisation:
        yield from _of_generalisation(evaluation.generalisation)
    yield f"threshold: {evaluation.threshold.in_words}"
    yield f"time: {evaluation.latency}"
    if evaluation.in_use:
        yield f"model in use: {evaluation.in_use.name}, whole parse {evaluation.in_use.latency}"
        yield from evaluation.in_use.comparison
        if stories := evaluation.in_use.stories:
            yield (
                f"stories: {stories.stories_right:.1%} of {stories.stories} played through rightly, "
                f"{stories.actions_right:.1%} of their actions"
            )
    for reason in evaluation.left_out:
        yield f"left out: {reason}"


def lines_of_set(name: str, measured: Measured) -> Iterator[str]:
    """The figures of one set of messages, its worst confusions included."""
    yield from _of_set(name, measured)
    for group in measured.styles:
        if group.name:
            yield f"  style {group.name}: {group.accuracy:.1%} of {group.count}"
    for confusion in measured.confusions[:10]:
        yield f"  {confusion_in_words(confusion)}"


def _of_set(name: str, measured: Measured) -> Iterator[str]:
    yield (
        f"{name}: accuracy {measured.scores.accuracy:.2%}, macro F1 {measured.scores.macro_f1:.3f} over "
        f"{len(measured.scores.by_intent)} intents, calibration error {measured.calibration_error:.3f} "
        f"({measured.messages} messages)"
    )
    if measured.scope:
        yield f"{name}, out of scope: {_scope(measured.scope)}"


def _of_generalisation(found: Generalisation) -> Iterator[str]:
    curve = ", ".join(f"{share:.0%} of the sentences {right:.1%}" for share, right in found.curve.items())
    yield f"learning curve on the test set: {curve}"
    for manner, (count, unheard, heard) in found.unheard.items():
        yield f"{manner}, {count} sentences: {unheard:.1%} where none is learned, else {heard:.1%}"


def _scope(scope: ScopeScores) -> str:
    return (
        f"AUROC {scope.auroc:.3f}, {scope.caught:.1%} of {scope.outside} caught at the threshold, "
        f"{scope.kept:.1%} of those in scope kept"
    )
