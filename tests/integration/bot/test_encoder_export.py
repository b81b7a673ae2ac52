"""The export of the sentence encoder, in `.venv` where torch is."""

import warnings
from pathlib import Path

import numpy as np
import pytest

from bot.encoder.files import EncoderMissing, Manifest
from bot.encoder.onnx_encoder import OnnxEncoder

SIMILAR = ("where is my parcel", "has my package arrived")
DIFFERENT = ("where is my parcel", "I love this purple hat")


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch and transformers warn of their own ways
        from bot.encoder.export import export, packaged_model

        folder = tmp_path_factory.mktemp("export") / "encoder"
        export(packaged_model(), folder)
    return folder


def cosine(encoder: OnnxEncoder, texts: tuple[str, str]) -> float:
    first, second = (encoder.encode(text) for text in texts)
    return float(first @ second)


@pytest.mark.slow
def test_an_exported_encoder_tells_what_is_alike(exported: Path) -> None:
    encoder = OnnxEncoder(exported)
    assert cosine(encoder, SIMILAR) > cosine(encoder, DIFFERENT) + 0.3
    assert np.linalg.norm(encoder.encode(SIMILAR[0])) == pytest.approx(1, abs=1e-5)
    assert encoder.manifest.precision == "int8"
    assert encoder.manifest.lowest_cosine > 0.95


@pytest.mark.slow
def test_an_export_unlike_the_original_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from bot.encoder import export as exporter

        monkeypatch.setitem(exporter.LOWEST_COSINE, "int8", 1.1)
        with pytest.raises(exporter.ExportRefused, match="lowest"):
            exporter.export(exporter.packaged_model(), tmp_path / "encoder")
    assert not (tmp_path / "encoder").exists()


def test_a_missing_encoder_says_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(EncoderMissing, match=r"bot\.encoder\.export --out"):
        Manifest.read(tmp_path)
