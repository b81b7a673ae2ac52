"""Where everything that trainers work on is."""

from dataclasses import dataclass
from pathlib import Path

from aisle.settings import ROOT


@dataclass(frozen=True, slots=True)
class Place:
    """The folder with Rasa's files, and the one for what is generated."""

    root: Path = ROOT
    var: Path = ROOT / "var"

    @property
    def sentences(self) -> Path:
        """Rasa's training sentences."""
        return self.root / "data" / "nlu"

    @property
    def models(self) -> Path:
        """Trained models, and which of them is in use."""
        return self.root / "models"

    @property
    def lock(self) -> Path:
        """Held while files that trainers edit are written."""
        return self.var / "training.lock"
