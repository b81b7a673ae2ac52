"""Slack's notation for text: what members write becomes plain text, what we say becomes `mrkdwn`."""

import re
from collections.abc import Iterator
from html import unescape

from connectors.channels.slack.emoji import with_emoji

# <https://a.example|label>, <mailto:a@b.example|a@b.example>, <#C123|general>, <@U123>, <!here>
_REFERENCE = re.compile(r"<([^<>|]+)(?:\|([^<>]*))?>")
_URL = re.compile(r"https?://[^\s<>|\"]+")
_URL_TAIL = re.compile(r"[.,;:!?'*_~)\]]+$")
_LONGEST_ESCAPE = len("&amp;")  # what a character can become
_BRACKETS = len("<>")  # around a link, which two pieces of a long word may turn out to be
_ADDRESS_SCHEMES = ("mailto:", "tel:")


def plain_text(text: str, own_user: str | None = None) -> str:
    """What a member wrote, as they see it; without the mentions of the assistant itself (`own_user`)."""

    def read(found: re.Match[str]) -> str:
        target, label = found.group(1), found.group(2)
        if target.startswith("@"):
            return "" if own_user is None or target == f"@{own_user}" else f"@{label or target[1:]}"
        if target.startswith(("#", "!")):
            return f"{'#' if target[0] == '#' else '@'}{label or target[1:]}"
        for scheme in _ADDRESS_SCHEMES:
            if target.startswith(scheme):
                return label or target.removeprefix(scheme)
        return target if label is None or label in target else f"{label} {target}"

    words = with_emoji(unescape(_REFERENCE.sub(read, text))).replace("\x00", "")
    return re.sub(r"[ \t]{2,}", " ", words).strip()


def escaped(text: str) -> str:
    """`text` such that Slack takes nothing in it for a mention or a link."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def mrkdwn(text: str) -> str:
    """`text` escaped, with its web addresses as links: the only notation we let through."""
    parts, rest = [], 0
    for found in _URL.finditer(text):
        url = _URL_TAIL.sub("", found.group())
        parts += [escaped(text[rest : found.start()]), f"<{escaped(url)}>"]
        rest = found.start() + len(url)
    return "".join([*parts, escaped(text[rest:])])


def clipped(text: str, longest: int) -> str:
    """`text` on one line, at most `longest` characters; what is cut off ends in an ellipsis."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def chunks(text: str, longest: int) -> Iterator[str]:
    """`text` in pieces of at most `longest` characters as `mrkdwn`, broken between words where it can be."""
    piece, size = "", _BRACKETS
    for word in _words(text.strip(), longest - _BRACKETS):
        added = len(mrkdwn(word))
        if piece and size + added > longest:
            yield piece.strip()
            piece, size = word.lstrip(), _BRACKETS + added
        else:
            piece, size = piece + word, size + added
    if piece.strip():
        yield piece.strip()


def mrkdwn_within(text: str, longest: int) -> str:
    """`text` as `mrkdwn` of at most `longest` characters; what is cut off ends in an ellipsis."""
    first, *rest = [*chunks(text, longest - 1), ""]
    return f"{mrkdwn(first)}…" if any(rest) else mrkdwn(first)


def _words(text: str, longest: int) -> Iterator[str]:
    """Words with the space before them; one that is too long by itself comes in pieces."""
    for word in re.findall(r"\s*\S+", text):
        step = len(word) if len(mrkdwn(word)) <= longest else longest // _LONGEST_ESCAPE
        for start in range(0, len(word), step):
            yield word[start : start + step]
