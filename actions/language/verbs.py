"""The forms of the verbs that name what a flow does: cancel, cancelled, cancelling."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

_IRREGULAR = {
    "buy": ("bought",),
    "call_off": ("called off",),
    "forget": ("forgotten", "forgot"),
    "get": ("got", "gotten"),
    "give_back": ("given back", "gave back"),
    "make": ("made",),
    "put": ("put",),
    "send": ("sent",),
    "send_back": ("sent back",),
    "send_out": ("sent out",),
    "set": ("set",),
    "take_back": ("taken back", "took back"),
    "undo": ("undone", "undid"),
    "withdraw": ("withdrawn", "withdrew"),
    "write": ("written", "wrote"),
}
# "Send it back" is "send back".
_APART = r"(?: [\w']+){0,3}?[ -]"
_DOUBLED = ("drop", "forget", "get", "put", "set", "ship", "stop", "swap")

_LONG = 6  # letters of a verb in which a slip is told from another word
_ALIKE = ("aeiou", "csk")
_OTHER_WORDS = frozenset({"retune", "retain", "chance", "charge", "chaise"})


@dataclass(frozen=True)
class Forms:
    """Regular expressions: `base` (cancel), `done` (cancelled), `doing` (cancelling)."""

    base: str
    done: str
    doing: str


def forms_of(verbs: Iterable[str]) -> Forms:
    """The forms of all of `verbs`, words of one parted by `_`."""
    listed = list(verbs)
    return Forms(
        _any(verb.replace("_", " ") for verb in listed),
        _any(form for verb in listed for form in _done(verb)),
        _any(form for verb in listed for form in doing(verb)),
    )


def verbs_put_right(text: str, verbs: tuple[str, ...]) -> str:
    """`text` in lower case with slips in `verbs` mended: "cancle" and "cansel" are "cancel".

    Letters may be swapped, left out, doubled, or be a like-sounding one; "charge" stays no "change".
    """
    slips = _slips(verbs)
    return re.sub(r"[a-z]{4,}", lambda word: slips.get(word[0], word[0]), text)


@cache
def _slips(verbs: tuple[str, ...]) -> dict[str, str]:
    right = {form for verb in verbs if "_" not in verb for form in (verb, *_done(verb), *doing(verb))}
    long = [form for form in right if len(form) >= _LONG]
    return {slip: word for word in long for slip in slips_of(word) if slip not in right | _OTHER_WORDS}


def slips_of(known: str) -> set[str]:
    """The usual slips of the keyboard in a `known` word: letters change places, are left out or doubled."""
    places = range(1, len(known))
    swapped = {known[:at] + known[at + 1] + known[at] + known[at + 2 :] for at in places[:-1]}
    left_out = {known[:at] + known[at + 1 :] for at in places}
    doubled = {known[: at + 1] + known[at:] for at in range(len(known))}
    alike = {
        known[:at] + other + known[at + 1 :]
        for at in places
        for letters in _ALIKE
        if known[at] in letters
        for other in letters
    }
    return swapped | left_out | doubled | alike


def _any(forms: Iterable[str]) -> str:
    longest_first = sorted(set(forms), key=lambda form: (-len(form), form))
    return rf"(?:{'|'.join(form.replace(' ', _APART) for form in longest_first)})"


def _done(verb: str) -> tuple[str, ...]:
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    if verb == "cancel":
        return ("cancelled", "canceled")
    first, _, rest = verb.partition("_")
    return tuple(f"{form} {rest}" for form in _done(first)) if rest else (f"{_stem(verb, before_e=True)}ed",)


def doing(verb: str) -> tuple[str, ...]:
    """`cancelling` and `canceling` of `cancel`."""
    first, _, rest = verb.partition("_")
    tail = f" {rest}" if rest else ""
    if first == "cancel":
        return ("cancelling", "canceling")
    return (f"{_stem(first, before_e=False)}ing{tail}",)


def _stem(verb: str, *, before_e: bool) -> str:
    if verb in _DOUBLED:
        return verb + verb[-1]
    if verb.endswith("e"):
        return verb[:-1]
    return f"{verb[:-1]}i" if before_e and verb.endswith("y") and verb[-2] not in "aeou" else verb
