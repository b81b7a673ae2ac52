"""Keeps one-time codes out of what is stored of a conversation."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

SHOWN = "shown"  # in a message's metadata: what may be kept of its text

_DIGITS = re.compile(r"\d+(?:[ -]\d+)*")
_DOTS = "••••••"


def without_codes(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A turn's events with what its message's `shown` text leaves out replaced, wherever it stands."""
    codes = {code for event in events for code in _codes(event)}
    if not codes:
        return events
    spellings = sorted(codes | {re.sub(r"\D", "", code) for code in codes}, key=len, reverse=True)
    secret = re.compile("|".join(rf"(?<!\d){re.escape(each)}(?!\d)" for each in spellings))
    return [json.loads(secret.sub(_DOTS, json.dumps(event, ensure_ascii=False))) for event in events]


def _codes(event: dict[str, Any]) -> Iterable[str]:
    shown = (event.get("metadata") or {}).get(SHOWN)
    if event.get("event") != "user" or shown is None:
        return ()
    return set(_DIGITS.findall(event.get("text") or "")) - set(_DIGITS.findall(shown))
