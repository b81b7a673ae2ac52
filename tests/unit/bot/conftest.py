"""Tests of `bot/` run in the dialogue server's environment; here in `.venv` one test starts them there."""

from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).parent
STARTS_THE_OTHERS = "test_in_the_dialogue_environment.py"

if find_spec("rasa"):
    collect_ignore = [STARTS_THE_OTHERS]
else:
    collect_ignore = [path.name for path in HERE.glob("test_*.py") if path.name != STARTS_THE_OTHERS]
