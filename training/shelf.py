"""The folder of models: which file is in use, what each was trained from, and which ones may go."""

import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from aisle.digests import digest_of
from training.files import write_whole
from training.place import Place

KEPT = 10  # of the models that nothing else keeps, the newest
POINTER = "in-use.json"
_SUFFIX = ".tar.gz"
_NAME = re.compile(r"[\w.-]{1,100}")
_TRAINED_FROM = ".trained-from"
_INPUTS = ("config.yml", "domain.yml", "domain", "data/nlu", "data/rules", "data/stories")
# Of what a model is made beside what trainers edit (sentences, intents and their rules, replies): when it
# changes, no older model fits the code.
_NEEDS = ("config.yml",)
_EDITED = ("responses", "intents")
_PIPELINE = ("bot/classifier", "bot/components", "bot/encoder", "bot/entities", "bot/training.py")


@dataclass(frozen=True, slots=True)
class InUse:
    """The model that dialogue servers load, and a digest of what it needs beside what trainers edit."""

    name: str
    needs: str


class Shelf:
    """The models on disk."""

    def __init__(self, place: Place) -> None:
        self._place = place

    def path(self, name: str) -> Path:
        """The file of the model. Raises ValueError for what cannot be a model's name."""
        if not _NAME.fullmatch(name):
            raise ValueError(f"{name!r} is no model's name")
        return self._place.models / f"{name}{_SUFFIX}"

    def names(self) -> list[str]:
        """The models that are there, the newest first."""
        files = sorted(self._place.models.glob(f"*{_SUFFIX}"), key=lambda file: -file.stat().st_mtime)
        return [file.name.removesuffix(_SUFFIX) for file in files]

    def in_use(self) -> str:
        """The name of the model in use: the promoted one, else the newest; empty when there is none."""
        promoted = self.promoted()
        if promoted is not None and self.path(promoted.name).is_file():
            return promoted.name
        return next(iter(self.names()), "")

    def promoted(self) -> InUse | None:
        """What was promoted last, whether or not its file is still there."""
        try:
            content: dict[str, Any] = json.loads((self._place.models / POINTER).read_text())
            return InUse(str(content["model"]).removesuffix(_SUFFIX), str(content["needs"]))
        except (FileNotFoundError, ValueError, KeyError):
            return None

    def put_in_use(self, name: str, needs: str) -> None:
        """Have dialogue servers load the model from their next start on."""
        self._place.models.mkdir(parents=True, exist_ok=True)
        content = {"model": f"{name}{_SUFFIX}", "needs": needs}
        write_whole(self._place.models / POINTER, json.dumps(content) + "\n")

    def needs(self) -> str:
        """A digest of what a model trained now needs beside what trainers edit."""
        domain = yaml.safe_load((self._place.root / "domain.yml").read_text())
        kept = {key: value for key, value in domain.items() if key not in _EDITED}
        parts = [json.dumps(kept, sort_keys=True, default=str)]
        return digest_of(*parts, paths=[*self._present(*_NEEDS, *_PIPELINE), *self._encoder()])

    def inputs(self) -> str:
        """A digest of everything that a model trained now is made from."""
        return digest_of(
            paths=[*self._present(*_INPUTS, *_PIPELINE, "requirements/rasa.txt"), *self._encoder()]
        )

    def note_newest(self, inputs: str) -> None:
        """Remember from which inputs the newest model was trained."""
        write_whole(self._place.models / _TRAINED_FROM, inputs)

    def newest_if_current(self) -> Path | None:
        """The newest model, if it was trained from the present inputs."""
        noted = self._place.models / _TRAINED_FROM
        names = self.names()
        is_current = bool(names) and noted.is_file() and noted.read_text() == self.inputs()
        return self.path(names[0]) if is_current else None

    def promoted_if_fit(self) -> Path | None:
        """The promoted model, if it fits the present code, rules and forms.

        Sentences and replies that were edited since wait for the next promotion.
        """
        promoted = self.promoted()
        if promoted is None or promoted.needs != self.needs():
            return None
        path = self.path(promoted.name)
        return path if path.is_file() else None

    def pin(self) -> None:
        """Have the model in use stay in use when a newer one is there; as if it had been promoted."""
        name = self.in_use()
        if name and self.promoted() is None:
            self.put_in_use(name, self.needs())

    def data_version(self) -> str:
        """A digest of the sentences, replies, rules and stories as they are."""
        return digest_of(paths=self._present("domain.yml", "data/nlu", "data/rules", "data/stories"))[:12]

    def keep_keys(self, name: str, keys: list[str]) -> None:
        """Remember of which sentences the model was trained."""
        write_whole(self._keys(name), json.dumps(keys))

    def keys(self, name: str) -> list[str]:
        """Of which sentences the model was trained; empty when nobody remembers."""
        try:
            return list(json.loads(self._keys(name).read_text()))
        except (FileNotFoundError, ValueError):
            return []

    def prune(self, kept: Collection[str]) -> list[str]:
        """Delete models beyond the newest, but for those named; the names of the deleted ones."""
        gone = [name for name in self.names()[KEPT:] if name not in kept and name != self.in_use()]
        for name in gone:
            self.path(name).unlink(missing_ok=True)
            self._keys(name).unlink(missing_ok=True)
        return gone

    def _present(self, *names: str) -> list[Path]:
        return [path for name in names if (path := self._place.root / name).exists()]

    def _encoder(self) -> list[Path]:
        manifest = self._place.var / "encoder" / "manifest.json"
        return [manifest] if manifest.is_file() else []

    def _keys(self, name: str) -> Path:
        return self._place.models / f"{name}.sentences.json"
