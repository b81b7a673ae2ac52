"""What we change in Rasa 3.6.21 while it trains: the same model in less time.

Upstream reads, checks and hashes the same sentences several times over. As in bot.patches, a test compares
the sources that this stands on with FINGERPRINTS.
"""

from __future__ import annotations

import copy
import hashlib
import inspect
import json
import tarfile
from collections.abc import Callable
from typing import Any

import rasa.engine.storage.local_model_storage as storage
import rasa.model_training
import rasa.shared.importers.rasa as files
import rasa.shared.utils.io
from rasa.engine.graph import GraphNodeHook
from rasa.engine.training import graph_trainer
from rasa.engine.training.hooks import TrainingHook
from rasa.model_training import train
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.message import Message
from tarsafe import TarSafe

# What the changes below replace or rely on.
STANDS_ON = (
    train,
    rasa.shared.utils.io.read_yaml,
    graph_trainer.GraphTrainer.train,
    TrainingHook,
    storage.LocalModelStorage.create_model_package,
    RasaFileImporter.get_nlu_data,
    RasaFileImporter.get_domain,
    Message.__init__,
    Message.__eq__,
    Message.__hash__,
    Message.fingerprint,
)
FINGERPRINTS = {
    "rasa.model_training.train": "1367a831744be74b",
    "rasa.shared.utils.io.read_yaml": "afa622ba2a568992",
    "rasa.engine.training.graph_trainer.GraphTrainer.train": "61837cd6d73a6cab",
    "rasa.engine.training.hooks.TrainingHook": "2f73b837731d8ff4",
    "rasa.engine.storage.local_model_storage.LocalModelStorage.create_model_package": "160e32783576d3df",
    "rasa.shared.importers.rasa.RasaFileImporter.get_nlu_data": "bf36b78f020b7e50",
    "rasa.shared.importers.rasa.RasaFileImporter.get_domain": "6a3ffd615c5ac86f",
    "rasa.shared.nlu.training_data.message.Message.__init__": "929966f7673d7d18",
    "rasa.shared.nlu.training_data.message.Message.__eq__": "3332c4455c4cced9",
    "rasa.shared.nlu.training_data.message.Message.__hash__": "2abad92d8bedb17f",
    "rasa.shared.nlu.training_data.message.Message.fingerprint": "82b38330479ee1d0",
}


def speed_up_training() -> None:
    """Applies every change to the imported Rasa."""
    _parse_yaml_once()
    _read_files_once()
    _compare_messages_by_what_they_say()
    _forget_what_was_trained()
    _pack_lightly()


def _parse_yaml_once() -> None:
    """Each file is parsed for its kind, for its schema and for its content: 116 times for 29 files."""
    parse: Callable[..., Any] = rasa.shared.utils.io.read_yaml
    parsed: dict[tuple[str, str], Any] = {}

    def read_yaml(content: str, reader_type: str | list[str] = "safe") -> Any:
        key = (content, str(reader_type))
        if key not in parsed:
            parsed[key] = parse(content, reader_type)
        return copy.deepcopy(parsed[key])

    rasa.shared.utils.io.read_yaml = read_yaml


def _read_files_once() -> None:
    """The importers in front ask for the same data as `get_nlu_data()` and as `get_nlu_data("en")`.

    What they are given they copy, or only read.
    """

    class Importer(RasaFileImporter):
        def get_nlu_data(self, language: str | None = "en") -> Any:
            return self._once("nlu", lambda: super(Importer, self).get_nlu_data(language))

        def get_domain(self) -> Any:
            return self._once("domain", super().get_domain)

        def _once(self, name: str, read: Callable[[], Any]) -> Any:
            kept = self.__dict__.setdefault("_kept", {})
            if name not in kept:
                kept[name] = read()
            return kept[name]

    files.RasaFileImporter = Importer


def _compare_messages_by_what_they_say() -> None:
    """Hashing and copying messages piece by piece takes a third of the time of preparing them."""
    of_everything = Message.fingerprint

    def fingerprint(self: Message) -> str:
        if self.features:
            return of_everything(self)
        if self._cached_fingerprint is None:
            try:
                said = json.dumps(self.data, sort_keys=True)
            except TypeError:  # there is more in it than what was said: tokens, for one
                return of_everything(self)
            self._cached_fingerprint = hashlib.md5(said.encode(), usedforsecurity=False).hexdigest()
        return self._cached_fingerprint

    def copied(self: Message, memo: dict[int, Any]) -> Message:
        other = Message.__new__(Message)
        other.__dict__ = {
            **self.__dict__,
            "data": {k: v if isinstance(v, str) else copy.deepcopy(v, memo) for k, v in self.data.items()},
            "features": list(self.features),
            "output_properties": set(self.output_properties),
        }
        return other

    Message.fingerprint = fingerprint
    Message.__deepcopy__ = copied


def _forget_what_was_trained() -> None:
    """No training cache: hashing what goes into each component and comes out takes longer than it saves.

    What is dear, the encodings, is kept by bot.encoder.cache sentence by sentence.
    """

    class Trainer(graph_trainer.GraphTrainer):
        def train(self, *arguments: Any, **options: Any) -> Any:
            return super().train(*arguments, **{**options, "force_retraining": True})

    rasa.model_training.GraphTrainer = Trainer
    graph_trainer.TrainingHook = _KeepsNothing


class _KeepsNothing(GraphNodeHook):
    """In place of the hook that keeps what every component made."""

    def __init__(self, **_: Any) -> None:
        """Needs nothing."""

    def on_before_node(self, **_: Any) -> dict[str, Any]:
        return {}

    def on_after_node(self, **_: Any) -> None:
        """Keeps nothing."""


def _pack_lightly() -> None:
    """Weights hardly get smaller, however long one tries."""

    class LightTar(TarSafe):
        @classmethod
        def open(cls, name: Any, mode: str = "r") -> tarfile.TarFile:
            options = {"compresslevel": 1} if mode == "w:gz" else {}
            return super().open(name, mode, **options)

    storage.TarSafe = LightTar


def upstream_fingerprints() -> dict[str, str]:
    """SHA-256 (first 16 digits) of the sources of STANDS_ON, to be taken before anything is changed."""
    return {
        f"{part.__module__}.{part.__qualname__}": hashlib.sha256(
            inspect.getsource(part).encode()
        ).hexdigest()[:16]
        for part in STANDS_ON
    }
