"""A candidate is trained and measured beside the model in use: what is gained, what is lost, what changes."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from bot.encoder.cache import EncodingCache
from bot.evaluation.archive import Opened, opened
from bot.evaluation.counsel import Known, sentence_key
from bot.evaluation.evaluate import Sources
from bot.evaluation.labelled import Labelled, comparable, read_folder, read_labelled
from bot.evaluation.pipeline import Encoded, Learned, Pipeline
from bot.evaluation.rasa_model import StoryScores, play_stories
from bot.evaluation.sureness import equal_mass_bins, expected_calibration_error

Say = Callable[[str], None]
_TIMED = 100  # messages
STORIES = Path("tests/stories")


@dataclass(frozen=True)
class Case:
    """A message that every model must understand so; entities are (entity, value)."""

    text: str
    intent: str
    entities: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Asked:
    """What the trainers' place gives: real messages, cases, and what the model in use was trained from."""

    messages: list[dict[str, Any]] = field(default_factory=list)  # text, times
    cases: list[dict[str, Any]] = field(default_factory=list)
    known: list[str] = field(default_factory=list)  # `sentence_key` of the sentences of the model in use


@dataclass(frozen=True)
class Understood:
    """A message as a model takes it."""

    intent: str
    confidence: float

    def shown(self, threshold: float) -> dict[str, Any]:
        return {
            "intent": self.intent,
            "confidence": round(self.confidence, 3),
            "is_fallback": self.confidence < threshold,
        }


class Reader:
    """Understands many messages with one model, encoding no text twice."""

    def __init__(self, learned: Learned, pipeline: Pipeline, cache: EncodingCache) -> None:
        self._learned, self._pipeline, self._cache = learned, pipeline, cache

    def read(self, texts: Sequence[str]) -> list[Understood]:
        """Each message, as the model takes it."""
        if not texts:
            return []
        spelled = [self._learned.spelling.put_right(hidden) for hidden in self._pipeline.mask(texts)]
        encodings = self._cache.encode(spelled)
        ranked = (
            self._learned.model.rank(text, encoding)[0]
            for text, encoding in zip(spelled, encodings, strict=True)
        )
        return [Understood(intent, confidence) for intent, confidence in ranked]


class Comparison:
    """Compares a candidate with the model in use, on what the trainers' place asks."""

    def __init__(self, pipeline: Pipeline, asked: Asked, say: Say) -> None:
        self._pipeline, self._asked, self._say = pipeline, asked, say

    def report(self, candidate: Path, in_use: Path | None, out: Path) -> dict[str, Any]:
        """The report as JSON holds it; raises ModelUnfit, BadFile or StoriesNotRun."""
        pipeline, asked, sources = self._pipeline, self._asked, Sources()
        with ThreadPoolExecutor(1) as aside:
            stories = aside.submit(play_stories, candidate, STORIES, out)
            self._say("measuring")
            new = opened(candidate, pipeline)
            old = opened(in_use, pipeline) if in_use else None
            tested = read_labelled(sources.messages)
            texts = [each.text for each in tested]
            said = [*texts, *(each["text"] for each in [*asked.messages, *asked.cases])]
            with EncodingCache(pipeline.encoder, "measured") as cache:
                after = Reader(new.learned, pipeline, cache).read(said)
                before = Reader(old.learned, pipeline, cache).read(said) if old else None
            report = _compared(pipeline, tested, asked, after, before)
            report["cases"] = _cases(pipeline, new, asked.cases, after[len(said) - len(asked.cases) :])
            self._say("looking at the new sentences")
            report |= _sentences(pipeline, sources, new.learned, asked.known)
            report["latency_ms"] = {"after": _milliseconds(new, pipeline, texts)}
            self._say("playing the stories")
            report["stories"] = _played(stories)
        return report


