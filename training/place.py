"""Where everything that trainers work on is."""

from dataclasses import dataclass
from pathlib import Path

from aisle.settings import ROOT


@dataclass(frozen=True, slots=True)
class Place:
    """The folder with Rasa's files, the one for what is generated, and the one for trained models."""

    root: Path = ROOT
    var: Path = ROOT / "var"
    models: Path = ROOT / "models"

    @classmethod
    def below(cls, root: Path) -> "Place":
        """Everything in one folder, as in a fresh checkout."""
        return cls(root, root / "var", root / "models")

    @property
    def sentences(self) -> Path:
        """Rasa's training sentences."""
        return self.root / "data" / "nlu"

    @property
    def review(self) -> Path:
        """What was found last when all sentences were looked through."""
        return self.var / "training-review.json"

    @property
    def lock(self) -> Path:
        """Held while files that trainers edit are written."""
        return self.var / "training.lock"
