"""Names and manifest of an exported encoder's folder, shared by the exporter and the reader."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

MODEL_FILE = "model.onnx"
TOKENIZER_FILE = "tokenizer.json"
MANIFEST_FILE = "manifest.json"
EMBEDDING, LAYERS = "embedding", "layers"  # what the graph gives


class EncoderMissing(Exception):
    """The encoder's folder lacks a file; the message says which and how to make it."""


@dataclass(frozen=True)
class Manifest:
    """What an exported encoder is: `digest` is the SHA-256 of the ONNX file, `max_tokens` its input limit."""

    source: str
    digest: str
    dimensions: int
    max_tokens: int
    precision: str
    lowest_cosine: float

    def write(self, folder: Path) -> None:
        (folder / MANIFEST_FILE).write_text(json.dumps(asdict(self), indent=2) + "\n")

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """Reads the manifest; raises EncoderMissing when a file of the folder is not there."""
        for name in (MANIFEST_FILE, MODEL_FILE, TOKENIZER_FILE):
            if not (folder / name).is_file():
                raise EncoderMissing(
                    f"no {name} in {folder}: run `.venv/bin/python -m bot.encoder.export --out {folder}`"
                )
        return cls(**json.loads((folder / MANIFEST_FILE).read_text()))


def default_folder() -> Path:
    """Where the set-up puts the encoder: `encoder` under AISLE_VAR_DIR (`var` when unset)."""
    return Path(os.environ.get("AISLE_VAR_DIR", "var")) / "encoder"
