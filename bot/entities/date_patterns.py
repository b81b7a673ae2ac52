"""The ways in which days and periods are named, as patterns over spaCy tokens whose norms are lower case."""

from __future__ import annotations

from typing import Any

from bot.entities.vocabulary import MONTH_NAMES, NUMBERS, WEEKDAY_NAMES

RELATIVE = {
    "last": -1,
    "past": -1,
    "previous": -1,
    "this": 0,
    "current": 0,
    "next": 1,
    "following": 1,
    "coming": 1,
}
NAMED_DAYS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}  # "the first of October"
COUNTS = NUMBERS | {"a": 1, "an": 1, "couple": 2}


def _any(choices: Any) -> dict[str, Any]:
    return {"NORM": {"IN": sorted(choices)}}


_MONTH, _WEEKDAY = _any(MONTH_NAMES), _any(WEEKDAY_NAMES)
_WEEKDAYS = _any({f"{name}s" for name in WEEKDAY_NAMES if not name.endswith("s")} | set(WEEKDAY_NAMES))
_DAY = {"NORM": {"REGEX": r"^(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?$"}}
_DAY_TH = {"NORM": {"REGEX": r"^(?:[1-9]|[12]\d|3[01])(?:st|nd|rd|th)$"}}
_COUNT = {"NORM": {"REGEX": rf"^(?:\d{{1,3}}|{'|'.join(COUNTS)})$"}}
_UNITS = {"NORM": {"REGEX": r"^(?:day|week|wk|fortnight|month|mn?th|year|yr)s?$"}}
_PERIODS = _any(["week", "weekend", "month", "year"])
_AGO = _any(["ago", "back"])
_AND_A_HALF = [{"NORM": "and"}, {"NORM": "a"}, {"NORM": "half"}]
_YEAR = {"NORM": {"REGEX": r"^20\d\d$"}}
_SOMETIMES, _COMMA = {"OP": "?"}, {"NORM": ",", "OP": "?"}
_THE = {"NORM": "the", **_SOMETIMES}
_MONTH_DAYS = [
    [_MONTH, _THE, _DAY],
    [_MONTH, _DAY, _COMMA, _YEAR],
    [_THE, _DAY, {"NORM": "of", **_SOMETIMES}, _MONTH],
    [_THE, _any(NAMED_DAYS), {"NORM": "of"}, _MONTH],
    [_THE, _DAY, {"NORM": "of", **_SOMETIMES}, _MONTH, _COMMA, _YEAR],
]

PATTERNS: dict[str, list[list[dict[str, Any]]]] = {
    "weekday": [[_WEEKDAY]],
    "relative_weekday": [[_any(RELATIVE), _WEEKDAY]],
    "weekday_of_week": [
        [_WEEKDAY, _any(["last", "this", "next"]), {"NORM": "week"}],
        [_WEEKDAY, {"NORM": "of"}, _any(["last", "this", "next"]), {"NORM": "week"}],
    ],
    "ago": [
        [_COUNT, _UNITS, _AGO],
        [
            {"NORM": "a", **_SOMETIMES},
            {"NORM": "couple"},
            {"NORM": "of", **_SOMETIMES},
            _UNITS,
            _AGO,
        ],
    ],
    "half_ago": [
        [{"NORM": "half"}, _any(["a", "an", "of"]) | _SOMETIMES, _UNITS, _AGO],
        [_COUNT, _UNITS, *_AND_A_HALF, _AGO],
        [_COUNT, *_AND_A_HALF, _UNITS, _AGO],
    ],
    "weekdays_ago": [[_COUNT, _WEEKDAYS, _AGO]],
    "before_last": [
        [_THE, _WEEKDAY, {"NORM": "before"}, {"NORM": "last"}],
        [_THE, _PERIODS, {"NORM": "before"}, {"NORM": "last"}],
    ],
    "latest": [[_any(["last", "past"]), _COUNT, {"NORM": "of", **_SOMETIMES}, _UNITS]],
    "ahead": [
        [{"NORM": "in"}, _COUNT, _UNITS],
        [{"NORM": "in"}, {"NORM": "a"}, {"NORM": "couple"}, {"NORM": "of", **_SOMETIMES}, _UNITS],
    ],
    "relative_period": [[_any(RELATIVE), _PERIODS]],
    "relative_month": [[_any(["last", "this", "next"]), _MONTH]],
    "month_day": [*_MONTH_DAYS, *([_WEEKDAY, _COMMA, *each] for each in _MONTH_DAYS)],
    "weekday_day": [[_WEEKDAY, _COMMA, _THE, _DAY_TH]],
    "month": [[_MONTH], [_MONTH, _YEAR]],
    "year": [[_any(["in", "during", "since", "throughout"]), _YEAR]],
    "day_of_month": [[_THE, _DAY_TH]],
    "day_of_relative_month": [
        [{"NORM": "the"}, _DAY_TH, {"NORM": "of"}, _any(["last", "this", "next"]), {"NORM": "month"}]
    ],
}
