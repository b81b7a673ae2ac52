"""How long training takes, from nothing and after ten sentences, beside that of the bot of `rasa init`."""

import json
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from aisle.settings import ROOT
from ops.bench.builds import STOCK_FOLDER, STOCK_RASA
from training.place import Place
from training.rasa import PYTHON
from training.sentences import Add, Sentences

_COPIED = ("config.yml", "domain.yml", "data", "tests/nlu", "tests/stories")
_INTENT = "check_order_status"


def training_times() -> dict[str, dict[str, float]]:
    """Seconds by what is measured and by whose: stock's training, and ours to a measured candidate."""
    stock = _stock_s()
    with tempfile.TemporaryDirectory() as folder:
        place = Place.below(Path(folder))
        _copy(place)
        first = _candidate_s(place, "first", None)
        ten = [Add(_INTENT, f"where did my parcel number {number} end up today") for number in range(10)]
        Sentences(place).change(ten)
        second = _candidate_s(place, "second", "first")
    return {
        "a measured model from nothing, s": {"stock": stock, "Aisle": first},
        "a measured model after ten sentences, s": {"stock": stock, "Aisle": second},
    }


def _stock_s() -> float:
    command = [STOCK_RASA, "train", "--force", "--out", "models-of-bench"]
    return _timed(command, STOCK_FOLDER, os.environ | {"RASA_TELEMETRY_ENABLED": "false"}, b"")


def _candidate_s(place: Place, name: str, in_use: str | None) -> float:
    command = [str(PYTHON), "-m", "bot.evaluation", "candidate", "--out", str(place.models), "--name", name]
    command += ["--in-use", str(place.models / f"{in_use}.tar.gz")] if in_use else []
    environment = os.environ | {
        "AISLE_VAR_DIR": str(place.var),
        "PYTHONPATH": str(ROOT),
        "RASA_TELEMETRY_ENABLED": "false",
    }
    return _timed(command, place.root, environment, json.dumps({}).encode())


def _timed(command: list[str], folder: Path, environment: dict[str, str], given: bytes) -> float:
    began = time.monotonic()
    subprocess.run(command, cwd=folder, env=environment, input=given, capture_output=True, check=True)
    return time.monotonic() - began


def _copy(place: Place) -> None:
    """What is trained from; no sentence is masked or encoded yet."""
    for name in _COPIED:
        source, target = ROOT / name, place.root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            shutil.copy(source, target)
    place.models.mkdir()
    place.var.mkdir()
    (place.var / "encoder").symlink_to(ROOT / "var" / "encoder")
    catalogue = ROOT / "var" / "catalogue.jsonl"
    if catalogue.is_file():
        shutil.copy(catalogue, place.var)
