"""What Slack's published description of its Web API says of a call's arguments."""

import json
from functools import cache
from pathlib import Path
from typing import Any

SPEC = Path(__file__).resolve().parents[2].parent / "shared" / "specs" / "slack_web_api.json"

_STRUCTURED = {"blocks", "attachments", "view"}  # JSON in a string, or plain where the body is JSON
_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
}


@cache
def _operations() -> dict[str, list[dict[str, Any]]]:
    if not SPEC.exists():
        return {}
    paths = json.loads(SPEC.read_text())["paths"]
    return {path.strip("/"): next(iter(verbs.values()))["parameters"] for path, verbs in paths.items()}


def is_described(method: str) -> bool:
    """Whether there is a description to check against."""
    return method in _operations()


def complaints_about_arguments(method: str, arguments: dict[str, Any], *, is_json: bool) -> list[str]:
    """What the description does not have, lacks or has otherwise; nothing for a method it does not know."""
    if not is_described(method):
        return []
    known = {each["name"]: each for each in _operations()[method] if each["name"] != "token"}
    complaints = [f"{method} has no argument {name}" for name in arguments if name not in known]
    complaints += [
        f"{method} needs {name}"
        for name, each in known.items()
        if each.get("required") and name not in arguments
    ]
    for name, value in arguments.items():
        is_checked = is_json and name in known and name not in _STRUCTURED
        if is_checked and not isinstance(value, _TYPES[known[name]["type"]]):
            complaints.append(f"{method}: {name} is {type(value).__name__}")
    return complaints
