"""The pipeline on a public data set: trained on its train.csv, scored on its test.csv."""

from __future__ import annotations

import csv
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml

from bot.evaluation.labelled import Labelled
from bot.evaluation.latency import Latency, latency_of
from bot.evaluation.pipeline import Pipeline, answers_of
from bot.evaluation.rasa_model import RasaModel
from bot.evaluation.refusals import BadFile, DefaultNotTrained
from bot.preflight import model_file

FEW = 10
DRAWS = 5
_TIMED_MESSAGES = 300
_LABELS = ("category", "intent", "label")
_LAST_LINES = 5


@dataclass(frozen=True)
class DataSet:
    """A public set's two splits."""

    train: list[Labelled]
    test: list[Labelled]

    @classmethod
    def read(cls, folder: Path) -> DataSet:
        """Reads train.csv and test.csv (text; category, intent or label); raises BadFile."""
        return cls(list(_split(folder / "train.csv")), list(_split(folder / "test.csv")))


def _split(path: Path) -> Iterator[Labelled]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            columns = reader.fieldnames or []
            label = next((name for name in _LABELS if name in columns), None)
            if label is None or "text" not in columns:
                raise BadFile(f"{path}, line 1: it needs the columns text and one of {', '.join(_LABELS)}")
            for row in reader:
                if not row["text"] or not row[label]:
                    raise BadFile(f"{path}, line {reader.line_num}: no text or no {label}")
                yield Labelled(row["text"], row[label])
    except OSError as error:
        raise BadFile(f"{path}: {error.strerror}") from None


@dataclass(frozen=True)
class Benchmark:
    """Accuracies on the test split, one for each draw of the training set, and the time a message."""

    accuracies: list[float]
    latency: Latency
    sentences: int

    def lines(self) -> Iterator[str]:
        """For the terminal."""
        yield f"accuracy {np.mean(self.accuracies):.2%}"
        if len(self.accuracies) > 1:
            drawn = ", ".join(f"{accuracy:.2%}" for accuracy in self.accuracies)
            yield f"the mean of {len(self.accuracies)} draws of {FEW} sentences an intent: {drawn}"
        else:
            yield f"trained on {self.sentences} sentences"
        yield str(self.latency)


def benchmark(pipeline: Pipeline, data: DataSet, *, few: bool, say: Callable[[str], None]) -> Benchmark:
    """Trains on the whole training split, or on a few of each intent, several draws of them."""
    wanted = np.array([each.intent for each in data.test], dtype=object)
    say(f"encoding {len(data.train) + len(data.test)} sentences")
    encoded = pipeline.encode([each.text for each in (*data.train, *data.test)], "benchmark")
    rows = np.arange(len(encoded))
    train, test = encoded[rows[: len(data.train)]], encoded[rows[len(data.train) :]]
    accuracies = []
    draws = [drawn(data.train, seed) for seed in range(DRAWS)] if few else [np.arange(len(data.train))]
    for number, chosen in enumerate(draws, start=1):
        say(f"training on {len(chosen)} sentences" + (f", draw {number} of {len(draws)}" if few else ""))
        learned = pipeline.train(train[chosen], [data.train[row].intent for row in chosen])
        accuracies.append(float((answers_of(learned, test).intents == wanted).mean()))
    timed = [each.text for each in data.test[:: max(1, len(data.test) // _TIMED_MESSAGES)]]
    latency = latency_of(lambda text: pipeline.understand(learned, text), timed)
    return Benchmark(accuracies, latency, len(draws[0]))


def drawn(sentences: Sequence[Labelled], seed: int) -> np.ndarray:
    """The rows of a few sentences of each intent, drawn at random."""
    random = np.random.default_rng(seed)
    labels = np.array([each.intent for each in sentences], dtype=object)
    rows = [np.flatnonzero(labels == intent) for intent in sorted(set(labels))]
    return np.concatenate([random.choice(own, min(FEW, len(own)), replace=False) for own in rows])


def benchmark_default(data: DataSet, *, few: bool, say: Callable[[str], None]) -> Benchmark:
    """Rasa's default pipeline on the same data (of the draws, the first). Takes minutes to hours."""
    chosen = [data.train[row] for row in drawn(data.train, 0)] if few else data.train
    say(f"training Rasa's default pipeline on {len(chosen)} sentences; this takes long")
    with tempfile.TemporaryDirectory(prefix="aisle-benchmark-") as name:
        folder = Path(name)
        model = RasaModel(_train_default(folder, chosen))
        answers = model.answers([each.text for each in data.test])
        wanted = np.array([each.intent for each in data.test], dtype=object)
        latency = latency_of(model.parse, [each.text for each in data.test[:_TIMED_MESSAGES]])
    return Benchmark([float((answers.intents == wanted).mean())], latency, len(chosen))


def _train_default(folder: Path, sentences: Sequence[Labelled]) -> Path:
    import rasa.engine.recipes.default_recipe as recipe  # noqa: PLC0415

    defaults = Path(recipe.__file__).parent / "config_files" / "default_config.yml"
    pipeline = yaml.safe_load(defaults.read_text())["pipeline"]
    config = {"recipe": "default.v1", "assistant_id": "default", "language": "en", "pipeline": pipeline}
    (folder / "config.yml").write_text(yaml.safe_dump(config, sort_keys=False))
    blocks = []
    for intent in sorted({each.intent for each in sentences}):
        said = [" ".join(each.text.split()) for each in sentences if each.intent == intent]
        blocks.append({"intent": intent, "examples": "".join(f"- {text}\n" for text in said)})
    content = {"version": "3.1", "nlu": blocks}
    (folder / "nlu.yml").write_text(yaml.safe_dump(content, allow_unicode=True, width=10**6))
    command = [sys.executable, "-m", "bot.rasa", "train", "nlu", "--config", str(folder / "config.yml")]
    run = subprocess.run(
        [*command, "--nlu", str(folder / "nlu.yml"), "--out", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode != 0:
        tail = " | ".join((run.stdout + run.stderr).splitlines()[-_LAST_LINES:])
        raise DefaultNotTrained(f"rasa train nlu ended with {run.returncode}: {tail}")
    return model_file(folder)
