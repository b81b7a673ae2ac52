"""Measures the pipeline of config.yml on the project's data, and the model in use beside it."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np

from bot.classifier.model import OUT_OF_SCOPE
from bot.evaluation import figures
from bot.evaluation.crossvalidation import (
    Held,
    answer_as_if_unheard,
    answer_held_out,
    folds,
    scarce_intents,
    without_repeats,
)
from bot.evaluation.explain import by_group, comparison_in_words, difference_in_words, threshold_in_words
from bot.evaluation.generalisation import generalisation
from bot.evaluation.labelled import Labelled, comparable, read_annotated, read_folder, read_labelled
from bot.evaluation.latency import Latency, latency_of
from bot.evaluation.measured import Entities, Evaluation, InUse, Measured, Robustness, Threshold
from bot.evaluation.pipeline import Answers, Encoded, Learned, Pipeline, answers_of, requests_of
from bot.evaluation.rasa_model import RasaModel, StoryScores, play_stories
from bot.evaluation.refusals import BadFile, ModelUnfit, StoriesNotRun
from bot.evaluation.robustness import ALTERATIONS
from bot.evaluation.scores import entity_scores, scores, worst_confusions
from bot.evaluation.sureness import (
    ScopeScores,
    choose_threshold,
    equal_mass_bins,
    expected_calibration_error,
    scope_scores,
)
from bot.evaluation.two_requests import drawn_pairs
from bot.preflight import CannotStart, model_file

Say = Callable[[str], None]

_ALTERED_MESSAGES = 400
_TIMED_MESSAGES = 300
_PAIRS = 200


@dataclass(frozen=True)
class Sources:
    """Where everything is, under the repository's root."""

    nlu: Path = Path("data/nlu")
    messages: Path = Path("tests/nlu/messages.csv")
    entities: Path = Path("tests/nlu/entities.csv")
    stories: Path = Path("data/stories")
    models: Path = Path("models")


def evaluate(
    pipeline: Pipeline, sources: Sources, out: Path, say: Say, *, generalises: bool = False
) -> Evaluation:
    """Measures everything that is there, how it generalises only if asked to; raises BadFile."""
    left_out: list[str] = []
    sentences = _evaluated(sources.nlu, left_out)
    intents = np.array([each.intent for each in sentences], dtype=object)
    say(f"encoding {len(sentences)} sentences")
    encoded = pipeline.encode([each.text for each in sentences], "evaluated")
    say("cross-validating")
    held = list(folds(pipeline, encoded, intents))
    answers = answer_held_out(held, encoded)
    held_out = measured(sentences, answers, pipeline.config.threshold)
    pictures = _pictures(sentences, answers, held_out, pipeline)
    say("altering messages")
    robustness = _robustness(pipeline, sentences, held)
    tested, tested_answers = _tested(pipeline, encoded, intents, sources, left_out)
    if tested and tested_answers:
        pictures["tested_confusions"] = figures.confusion_picture(
            [each.intent for each in read_labelled(sources.messages)], list(tested_answers.intents)
        )
    learnt_from_less = None
    if generalises and sources.messages.is_file():
        say("learning from less")
        learnt_from_less = generalisation(
            pipeline, encoded, sentences, answers, read_labelled(sources.messages)
        )
    say("asking the model in use")
    in_use = _in_use(sources, sentences, tested, out, threshold=pipeline.config.threshold, left_out=left_out)
    return Evaluation(
        made_at=datetime.now().astimezone().isoformat(timespec="seconds"),
        sentences=len(sentences),
        held_out=held_out,
        unheard_scope=_unheard_scope(pipeline, encoded, intents, held),
        threshold=_threshold(pipeline, answers, intents),
        robustness=robustness,
        latency=_latency(pipeline, held[0].learned, sentences),
        entities=_entities(pipeline, sources.entities, left_out),
        tested=tested,
        difference=difference_in_words(held_out.scores, tested.scores, tested.styles) if tested else [],
        in_use=in_use,
        generalisation=learnt_from_less,
        left_out=left_out,
        pictures=pictures,
    )


