"""Turns a question or a passage into a vector, with the sentence encoder that the set-up has exported.

The same files and the same way as the dialogue server: one text at a time, since the result of the
quantised model depends on what else is in a batch.
"""

import json
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from commerce.help.models import EMBEDDING_DIMENSIONS

_FILES = ("model.onnx", "tokenizer.json", "manifest.json")


class EncoderUnfit(Exception):
    """The exported encoder is not there, or not of the kind the store's vectors are made with."""


class QuestionEncoder:
    """The exported sentence encoder in `folder`. Raises EncoderUnfit when it cannot be used."""

    def __init__(self, folder: Path) -> None:
        missing = [name for name in _FILES if not (folder / name).is_file()]
        if missing:
            raise EncoderUnfit(f"{folder} has no {', '.join(missing)}: export the encoder first")
        manifest = json.loads((folder / "manifest.json").read_text())
        if manifest["dimensions"] != EMBEDDING_DIMENSIONS:
            raise EncoderUnfit(
                f"the encoder in {folder} has {manifest['dimensions']} dimensions, "
                f"the store's vectors have {EMBEDDING_DIMENSIONS}"
            )
        self.digest: str = manifest["digest"]
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            folder / "model.onnx", options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))

    def encode(self, text: str) -> list[float]:
        """The unit vector of `text`; takes about 2 ms for a question, so call it in a thread from a loop."""
        tokens = self._tokenizer.encode(text)
        inputs = {
            "input_ids": np.array([tokens.ids], dtype=np.int64),
            "attention_mask": np.array([tokens.attention_mask], dtype=np.int64),
        }
        [[vector]] = self._session.run(["embedding"], inputs)
        return [float(part) for part in vector]

    def knows(self, word: str) -> bool:
        """Whether `word` is English enough to be one of the encoder's own words, and no misspelling."""
        return self._tokenizer.token_to_id(word) is not None
