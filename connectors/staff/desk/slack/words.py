"""What an agent's message in a thread means: a reply, a note, or a `!` word."""

import re
from dataclasses import dataclass
from datetime import timedelta
from html import unescape

from connectors.channels.slack.emoji import with_emoji

# The words, each with what it takes; what a refusal lists.
WORDS = {
    "reply": "a canned reply's name",
    "note": "words for your team",
    "claim": "",
    "release": "",
    "transfer": "a colleague",
    "snooze": "30m, 2h or 3d",
    "tag": "tags, with commas between",
    "priority": "normal, high or urgent",
    "resolve": "solved, not_solved, no_reply, duplicate or spam, and a note",
    "back": "what the assistant should know",
    "help": "",
}
_NOTE_PREFIXES = ("!note", "note:")
_WORD = re.compile(r"!\s?([a-z_-]{1,20})(?=\s|$|:)", re.IGNORECASE)
_MENTION = re.compile(r"<(?:@[UW][A-Z0-9]+|!subteam\^|!here|!channel|!everyone)")
_REFERENCE = re.compile(r"<([^<>|]+)(?:\|([^<>]*))?>")
_SPACE = re.compile(r"\s")
_DURATION = re.compile(r"(\d{1,4})\s*(m|min|h|d)(?:ays?|ours?|inutes?)?", re.IGNORECASE)
_UNITS = {"m": "minutes", "min": "minutes", "h": "hours", "d": "days"}


@dataclass(frozen=True, slots=True)
class ForShopper:
    """Words that may go to the shopper."""

    text: str


@dataclass(frozen=True, slots=True)
class ForTeam:
    """Words that never do."""

    text: str


@dataclass(frozen=True, slots=True)
class Word:
    """A `!` word and what stands behind it, as Slack has it."""

    name: str
    rest: str


@dataclass(frozen=True, slots=True)
class UnknownWord:
    """A `!` word that is none: it goes to nobody but the team."""

    name: str
    text: str


Meaning = ForShopper | ForTeam | Word | UnknownWord


def meaning_of(raw: str, own_user: str | None) -> Meaning:
    """What a message of a thread means; `raw` is Slack's notation, `own_user` the assistant's member id."""
    others = raw if own_user is None else raw.replace(f"<@{own_user}>", "")
    text = as_typed(others)
    first, _, rest = _SPACE.sub(" ", text, count=1).partition(" ")
    if is_note_prefix(first):  # what only looks like the prefix may be a word of the note's
        return ForTeam(rest.strip() if first.lower() in _NOTE_PREFIXES and rest.strip() else text)
    if found := _WORD.match(others.strip()):
        name = found[1].lower()
        behind = others.strip()[found.end() :].lstrip(":").strip()
        return Word(name, behind) if name in WORDS else UnknownWord(name, text)
    if text.startswith("!"):
        return UnknownWord(first.lstrip("!"), text)
    return ForTeam(text) if _MENTION.search(others) else ForShopper(text)


def is_note_prefix(word: str) -> bool:
    """Whether a message that begins with this word is a note: `!note` or `note:`, with one slip at most."""
    typed = word.strip().lower()
    return any(typed == prefix or _is_one_slip(typed, prefix) for prefix in _NOTE_PREFIXES)


def _is_one_slip(typed: str, wanted: str) -> bool:
    """Whether one letter is missing, too many, another one, or changed places with its neighbour."""
    if abs(len(typed) - len(wanted)) > 1:
        return False
    start = next((at for at, pair in enumerate(zip(typed, wanted, strict=False)) if pair[0] != pair[1]), None)
    if start is None:
        return len(typed) != len(wanted)
    typed, wanted = typed[start:], wanted[start:]
    is_swapped = typed[:2] == wanted[1::-1] and typed[2:] == wanted[2:]
    return is_swapped or typed[1:] in (wanted[1:], wanted) or typed == wanted[1:]


def as_typed(raw: str) -> str:
    """A member's words as they typed them: links as addresses, mentions as names, no notation."""

    def read(found: re.Match[str]) -> str:
        target, label = found[1], found[2]
        if target.startswith(("@", "#", "!")):
            sign = "#" if target[0] == "#" else "@"
            return f"{sign}{label or target[1:]}"
        address = target.removeprefix("mailto:").removeprefix("tel:")
        return address if label is None or label in address or address in label else f"{label} {address}"

    return with_emoji(unescape(_REFERENCE.sub(read, raw))).replace("\x00", "").strip()


def duration_of(written: str) -> timedelta | None:
    """The time in words such as `30m`, `2 hours` or `3d`; None where there is none."""
    found = _DURATION.fullmatch(written.strip())
    return timedelta(**{_UNITS[found[2].lower()]: int(found[1])}) if found else None


def mentioned(raw: str) -> str | None:
    """The first member who is mentioned."""
    found = re.search(r"<@([UW][A-Z0-9]+)", raw)
    return found[1] if found else None
