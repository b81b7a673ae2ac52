"""Embeds one text at a time with the exported ONNX model."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from bot.encoder.files import EMBEDDING, LAYERS, MODEL_FILE, TOKENIZER_FILE, Manifest

EARLIER_WEIGHT = 0.7


class OnnxEncoder:
    """Sentence encoder on onnxruntime, one thread.

    One text at a time on purpose: int8 output depends on what else is in the batch, so a sentence
    must be embedded in training as it will be when it is said.
    """

    def __init__(self, folder: Path) -> None:
        """Loads the folder written by `bot.encoder.export`; raises EncoderMissing when it is not there."""
        self.manifest = Manifest.read(folder)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(folder / MODEL_FILE), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))

    def encode(self, text: str) -> np.ndarray:
        """Unit vector (float32, `manifest.dimensions` long) of a text."""
        return self._run(text, EMBEDDING)[0]

    def features(self, text: str) -> np.ndarray:
        """The unit vector and, weighing `EARLIER_WEIGHT` each, those of the layers before the last.

        What sets intents apart is partly lost in the last layer, which was trained for likeness of meaning:
        see docs/decisions/0040-what-the-classifier-reads.md.
        """
        embedding, layers = self._run(text, EMBEDDING, LAYERS)
        return np.concatenate([embedding, EARLIER_WEIGHT * layers])

    def _run(self, text: str, *outputs: str) -> list[np.ndarray]:
        encoding = self._tokenizer.encode(text)
        inputs = {
            "input_ids": np.asarray([encoding.ids], dtype=np.int64),
            "attention_mask": np.asarray([encoding.attention_mask], dtype=np.int64),
        }
        return [np.asarray(found[0], dtype=np.float32) for found in self._session.run(list(outputs), inputs)]
