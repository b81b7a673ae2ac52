"""Slack's names of emoji, `:+1:`, as the emoji themselves: what every other channel's shoppers send."""

import re
from functools import cache

from emoji import EMOJI_DATA

_NAMED = re.compile(r"(?<!\d):([a-z0-9_+'-]{1,60}):(?::skin-tone-[2-6]:)*")
_FLAG = re.compile(r"flag[-_]([a-z]{2})")
_FIRST_REGIONAL_INDICATOR = 0x1F1E6
# Where Slack's name is nobody else's.
_SLACKS_OWN = {
    "simple_smile": "🙂",
    "the_horns": "🤘",
    "hand_with_index_and_middle_fingers_crossed": "🤞",
    "large_red_circle": "🔴",
    "large_green_circle": "🟢",
    "large_yellow_circle": "🟡",
}


def with_emoji(text: str) -> str:
    """`text` with the emoji that it names; names of a workspace's own emoji stay as they are."""
    return _NAMED.sub(lambda found: _emoji(found[1]) or found[0], text)


def _emoji(name: str) -> str | None:
    if name in _SLACKS_OWN:
        return _SLACKS_OWN[name]
    if flag := _FLAG.fullmatch(name):
        return "".join(chr(_FIRST_REGIONAL_INDICATOR + ord(letter) - ord("a")) for letter in flag[1])
    return _by_name().get(name.replace("-", "_"))


@cache
def _by_name() -> dict[str, str]:
    """Every emoji by its short names and by Unicode's."""
    found: dict[str, str] = {}
    for emoji, names in EMOJI_DATA.items():
        for name in (*names.get("alias", ()), names["en"]):
            found.setdefault(name.strip(":").lower().replace("-", "_"), emoji)
    return found