def _evaluated(folder: Path, left_out: list[str]) -> list[Labelled]:
    sentences = without_repeats(read_folder(folder))
    if scarce := scarce_intents(sentences):
        left_out.append(f"cross-validation: fewer sentences than folds of {', '.join(scarce)}")
    return [each for each in sentences if each.intent not in scarce]


def measured(labelled: Sequence[Labelled], answers: Answers, threshold: float) -> Measured:
    """Compares answers with labels."""
    wanted = np.array([each.intent for each in labelled], dtype=object)
    right = answers.intents == wanted
    bins = equal_mass_bins(answers.confidences, right)
    texts = [each.text for each in labelled]
    return Measured(
        messages=len(labelled),
        scores=scores(list(wanted), list(answers.intents)),
        calibration_error=expected_calibration_error(bins),
        bins=bins,
        scope=scope_scores(wanted, answers, threshold),
        confusions=worst_confusions(texts, list(wanted), list(answers.intents), list(answers.confidences)),
        styles=by_group([each.style for each in labelled], right),
    )


def _pictures(
    sentences: Sequence[Labelled], answers: Answers, held_out: Measured, pipeline: Pipeline
) -> dict[str, str]:
    wanted = np.array([each.intent for each in sentences], dtype=object)
    right = answers.intents == wanted
    choice = choose_threshold(answers.confidences, right, pipeline.config.costs)
    return {
        "confusions": figures.confusion_picture(list(wanted), list(answers.intents)),
        "histogram": figures.histogram_picture(answers.confidences, right, pipeline.config.threshold),
        "reliability": figures.reliability_picture(held_out.bins),
        "costs": figures.cost_picture(choice, pipeline.config.threshold),
    }


def _threshold(pipeline: Pipeline, answers: Answers, intents: np.ndarray) -> Threshold:
    choice = choose_threshold(answers.confidences, answers.intents == intents, pipeline.config.costs)
    configured = pipeline.config.threshold
    cost = choice.cost_at(configured)
    in_words = threshold_in_words(configured, choice.best, cost, choice.lowest_cost)
    return Threshold(configured, cost, choice.best, choice.lowest_cost, in_words)


def _robustness(pipeline: Pipeline, sentences: Sequence[Labelled], held: Sequence[Held]) -> Robustness:
    """Asks each altered message of a model that has not learned from the untouched one."""
    dice = random.Random(5)
    fold_of = {row: fold for fold in held for row in fold.rows}
    rows = sorted(dice.sample(sorted(fold_of), min(_ALTERED_MESSAGES, len(sentences))))

    def asked(texts: Sequence[str]) -> tuple[float, float]:
        """The shares that are right, and right and sure."""
        encoded = pipeline.encode(texts, "altered")
        answers = [answers_of(fold_of[row].learned, encoded[[place]]) for place, row in enumerate(rows)]
        right = np.array([a.intents[0] == sentences[r].intent for a, r in zip(answers, rows, strict=True)])
        sure = np.array([a.confidences[0] >= pipeline.config.threshold for a in answers])
        return float(right.mean()), float((right & sure).mean())

    untouched = [sentences[row].text for row in rows]
    altered = [[alter(text, dice) for text in untouched] for alter in ALTERATIONS.values()]
    everything = [*untouched, *(text for texts in altered for text in texts)]
    pipeline.encode(everything, "altered")  # at once, so that the cache keeps all of them
    found = {name: asked(texts) for name, texts in zip(ALTERATIONS, altered, strict=True)}
    return Robustness(
        messages=len(rows),
        untouched=asked(untouched)[0],
        altered={name: right for name, (right, _) in found.items()},
        answered={name: answered for name, (_, answered) in found.items()},
        both=_both_heard(pipeline, sentences, held[0]),
    )


