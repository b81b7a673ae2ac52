"""What a trained component depends on beside its own source and data, so that Rasa's training cache knows."""

from __future__ import annotations

import hashlib
from pathlib import Path
from types import ModuleType

import bot.entities
import bot.languages


def source_digest(*packages: ModuleType) -> str:
    """SHA-256 over the source files of these packages."""
    digest = hashlib.sha256()
    for package in packages:
        for file in sorted(Path(package.__file__).parent.glob("*.py")):
            digest.update(file.read_bytes())
    return digest.hexdigest()


def masks_digest(encoder: str, catalogue: Path) -> str:
    """What a masked sentence depends on beside itself: code, encoder (its digest) and products."""
    return source_digest(bot.entities, bot.languages) + encoder + file_digest(catalogue)


def file_digest(path: Path) -> str:
    """SHA-256 of the file at `path`; of nothing when there is none."""
    return hashlib.sha256(path.read_bytes() if path.is_file() else b"").hexdigest()
