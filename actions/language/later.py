"""Reads when somebody wants to be reminded: always a moment to come, on the store's clock."""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from actions.language.number_words import NUMBERS

MORNING, NOON, AFTERNOON, EVENING = time(9), time(12), time(15), time(18)
_USUAL = time(10)

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january february march april may june july august september october november december".split()  # noqa: SIM905
)
_NUMBERS = {**NUMBERS, "a": 1, "an": 1, "couple of": 2, "few": 3, "half an": 0}
_COUNT = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_IN = re.compile(
    rf"\b(?:in|after|for) (?:another |about |like )?(?:a )?(?P<count>\d{{1,3}}|{_COUNT}) ?"
    r"(?P<unit>minutes?|mins?|hours?|hrs?|days?|weeks?|months?)\b"
)
_WEEKDAY = re.compile(r"\b(?P<day>(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|satur|sat|sun)(?:day)?)s?\b")
_MONTH = "|".join(each[:3] for each in _MONTHS)
_ON_DAY = re.compile(
    rf"\b(?:(?P<month>{_MONTH})[a-z]*\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<month2>{_MONTH})[a-z]*"
    r"|the (?P<day3>\d{1,2})(?:st|nd|rd|th))\b"
)
_IN_MONTH = re.compile(
    r"\b(?:until|till?|by|in|from)\s+(?:the )?(?P<end>end of )?(?:(?:start|beginning) of )?(?:next )?"
    rf"(?P<month>{'|'.join(_MONTHS)})\b(?! \d)"
)
_CLOCK = re.compile(
    r"\b(?:at |around |by )?(?P<hour>\d{1,2})(?::(?P<minute>[0-5]\d))? ?(?P<half>[ap]\.?m\.?)"
    r"|\b(?:at |around |by )(?P<hour2>\d{1,2})(?::(?P<minute2>[0-5]\d))?\b(?! ?(?:st|nd|rd|th))"
)
_PARTS = (
    (re.compile(r"\bmorning\b"), MORNING),
    (re.compile(r"\b(?:noon|midday|lunch\w*)\b"), NOON),
    (re.compile(r"\bafternoon\b"), AFTERNOON),
    (re.compile(r"\b(?:tonight|evening|after work|night)\b"), EVENING),
)
_MONTH_DAYS, _WEEK = 30, 7


def moment_to_come(text: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """When `text` asks for, after `now`; None where it names no time. A day without an hour is at ten."""
    lowered = text.lower()
    local = now.astimezone(zone)
    if span := _span(lowered):
        return _after(local, span)
    day, hour = _day(lowered, local), _hour(lowered)
    if day is None and hour is None:
        return None
    moment = datetime.combine(day or local, hour or _USUAL, zone)
    if moment <= local and day is None:
        moment = datetime.combine(local + timedelta(days=1), hour or _USUAL, zone)
    if moment <= local:  # "today", and it is past ten: in a while
        moment = local + timedelta(hours=3)
    return moment


def _span(text: str) -> tuple[int, str] | None:
    found = _IN.search(text)
    if found is None:
        return None
    count = int(found["count"]) if found["count"].isdigit() else _NUMBERS[found["count"]]
    return count, found["unit"]


def _after(local: datetime, span: tuple[int, str]) -> datetime:
    count, unit = span
    if unit.startswith("min"):
        return local + timedelta(minutes=count)
    if unit.startswith("h"):
        return local + (timedelta(hours=count) if count else timedelta(minutes=30))
    days = {"d": 1, "w": _WEEK, "m": _MONTH_DAYS}[unit[0]] * count
    return datetime.combine(local + timedelta(days=days), _USUAL, local.tzinfo)


def _day(text: str, local: datetime) -> date | None:
    for pattern, ahead in _NEAR:
        if pattern.search(text):
            return local + timedelta(days=ahead)
    if found := _ON_DAY.search(text):
        return _calendar_day(found, local)
    if found := _WEEKDAY.search(text):
        return _weekday(found, local)
    if found := _IN_MONTH.search(text):
        return _day_in_month(found, local)
    for pattern, day_of in _PERIODS:
        if pattern.search(text):
            return day_of(local)
    return None


def _weekday(found: re.Match[str], local: datetime) -> date:
    wanted = next(place for place, name in enumerate(_DAYS) if name.startswith(found["day"][:3]))
    ahead = (wanted - local.weekday()) % _WEEK or _WEEK
    return local + timedelta(days=ahead)


def _calendar_day(found: re.Match[str], local: datetime) -> date | None:
    day = int(found["day"] or found["day2"] or found["day3"])
    month = found["month"] or found["month2"]
    number = next(place for place, name in enumerate(_MONTHS, 1) if name.startswith(month)) if month else None
    for ahead in range(370):
        each = local + timedelta(days=ahead)
        if each.day == day and (number is None or each.month == number):
            return each
    return None


def _day_in_month(found: re.Match[str], local: datetime) -> date:
    """The next such month's first day, or its last."""
    number = _MONTHS.index(found["month"]) + 1
    is_over = number < local.month or (number == local.month and not found["end"])
    first = date(local.year + is_over, number, 1)
    return (first + timedelta(days=32)).replace(day=1) - timedelta(days=1) if found["end"] else first


def _first_of_next_month(local: datetime) -> date:
    day = local.replace(day=1) + timedelta(days=32)
    return day.replace(day=1)


def _next_saturday(local: datetime) -> date:
    return local + timedelta(days=(5 - local.weekday()) % _WEEK or _WEEK)


def _next_monday(local: datetime) -> date:
    return local + timedelta(days=_WEEK - local.weekday())


_NEAR = (
    (re.compile(r"\b(?:day after tomorrow|overmorrow)\b"), 2),
    (re.compile(r"\b(?:tomorrow|tmrw|tmw|tomorow|tommorow|tommorrow)\b"), 1),
    (re.compile(r"\b(?:today|tonight|this (?:morning|afternoon|evening)|later)\b"), 0),
)
_PERIODS = (
    (re.compile(r"\bweekend\b"), _next_saturday),
    (re.compile(r"\bnext week\b"), _next_monday),
    (re.compile(r"\b(?:next month|payday|pay day|end of the month)\b"), _first_of_next_month),
)


def _hour(text: str) -> time | None:
    if found := _CLOCK.search(text):
        hour = int(found["hour"] or found["hour2"])
        minute = int(found["minute"] or found["minute2"] or 0)
        half = (found["half"] or "").replace(".", "")
        if (half == "pm" and hour < 12) or (not half and 1 <= hour <= 7):  # "at six" is in the evening
            hour += 12
        if half == "am" and hour == 12:
            hour = 0
        return time(hour % 24, minute)
    return next((hour for pattern, hour in _PARTS if pattern.search(text)), None)
