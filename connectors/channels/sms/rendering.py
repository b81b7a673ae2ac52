"""What the bot says at once as texts: one where it can be, in the fewest segments."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from commerce.support.messages import LoggedMessage
from connectors.channels.sms.gsm import cost, fitted
from connectors.conversation.offers import Offer

LONGEST_TEXT = 1600  # UTF-16 code units: what Twilio takes in one message

_SENTENCE_END = re.compile(r"(?<=[.!?])[ \t]+|\n+")
_END_OF_LINK = ".,;:!?"
_OPTIONS = re.compile(r" \([^()]*\)$")  # which of its kind an item is: "Desk Lamp (black)"
_LONG_NUMBER = re.compile(r"\b(?=\w*\d)\w{10,}$")  # nothing else has it: "UPS 1Z999AA10123456784"


def links_of(replies: Sequence[LoggedMessage], own_url: str) -> list[str]:
    """The links that may be shortened, each once: those to ourselves, and those of cards.

    Others stand in a text because somebody wrote them there, and must not come to look like ours.
    """
    own = _own_links(own_url)
    found = [link.rstrip(_END_OF_LINK) for reply in replies for link in own.findall(reply.text)]
    found += [card["link"]["url"] for reply in replies for card in reply.cards if card.get("link")]
    return list(dict.fromkeys(found))


def texts_of(replies: Sequence[LoggedMessage], short: Mapping[str, str]) -> list[dict[str, Any]]:
    """The texts that say these replies, with the links in `short` replaced: body, encoding, segments."""
    said = "\n".join(line for reply in replies for line in _lines(reply, short))
    offered = "\n".join(Offer.of(replies).lines())
    return [_part(body) for body in _split(said, offered)]


def _part(body: str) -> dict[str, Any]:
    text = fitted(body)
    taken = cost(text)
    return {"body": text, "encoding": taken.encoding.value, "segments": taken.segments}


def _lines(reply: LoggedMessage, short: Mapping[str, str]) -> Iterator[str]:
    text = reply.text.strip()
    for link in sorted(short, key=len, reverse=True):
        text = text.replace(link, short[link])
    if text:
        yield text
    for card in reply.cards:
        yield from _card_lines(card, text, short)


def _card_lines(card: Mapping[str, Any], text: str, short: Mapping[str, str]) -> Iterator[str]:
    """The card in short lines; what the text beside it says already is left out."""
    title = ": ".join(filter(None, (card["title"], card.get("subtitle"))))
    if card["title"] not in text:
        yield title
    for fact in card.get("facts", []):
        if not all(_is_said(line, text) for line in fact["value"].splitlines()):
            yield f"{fact['label']}: {'; '.join(fact['value'].splitlines())}"
    if link := card.get("link"):
        url = short.get(link["url"], link["url"])
        if url not in text:
            yield f"{link['title']}: {url}"


def _is_said(line: str, text: str) -> bool:
    """Whether the text has a line of a card: word by word, an item by its title, a parcel by its number."""
    number = _LONG_NUMBER.search(line)
    return _OPTIONS.sub("", line) in text or (number is not None and number[0] in text)


def _split(said: str, offered: str) -> list[str]:
    """The text in pieces that each fit, cut between sentences; the choices stay together at the end."""
    whole = "\n".join(filter(None, (said, offered)))
    if not whole or _fits(whole):
        return [whole] if whole else []
    pieces = _packed(said)
    if offered and _fits(offered):
        if pieces and _fits(f"{pieces[-1]}\n{offered}"):
            return [*pieces[:-1], f"{pieces[-1]}\n{offered}"]
        return [*pieces, offered]
    return [*pieces, *_packed(offered)]


def _packed(text: str) -> list[str]:
    pieces: list[str] = []
    start = 0
    while start < len(text):
        end = _end_of_piece(text, start)
        pieces.append(text[start:end].strip())
        start = end
    return [piece for piece in pieces if piece]


def _end_of_piece(text: str, start: int) -> int:
    """Where the piece that begins at `start` ends: behind a sentence, else a word, else where it is full."""
    rest = text[start:]
    if _fits(rest):
        return len(text)
    for cuts in (_SENTENCE_END, re.compile(r"\s+")):
        fitting = _last(rest, cuts, lambda end: _fits(rest[:end]))
        if fitting:
            return start + fitting
    return start + bisect_left(range(1, LONGEST_TEXT + 1), True, key=lambda end: not _fits(rest[:end]))


def _last(text: str, cuts: re.Pattern[str], fits: Callable[[int], bool]) -> int:
    """The last cut that leaves a piece that fits; 0 when there is none."""
    best = 0
    for cut in cuts.finditer(text):
        if not fits(cut.start()):
            break
        best = cut.end()
    return best


def _fits(text: str) -> bool:
    return all(len(each.encode("utf-16-le")) // 2 <= LONGEST_TEXT for each in (text, fitted(text)))


def _own_links(own_url: str) -> re.Pattern[str]:
    return re.compile(re.escape(own_url) + r"/[^\s<>\"')\]]+")
