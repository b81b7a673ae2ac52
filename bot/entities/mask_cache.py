"""Keeps the training sentences as they are masked, so that training again is quick."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path


class MaskCache:
    """Masked sentences in one file for each `digest` of what masks them, under AISLE_VAR_DIR.

    Only what was asked for last is kept, so the file does not grow with deleted sentences.
    """

    def __init__(self, digest: str, mask: Callable[[str], str]) -> None:
        name = hashlib.sha256(digest.encode()).hexdigest()[:16]
        self._path = Path(os.environ.get("AISLE_VAR_DIR", "var")) / "cache" / f"masked-{name}.json"
        self._mask = mask

    def masked(self, texts: Sequence[str]) -> list[str]:
        """Each text, masked; from disk where it is there."""
        known = self._read()
        wanted = {text: known[text] if text in known else self._mask(text) for text in texts}
        if wanted.keys() != known.keys():
            self._path.parent.mkdir(parents=True, exist_ok=True)
            draft = self._path.with_suffix(f".{os.getpid()}.tmp")
            draft.write_text(json.dumps(wanted))
            draft.replace(self._path)
        return [wanted[text] for text in texts]

    def _read(self) -> dict[str, str]:
        try:
            return dict(json.loads(self._path.read_text()))
        except (FileNotFoundError, ValueError):
            return {}
