"""What the trainer asks of the featurizer before a node runs."""

from pathlib import Path

import pytest

from bot.components.encoder_featurizer import EncoderFeaturizer

VAR = Path(__file__).resolve().parents[3] / "var"


def test_a_cached_node_asks_without_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AISLE_VAR_DIR", str(VAR))
    asked_as_cached = EncoderFeaturizer.fingerprint_addon({"output": "what it had made"})
    assert asked_as_cached == EncoderFeaturizer.fingerprint_addon(EncoderFeaturizer.get_default_config())
