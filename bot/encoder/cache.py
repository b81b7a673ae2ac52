"""Keeps the encodings of training sentences on disk, so that training again is quick."""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from bot.encoder.onnx_encoder import OnnxEncoder


class EncodingCache:
    """Features by text, in half precision, in one file for each encoder and `name`, under AISLE_VAR_DIR.

    Written at the end.

    Only what was asked for in this context is kept, so the file does not grow with deleted sentences.
    """

    def __init__(self, encoder: OnnxEncoder, name: str = "encodings") -> None:
        folder = Path(os.environ.get("AISLE_VAR_DIR", "var")) / "cache"
        self._encoder = encoder
        self._path = folder / f"{name}-{encoder.manifest.digest[:16]}.npz"
        self._stored: dict[str, np.ndarray] = {}
        self._used: dict[str, np.ndarray] = {}

    def __enter__(self) -> Self:
        try:
            with np.load(self._path) as arrays:
                self._stored = dict(zip(arrays["keys"].tolist(), arrays["encodings"], strict=True))
        except (FileNotFoundError, zipfile.BadZipFile, KeyError, ValueError):
            self._stored = {}
        return self

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """The features of each text, a row each, from disk where they are there."""
        keys = {text: hashlib.sha256(text.encode()).hexdigest() for text in texts}
        new = [text for text, key in keys.items() if key not in self._used and key not in self._stored]
        with ThreadPoolExecutor(os.cpu_count()) as threads:
            features = threads.map(self._encoder.features, new)
            made = {keys[text]: each.astype(np.float16) for text, each in zip(new, features, strict=True)}
        for key in keys.values():
            if key not in self._used:
                self._used[key] = self._stored[key] if key in self._stored else made[key]
        return np.stack([self._used[keys[text]] for text in texts]).astype(np.float32)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None or self._used.keys() == self._stored.keys() or not self._used:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        draft = self._path.with_suffix(f".{os.getpid()}.tmp.npz")
        np.savez(draft, keys=np.array(list(self._used)), encodings=np.stack(list(self._used.values())))
        draft.replace(self._path)
