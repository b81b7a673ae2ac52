"""The lists that names of people and streets are put together from."""

from pathlib import Path

import yaml

_LISTS: dict[str, list[str]] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))

FIRST_NAMES = _LISTS["first_names"]
LAST_NAMES = _LISTS["last_names"]
STREETS = _LISTS["streets"]
