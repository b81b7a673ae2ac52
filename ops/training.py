"""Trains the dialogue model when what it is made from has changed."""

import os
from pathlib import Path

from aisle.settings import ROOT, Settings, secret_setting_names
from ops.errors import OperatorError
from ops.locks import held_when_free
from ops.stamps import Stamp, digest_of
from ops.steps import Say
from ops.tool import run_tool

_RASA = [str(ROOT / ".venv-rasa" / "bin" / "python"), "-m", "bot.rasa"]
MODELS = ROOT / "models"
KEPT_MODELS = 10  # the newest: what one may want to go back to

_INPUTS = ("config.yml", "domain.yml", "domain", "data/nlu", "data/rules", "data/stories")
# What the pipeline is made of; the launcher and the tracker store are not in the model.
_PIPELINE = ("bot/classifier", "bot/components", "bot/encoder", "bot/entities", "bot/training.py")


def current_model(var_path: Path) -> Path | None:
    """The newest model, if it was trained from the present inputs."""
    newest = max(MODELS.glob("*.tar.gz"), key=_age, default=None)
    return newest if _stamp().matches(_digest(var_path)) else None


async def train(settings: Settings, say: Say, *, unless_current: bool = False) -> None:
    """Train a model into models/. Raises OperatorError when the inputs are missing or wrong."""
    if not (ROOT / "config.yml").is_file():
        raise OperatorError(f"there is no config.yml in {ROOT}, so no model can be trained")
    async with held_when_free(MODELS / ".lock", "a training", say):
        if unless_current and current_model(settings.var_path) is not None:
            return
        digest = _digest(settings.var_path)
        command = [*_RASA, "train", "--out", str(MODELS), "--domain", _domain()]
        if unless_current:  # the set-up's: what is wrong with the data, `make train` tells
            command.append("--skip-validation")
        log = settings.var_path / "log" / "train.log"
        await run_tool("rasa train", command, log, rasa_environment(settings))
        _stamp().write(digest)
        _delete_oldest()


def rasa_environment(settings: Settings) -> dict[str, str]:
    """What every process of `.venv-rasa` is told; the store's database and secrets are not among it."""
    return {
        "AISLE_TIME_ZONE": settings.time_zone,
        "AISLE_VAR_DIR": str(settings.var_path),
        "RASA_TELEMETRY_ENABLED": "false",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "TF_CPP_MIN_LOG_LEVEL": "2",
        "TF_ENABLE_ONEDNN_OPTS": "0",
    }


def _domain() -> str:
    return "domain" if (ROOT / "domain").is_dir() else "domain.yml"


def _delete_oldest() -> None:
    for model in sorted(MODELS.glob("*.tar.gz"), key=_age)[:-KEPT_MODELS]:
        model.unlink()


def _age(model: Path) -> float:
    return model.stat().st_mtime


def _digest(var_path: Path) -> str:
    encoder = var_path / "encoder" / "manifest.json"
    inputs = [ROOT / name for name in (*_INPUTS, *_PIPELINE, "requirements/rasa.txt")]
    present: list[Path] = [path for path in (*inputs, encoder) if path.exists()]
    return digest_of(paths=present)


def _stamp() -> Stamp:
    return Stamp(MODELS / ".trained-from")


def environment_without_secrets() -> dict[str, str]:
    """The operator's environment, less what only the other processes may know."""
    private = secret_setting_names()
    return {name: value for name, value in os.environ.items() if name not in private}
