"""A trained Rasa model as it answers, whole: the one in use, or any other."""

from __future__ import annotations

import asyncio
import json
import logging
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bot.evaluation.pipeline import Answers
from bot.evaluation.refusals import BadFile, ModelUnfit, StoriesNotRun

_FALLBACK = "nlu_fallback"
_STORY_REPORT = "story_report.json"
_LAST_LINES = 5


@dataclass(frozen=True)
class Parsed:
    """What a model makes of a message; the intent is its own, whatever its fallback said."""

    intent: str
    confidence: float
    second: str
    entities: list[tuple[str, str]]


class RasaModel:
    """Answers with everything that is in config.yml, as the dialogue server would."""

    def __init__(self, path: Path) -> None:
        """Loads the file at `path`; raises ModelUnfit."""
        from rasa.core.agent import Agent  # noqa: PLC0415  imports Rasa, for seconds
        from rasa.engine.exceptions import GraphComponentException  # noqa: PLC0415
        from rasa.utils.log_utils import configure_structlog  # noqa: PLC0415

        configure_structlog(logging.ERROR)  # else it logs every message that is parsed

        self.name = path.name.removesuffix(".tar.gz")
        try:
            self._processor = Agent.load(str(path)).processor
        except GraphComponentException as error:
            raise ModelUnfit(f"{path} was trained by other code: run `make train`") from error
        self._loop = asyncio.new_event_loop()

    @property
    def trained_at(self) -> str:
        """When, as ISO 8601."""
        return str(self._processor.model_metadata.trained_at.isoformat(timespec="seconds"))

    def parse(self, text: str) -> Parsed:
        """Understands one message."""
        return _parsed(text, self.result(text))

    def result(self, text: str) -> dict[str, Any]:
        """What Rasa makes of a message, as it is."""
        return dict(self._loop.run_until_complete(self._processor.parse_message(_message(text))))

    def answers(self, texts: Sequence[str]) -> Answers:
        """Understands each message."""
        parsed = [self.parse(text) for text in texts]
        return Answers(
            np.array([each.intent for each in parsed], dtype=object),
            np.array([each.confidence for each in parsed]),
            np.array([each.second for each in parsed], dtype=object),
        )


def _message(text: str) -> Any:
    from rasa.core.channels.channel import UserMessage  # noqa: PLC0415

    return UserMessage(text)


def _parsed(text: str, result: dict[str, Any]) -> Parsed:
    ranking = [each for each in result.get("intent_ranking", []) if each["name"] != _FALLBACK]
    first = ranking[0] if ranking else result["intent"]
    entities = [(each["entity"], text[each["start"] : each["end"]]) for each in result.get("entities", [])]
    return Parsed(
        first["name"] or "",
        float(first["confidence"]),
        ranking[1]["name"] if len(ranking) > 1 else "",
        entities,
    )


@dataclass(frozen=True)
class StoryScores:
    """Of `rasa test core`: how many stories, the share played through rightly, the share of actions."""

    stories: int
    stories_right: float
    actions_right: float


def play_stories(model: Path, stories: Path, out: Path) -> StoryScores:
    """Runs `rasa test core` over a folder; its reports go to `out`. Raises StoriesNotRun."""
    if not stories.is_dir():
        raise BadFile(f"{stories}: no such folder of stories")
    command = [sys.executable, "-m", "bot.rasa", "test", "core", "--model", str(model), "--stories"]
    run = subprocess.run(
        [*command, str(stories), "--out", str(out), "--no-plot"], capture_output=True, text=True, check=False
    )
    report = out / _STORY_REPORT
    if run.returncode != 0 or not report.is_file():
        tail = " | ".join((run.stdout + run.stderr).splitlines()[-_LAST_LINES:])
        raise StoriesNotRun(f"rasa test core over {stories} ended with {run.returncode}: {tail}")
    content = json.loads(report.read_text())
    conversations = content["conversation_accuracy"]
    return StoryScores(
        stories=int(conversations["total"]),
        stories_right=float(conversations["accuracy"]),
        actions_right=float(
            content["accuracy"] if "accuracy" in content else content["micro avg"]["f1-score"]
        ),
    )
