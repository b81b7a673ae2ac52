"""Embeds one text at a time with the exported ONNX model."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from bot.encoder.files import MODEL_FILE, TOKENIZER_FILE, Manifest


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
        encoding = self._tokenizer.encode(text)
        inputs = {
            "input_ids": np.asarray([encoding.ids], dtype=np.int64),
            "attention_mask": np.asarray([encoding.attention_mask], dtype=np.int64),
        }
        return np.asarray(self._session.run(None, inputs)[0][0], dtype=np.float32)