def _both_heard(pipeline: Pipeline, sentences: Sequence[Labelled], fold: Held) -> float | None:
    """Of messages made of two held-out requests, the share in which both are heard."""
    pairs = drawn_pairs(sentences, list(fold.rows), _PAIRS, seed=9)
    if not pairs:
        return None
    heard = requests_of(fold.learned, pipeline.encode([pair.text for pair in pairs], "pairs"))
    wanted = [{sentences[row].intent for row in pair.rows} for pair in pairs]
    return float(np.mean([both <= each for both, each in zip(wanted, heard, strict=True)]))


def _unheard_scope(
    pipeline: Pipeline, encoded: Encoded, intents: np.ndarray, held: Sequence[Held]
) -> ScopeScores | None:
    if OUT_OF_SCOPE not in intents:
        return None
    answers = answer_as_if_unheard(pipeline, encoded, intents, held)
    asked = np.array([intent is not None for intent in answers.intents])
    of_asked = Answers(
        answers.intents[asked], answers.confidences[asked].astype(float), answers.seconds[asked]
    )
    return scope_scores(intents[asked], of_asked, pipeline.config.threshold)


def _latency(pipeline: Pipeline, learned: Learned, sentences: Sequence[Labelled]) -> Latency:
    texts = [
        each.text for each in random.Random(3).sample(list(sentences), min(_TIMED_MESSAGES, len(sentences)))
    ]
    return latency_of(lambda text: pipeline.understand(learned, text), texts)


def _entities(pipeline: Pipeline, path: Path, left_out: list[str]) -> list[Entities]:
    if not path.is_file():
        left_out.append(f"entities: there is no {path}")
        return []
    annotated = read_annotated(path)
    found = [
        [(m.entity, comparable(m.value)) for m in pipeline.ruler.mentions(each.text, each.sent_at)]
        for each in annotated
    ]
    total, by_kind = entity_scores([each.entities for each in annotated], found)
    return [Entities(str(path), len(annotated), total, by_kind)]


def _tested(
    pipeline: Pipeline, encoded: Encoded, intents: np.ndarray, sources: Sources, left_out: list[str]
) -> tuple[Measured | None, Answers | None]:
    """The test set, asked of the pipeline trained on all sentences."""
    if not sources.messages.is_file():
        left_out.append(f"the test set: there is no {sources.messages}")
        return None, None
    messages = read_labelled(sources.messages)
    learned = pipeline.train(encoded, intents)
    answers = answers_of(learned, pipeline.encode([each.text for each in messages], "tested"))
    return measured(messages, answers, pipeline.config.threshold), answers


def _in_use(
    sources: Sources,
    sentences: Sequence[Labelled],
    trained_now: Measured | None,
    out: Path,
    *,
    threshold: float,
    left_out: list[str],
) -> InUse | None:
    try:
        path = model_file(sources.models)
        model = RasaModel(path)
    except (CannotStart, ModelUnfit) as reason:
        left_out.append(f"the model in use: {reason}")
        return None
    tested = None
    if trained_now:
        messages = read_labelled(sources.messages)
        tested = measured(messages, model.answers([each.text for each in messages]), threshold)
    sample = random.Random(3).sample(list(sentences), min(_TIMED_MESSAGES, len(sentences)))
    return InUse(
        name=model.name,
        trained_at=model.trained_at,
        tested=tested,
        latency=latency_of(model.parse, [each.text for each in sample]),
        stories=_stories(path, sources.stories, out, left_out),
        comparison=comparison_in_words(trained_now.scores, tested.scores) if trained_now and tested else [],
    )


def _stories(model: Path, stories: Path, out: Path, left_out: list[str]) -> StoryScores | None:
    try:
        return play_stories(model, stories, out / "stories")
    except (BadFile, StoriesNotRun) as reason:
        left_out.append(f"stories: {reason}")
        return None
