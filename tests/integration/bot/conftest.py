"""Tests of `bot/` run in the dialogue server's environment; here in `.venv` one file starts them there."""

from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).parent
RUN_IN_VENV = {"test_in_the_dialogue_environment.py", "test_encoder_export.py"}

if find_spec("rasa"):
    collect_ignore = sorted(RUN_IN_VENV)
    pytest_plugins = ["tests.integration.bot.dialogue_fixtures"]
else:
    collect_ignore = [path.name for path in HERE.glob("test_*.py") if path.name not in RUN_IN_VENV]