def _compared(
    pipeline: Pipeline,
    tested: Sequence[Labelled],
    asked: Asked,
    after: Sequence[Understood],
    before: Sequence[Understood] | None,
) -> dict[str, Any]:
    threshold, count, spoken = pipeline.config.threshold, len(tested), len(tested) + len(asked.messages)
    wanted = [each.intent for each in tested]
    old = before or [None] * len(after)

    def shown(each: Understood | None) -> dict[str, Any] | None:
        return each.shown(threshold) if each else None

    changes = [
        {"text": each.text, "wanted": each.intent, "before": shown(was), "after": shown(now)}
        for each, was, now in zip(tested, old, after, strict=False)
        if (was is None and now.intent != each.intent) or (was is not None and was.intent != now.intent)
    ]
    real = [
        {"text": each["text"], "times": each["times"], "before": shown(was), "after": shown(now)}
        for each, was, now in zip(asked.messages, old[count:spoken], after[count:spoken], strict=True)
        if was is not None
        and (was.intent, was.confidence < threshold) != (now.intent, now.confidence < threshold)
    ]
    return {
        "threshold": threshold,
        "tested": count,
        "figures": {
            "after": _figures(wanted, after[:count], threshold),
            "before": _figures(wanted, before[:count], threshold) if before else None,
        },
        "intents": _by_intent(wanted, after[:count], before[:count] if before else None),
        "changes": changes,
        "real": real,
        "real_messages": len(asked.messages),
    }


def _figures(wanted: Sequence[str], read: Sequence[Understood], threshold: float) -> dict[str, float]:
    right = np.array([each.intent == intent for each, intent in zip(read, wanted, strict=True)])
    sure = np.array([each.confidence for each in read])
    return {
        "accuracy": round(float(right.mean()), 4),
        "sure_and_wrong": round(float((~right & (sure >= threshold)).mean()), 4),
        "fallback": round(float((sure < threshold).mean()), 4),
        "calibration_error": round(float(expected_calibration_error(equal_mass_bins(sure, right))), 4),
    }


def _by_intent(
    wanted: Sequence[str], after: Sequence[Understood], before: Sequence[Understood] | None
) -> list[dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = {}
    for place, intent in enumerate(wanted):
        row = rows.setdefault(intent, {"intent": intent, "messages": 0, "after": 0, "before": 0})
        row["messages"] += 1
        row["after"] += after[place].intent == intent
        row["before"] += before[place].intent == intent if before else 0
    return sorted(rows.values(), key=lambda row: row["intent"])


def _cases(
    pipeline: Pipeline, model: Opened, cases: Sequence[dict[str, Any]], read: Sequence[Understood]
) -> list[dict[str, Any]]:
    threshold = pipeline.config.threshold
    found = []
    for given, understood in zip(cases, read, strict=True):
        case = Case(**given)
        mentions = model.taught.mentions(case.text, pipeline.ruler.mentions(case.text))
        entities = {(each.entity, comparable(each.value)) for each in mentions}
        missing = [
            each["entity"]
            for each in case.entities
            if (each["entity"], comparable(each["value"])) not in entities
        ]
        is_right = understood.intent == case.intent and understood.confidence >= threshold and not missing
        found.append(
            {
                "text": case.text,
                "wanted": case.intent,
                "after": understood.shown(threshold),
                "missing": missing,
                "is_right": is_right,
            }
        )
    return found


def _sentences(pipeline: Pipeline, sources: Sources, new: Learned, known: Sequence[str]) -> dict[str, Any]:
    """How many sentences there are, and which of the new ones the others speak against."""
    sentences = read_folder(sources.nlu)
    keys = [sentence_key(each.intent, each.text) for each in sentences]
    before = set(known)
    rows = [row for row, key in enumerate(keys) if key not in before] if known else []
    doubts = []
    if rows:
        encoded = training_encodings(pipeline, new, [each.text for each in sentences])
        doubts = [asdict(each) for each in Known.of(sentences, encoded).doubts(rows, without=rows)]
    return {"sentences": len(sentences), "new": len(rows), "doubts": doubts, "keys": keys}


def training_encodings(pipeline: Pipeline, learned: Learned, texts: Sequence[str]) -> Encoded:
    """The training sentences as they were learned from; what training has encoded is not encoded again."""
    read = [learned.spelling.put_right(hidden) for hidden in pipeline.mask_sentences(texts)]
    with EncodingCache(pipeline.encoder) as cache:
        return Encoded(read, cache.encode(read))


def _milliseconds(model: Opened, pipeline: Pipeline, texts: Sequence[str]) -> float:
    """Of one core, the median of some messages from their text on, none of them encoded before."""
    taken = []
    for text in texts[:_TIMED]:
        hidden = pipeline.mask([text])[0]
        began = time.process_time()
        spelled = model.learned.spelling.put_right(hidden)
        model.learned.model.rank(spelled, pipeline.encoder.features(spelled))
        taken.append((time.process_time() - began) * 1000)
    return round(float(np.median(taken)), 2)


def _played(stories: Future[StoryScores]) -> dict[str, Any]:
    scores = stories.result()
    return {"total": scores.stories, "right": round(scores.stories * scores.stories_right)}
