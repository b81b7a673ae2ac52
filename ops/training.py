"""Trains the dialogue model when what it is made from has changed."""

from pathlib import Path

from aisle.settings import ROOT, Settings
from ops.errors import OperatorError
from ops.locks import held_when_free
from ops.stamps import Stamp
from ops.steps import Say
from ops.tool import run_tool
from training.place import Place
from training.rasa import rasa_environment
from training.shelf import Shelf

_RASA = [str(ROOT / ".venv-rasa" / "bin" / "python"), "-m", "bot.rasa"]
MODELS = ROOT / "models"


def current_model(var_path: Path) -> Path | None:
    """The newest model, if it was trained from the present inputs."""
    return _shelf(var_path).newest_if_current()


def serving_model(var_path: Path) -> Path | None:
    """The model that dialogue servers may start with: the promoted one while it fits, else a current one."""
    return _shelf(var_path).promoted_if_fit() or current_model(var_path)


async def train(settings: Settings, say: Say, *, unless_current: bool = False) -> None:
    """Train a model into models/. Raises OperatorError when the inputs are missing or wrong."""
    if not (ROOT / "config.yml").is_file():
        raise OperatorError(f"there is no config.yml in {ROOT}, so no model can be trained")
    async with held_when_free(MODELS / ".lock", "a training", say):
        if unless_current and serving_model(settings.var_path) is not None:
            return
        digest = _digest(settings.var_path)
        command = [*_RASA, "train", "--out", str(MODELS), "--domain", _domain()]
        if unless_current:  # the set-up's: what is wrong with the data, `make train` tells
            command.append("--skip-validation")
        log = settings.var_path / "log" / "train.log"
        await run_tool("rasa train", command, log, rasa_environment(settings))
        _stamp().write(digest)
        shelf = _shelf(settings.var_path)
        if shelf.promoted() is not None:
            shelf.put_in_use(shelf.names()[0], shelf.needs())
        shelf.prune(())


def _domain() -> str:
    return "domain" if (ROOT / "domain").is_dir() else "domain.yml"


def _digest(var_path: Path) -> str:
    return _shelf(var_path).inputs()


def _shelf(var_path: Path) -> Shelf:
    return Shelf(Place(ROOT, var_path, MODELS))


def _stamp() -> Stamp:
    return Stamp(MODELS / ".trained-from")
