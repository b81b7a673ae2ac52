"""What the trainers' place has done in this environment: each command answers in lines of JSON on stdout."""

from __future__ import annotations

import contextlib
import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from bot.classifier.sentence_spelling import SentenceSpelling, english_words
from bot.encoder.cache import EncodingCache
from bot.evaluation.archive import opened
from bot.evaluation.candidate import Asked, Comparison, Reader
from bot.evaluation.counsel import Known, Message, notes_on
from bot.evaluation.labelled import read_folder
from bot.evaluation.pipeline import Config, Encoded, Pipeline
from bot.evaluation.rasa_model import play_stories
from bot.evaluation.refusals import BadFile, NotTrained

CONFIG = Path("config.yml")
NLU = Path("data/nlu")


class Tell(Protocol):
    """Writes one line of JSON."""

    def __call__(self, **content: Any) -> None: ...


def candidate(given: str, path: Path, in_use: Path | None, *, is_trained: bool) -> None:
    """Trains a model into `path`, unless it is there, and compares it with another.

    Raises BadFile, ModelUnfit, NotTrained or StoriesNotRun.
    """
    asked = Asked(**_read(given or "{}"))
    with _lines_of_json() as tell:
        if not is_trained:
            tell(progress="training")
            train(path)
        comparison = Comparison(Pipeline(Config.read(CONFIG)), asked, lambda doing: tell(progress=doing))
        with tempfile.TemporaryDirectory() as out:
            report = comparison.report(path, in_use, Path(out))
        tell(report=report)


def train(path: Path) -> None:
    """Trains a model of the project's data into `path`; raises NotTrained."""
    from rasa import model_training  # noqa: PLC0415  imports Rasa, for seconds

    from bot.training import speed_up_training  # noqa: PLC0415

    speed_up_training()
    done = model_training.train(
        "domain.yml", str(CONFIG), ["data"], output=str(path.parent), fixed_model_name=path.name
    )
    if done.code != 0 or not path.is_file():
        raise NotTrained(f"the training ended with {done.code}")


def counsel(given: str) -> None:
    """Notes on messages: their groups, what they may mean, and what speaks against what was understood."""
    messages = [Message(**each) for each in _read(given)]
    with _lines_of_json() as tell:
        pipeline = Pipeline(Config.read(CONFIG))
        spelling, known = _known(pipeline)
        read = [spelling.put_right(hidden) for hidden in pipeline.mask([each.text for each in messages])]
        with EncodingCache(pipeline.encoder, "inbox") as cache:
            encoded = Encoded(read, cache.encode(read) if read else np.zeros((0, 1)))
        tell(notes=notes_on(messages, encoded, known))


def understand(given: str, path: Path) -> None:
    """What the model at `path` makes of texts, given as a list; raises BadFile or ModelUnfit."""
    texts = _read(given)
    with _lines_of_json() as tell:
        pipeline = Pipeline(Config.read(CONFIG))
        model = opened(path, pipeline)
        with EncodingCache(pipeline.encoder, "shadow") as cache:
            read = Reader(model.learned, pipeline, cache).read(texts)
        tell(understood=[each.shown(pipeline.config.threshold) for each in read])


def play(given: str, path: Path) -> None:
    """How many of the stories, given as a text of YAML, the model at `path` plays; raises StoriesNotRun."""
    with _lines_of_json() as tell, tempfile.TemporaryDirectory() as out:
        folder = Path(out) / "stories"
        folder.mkdir()
        (folder / "stories.yml").write_text(_read(given))
        scores = play_stories(path, folder, Path(out))
        tell(total=scores.stories, right=round(scores.stories * scores.stories_right))


def review() -> None:
    """Doubtful labels and near-repeats among all training sentences."""
    with _lines_of_json() as tell:
        doubts, repeats = _known(Pipeline(Config.read(CONFIG)))[1].review()
        tell(doubts=[asdict(each) for each in doubts], repeats=[asdict(each) for each in repeats])


def _known(pipeline: Pipeline) -> tuple[SentenceSpelling, Known]:
    sentences = read_folder(NLU)
    hidden = pipeline.mask_sentences([each.text for each in sentences])
    spelling = SentenceSpelling.learn(hidden, english_words(pipeline.config.encoder))
    read = [spelling.put_right(text) for text in hidden]
    with EncodingCache(pipeline.encoder) as cache:
        return spelling, Known.of(sentences, Encoded(read, cache.encode(read)))


def _read(given: str) -> Any:
    try:
        return json.loads(given)
    except json.JSONDecodeError as error:
        raise BadFile(f"standard input is not JSON: {error}") from None


@contextlib.contextmanager
def _lines_of_json() -> Iterator[Tell]:
    """Keeps stdout for the answer: what libraries print goes to stderr."""
    answers = sys.stdout

    def tell(**content: Any) -> None:
        answers.write(json.dumps(content) + "\n")
        answers.flush()

    with contextlib.redirect_stdout(sys.stderr):
        yield tell
