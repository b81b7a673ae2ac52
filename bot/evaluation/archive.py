"""What understands messages, read out of a trained model's file without loading the rest of it."""

from __future__ import annotations

import json
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bot.classifier.model import IntentModel
from bot.classifier.sentence_spelling import SentenceSpelling, english_words
from bot.entities.taught import TaughtWords
from bot.evaluation.pipeline import Learned, Pipeline
from bot.evaluation.refusals import ModelUnfit

# Of whose components in the archive which files are read.
_WANTED = {
    "EntityExtractor": {"taught.json"},
    "EncoderFeaturizer": {"words.json"},
    "IntentClassifier": {"names.json", "weights.npz"},
}


@dataclass(frozen=True)
class Opened:
    """What a model has learned of intents, and of words for goods."""

    learned: Learned
    taught: TaughtWords


def opened(path: Path, pipeline: Pipeline) -> Opened:
    """What understands messages in the model at `path`; raises ModelUnfit."""
    with tempfile.TemporaryDirectory() as kept:
        folders = _unpack(path, Path(kept))
        try:
            spelling = SentenceSpelling.load(
                folders["EncoderFeaturizer"], english_words(pipeline.config.encoder)
            )
            model = IntentModel.load(folders["IntentClassifier"])
            taught = _taught(folders["EntityExtractor"] / "taught.json")
        except (OSError, KeyError, ValueError) as error:
            raise ModelUnfit(f"{path} was trained by other code: run `make train`") from error
    return Opened(Learned(spelling, model, pipeline.encode_one), taught)


def _taught(path: Path) -> TaughtWords:
    """None in models that were trained before there were any."""
    words = json.loads(path.read_text()) if path.is_file() else {}
    return TaughtWords({word: (entity, value) for word, (entity, value) in words.items()})


def _unpack(path: Path, kept: Path) -> dict[str, Path]:
    folders = {name: kept / name for name in _WANTED}
    for folder in folders.values():
        folder.mkdir()
    try:
        with tarfile.open(path) as archive:
            for member in archive:
                parts = Path(member.name).parts
                for component, files in _WANTED.items():
                    if len(parts) == 3 and component in parts[1] and parts[2] in files:
                        content = archive.extractfile(member)
                        if content is not None:
                            (folders[component] / parts[2]).write_bytes(content.read())
    except (OSError, tarfile.TarError) as error:
        raise ModelUnfit(f"{path} is no model: {error}") from error
    return folders
