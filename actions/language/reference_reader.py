"""Reads how a message refers to items, word by word."""

from collections.abc import Sequence

from actions.language.lexicon import Token
from actions.language.references import Reading, Reference
from actions.language.vocabulary import PRAISE, Kind

_AFTER_TOO = frozenset({"please", "then", "thank", "pls", "if"})
_MARKS = frozenset({Kind.ADD, Kind.ONLY, Kind.CORRECT})
_SEPARATORS = frozenset({Kind.AND, Kind.COMMA, Kind.BUT})


def read(tokens: Sequence[Token], *, is_swap: bool = False) -> Reading:
    """The references in their order; of a swap ("the blue one for a red one") only what goes."""
    reader = _Reader(tokens, is_swap)
    reader.reading.adds = bool(tokens) and tokens[0].kind is Kind.AND
    for place in range(len(tokens)):
        reader.take(place)
    reader.close()
    return reader.reading


class _Reader:
    def __init__(self, tokens: Sequence[Token], is_swap: bool) -> None:
        self.reading = Reading()
        self._tokens = tokens
        self._is_swap = is_swap
        self._open = Reference()
        self._leaves_out = False
        self._is_brief = False  # leaving out ends at a comma: "not the lamp, the mug"
        self._is_stopped = False
        self._is_wishing = False  # what is said is of the new thing of a swap, until an item is named
        self._clause = 0
        self._of = False

    def take(self, place: int) -> None:
        """Read the token at `place`."""
        token = self._tokens[place]
        steer = {
            Kind.EXCEPT: lambda: self._except(place),
            Kind.INSTEAD: self._instead,
            Kind.KEEP: lambda: self._keep(place),
            Kind.TAKE: self._take_in,
            Kind.NOT: lambda: self._not(place),
            Kind.TOO: lambda: self._too(place),
            Kind.WHY: self._stop,
            Kind.IS: lambda: self._predicate(place),
        }.get(token.kind)
        if token.kind in _SEPARATORS:
            self._separate(place, token.kind)
        elif token.kind in _MARKS:
            self._mark(token.kind)
        elif steer:
            steer()
        elif token.kind is Kind.FOR and self._is_swap:
            self._stop()
            self._is_wishing = bool(self.reading.references)
        elif not self._is_stopped:
            self._point(place, token)

    def close(self) -> None:
        """End the reference that is being read."""
        now, self._open, self._of = self._open, Reference(), False
        if now.is_empty or (self._is_wishing and now.is_quality):
            return
        last = self.reading.references[-1] if self.reading.references else None
        if last and last.nouns and last.count is None and now.is_bare_count and self.reading.is_only:
            last.count = now.count  # "the mugs, but only two"
            return
        now.leaves_out |= self._leaves_out
        now.clause = self._clause
        self.reading.references.append(now)

    def _separate(self, place: int, kind: Kind) -> None:
        was_whole = self._open.says_all or self._open.says_both or self._open.says_rest
        self.close()
        self._clause += 1
        self._is_stopped = False
        if kind is Kind.BUT:
            next_kind = self._kind(place + 1)
            self._leaves_out = was_whole and next_kind not in {Kind.TAKE, Kind.ADD, Kind.ONLY}
            self._is_brief = False
        elif kind is Kind.COMMA and self._is_brief:
            self._leaves_out = self._is_brief = False

    def _turn(self, *, leaves_out: bool) -> None:
        self.close()
        self._leaves_out, self._is_brief = leaves_out, False
        self._is_stopped = False

    def _instead(self) -> None:
        """ "the mug instead of the lamp" leaves the lamp out; in a swap the lamp is the one item."""
        self._turn(leaves_out=not self._is_swap)
        self.reading.corrects = True
        if self._is_swap:
            self.reading.references.clear()

    def _take_in(self) -> None:
        self._turn(leaves_out=False)
        self.reading.takes = True

    def _except(self, place: int) -> None:
        """ "all but the mug"; "without backlight", said of the new thing, leaves out no item."""
        if not self._is_wishing or self._points_ahead(place):
            self._turn(leaves_out=True)

    def _keep(self, place: int) -> None:
        """ "keep the lamp" leaves out what follows, "the lamp I'd like to keep" what came before."""
        before = self._open if not self._open.is_empty else None
        self.close()
        self._is_stopped = False
        if before is not None and not self._points_ahead(place):
            before.leaves_out = True
        else:
            self._leaves_out, self._is_brief = True, False

    def _points_ahead(self, place: int) -> bool:
        for token in self._tokens[place + 1 :]:
            if token.kind in _SEPARATORS:
                return False
            if token.kind in _POINTING:
                return True
        return False

    def _not(self, place: int) -> None:
        following = self._kind(place + 1)
        previous = self._kind(place - 1) if place else None
        points = following in _POINTING or following in {Kind.A, Kind.WORD}
        if previous is Kind.IS or not (points and self._points_ahead(place)):
            self._stop()
            return
        self._turn(leaves_out=True)
        self._is_brief = True

    def _mark(self, kind: Kind) -> None:
        if kind is Kind.ADD:
            self.reading.adds = True
        elif kind is Kind.ONLY:
            self.reading.is_only = True
            if any(each.leaves_out and each.clause < self._clause for each in self.reading.references):
                self._turn(leaves_out=False)
        else:
            self.reading.corrects = True

    def _predicate(self, place: int) -> None:
        """What is said of an item that was named explains; "the lamp is fine" says that it may stay."""
        if not (self._open.is_specific or self._open.is_pronoun or self._was_named_here()):
            return
        self.close()
        following = self._tokens[place + 1 :]
        if self.reading.references and following and following[0].detail in PRAISE:
            self.reading.references[-1].is_praised = True
        self._is_stopped = True

    def _too(self, place: int) -> None:
        """ "the mug too" adds, "too small" explains."""
        following = self._tokens[place + 1] if place + 1 < len(self._tokens) else None
        if following is None or following.kind in _SEPARATORS or following.detail in _AFTER_TOO:
            self._mark(Kind.ADD)
        else:
            self._stop()

    def _stop(self) -> None:
        """What follows explains, until the next part of the sentence."""
        self.close()
        self._is_stopped = True

    def _was_named_here(self) -> bool:
        return any(each.clause == self._clause and each.is_specific for each in self.reading.references)

    def _kind(self, place: int) -> Kind | None:
        return self._tokens[place].kind if 0 <= place < len(self._tokens) else None

    def _point(self, place: int, token: Token) -> None:
        """A word that points at items."""
        kind, now = token.kind, self._open
        if kind is Kind.NOUN:
            self._noun(token)
        elif kind is Kind.QUALITY:
            if self._is_swap and (now.says_all or now.says_both) and not now.nouns:
                return  # "both in black" wants black
            now.qualities.append(token.keys)
            now.is_plural |= token.is_plural
        elif kind in {Kind.NUMBER, Kind.ORDINAL, Kind.A, Kind.OF}:
            self._number(token)
        elif kind is Kind.EXTREME:
            now.extreme = token.detail
        elif kind is Kind.ONE:
            self._one(place, token)
        elif kind in {Kind.PRONOUN, Kind.THEM}:
            self._pronoun(kind)
        else:
            self._whole(kind, token)

    def _number(self, token: Token) -> None:
        kind, now = token.kind, self._open
        if kind is Kind.NUMBER and not self._of and now.count is None and not self._is_a_size(token):
            now.count = token.number
        elif kind is Kind.ORDINAL and token.number not in now.ordinals:
            now.ordinals.append(token.number)
        elif kind is Kind.A:
            now.is_counted_as_one = not now.is_specific
        elif kind is Kind.OF:  # of "two of the three mugs" the first number counts
            self._of = now.count is not None or now.says_all or now.says_both

    def _is_a_size(self, token: Token) -> bool:
        """Whether it is one thing of that size: "make the shoes a 10"."""
        is_in_figures = len(str(token.number)) == token.end - token.start
        return self._is_swap and is_in_figures and self._kind(self._tokens.index(token) - 1) is Kind.A

    def _whole(self, kind: Kind, token: Token) -> None:
        now = self._open
        now.says_all |= kind in {Kind.ALL, Kind.NONE}
        now.leaves_out |= kind is Kind.NONE
        now.says_both |= kind is Kind.BOTH
        now.says_rest |= kind is Kind.REST
        now.says_other |= kind is Kind.OTHER
        now.is_plural |= kind is Kind.OTHER and token.is_plural

    def _noun(self, token: Token) -> None:
        now, self._is_wishing = self._open, False
        if now.nouns and not now.nouns & token.keys:
            if now.described & token.keys:  # "laptop backpack": the first noun only describes
                now.qualities.append(now.described)
                now.nouns = frozenset()
            else:
                self.close()
                now = self._open
        now.nouns = now.nouns & token.keys or token.keys
        now.described = token.also
        now.is_plural |= token.is_plural

    def _one(self, place: int, token: Token) -> None:
        """ "one" counts in "one of the mugs" and "just one"; in "the blue one" it stands for a noun."""
        now = self._open
        now.is_plural |= token.is_plural
        now.says_one = True
        if token.is_plural or now.is_specific:
            return
        counts = self._kind(place + 1) in {Kind.OF, Kind.NOUN}
        is_alone = self.reading.is_only and not self._points_soon(place)
        is_first = not now.is_counted_as_one and self._kind(place - 1) in {None, Kind.EXCEPT, Kind.BUT}
        if counts or is_alone or is_first:
            now.count = 1

    def _points_soon(self, place: int) -> bool:
        return self._kind(place + 1) in _POINTING

    def _pronoun(self, kind: Kind) -> None:
        now = self._open
        if now.nouns or now.qualities or now.ordinals:
            return
        last = self.reading.references[-1] if self.reading.references else None
        counts = self._of and (now.count or now.says_all or now.says_both)
        if counts and last is not None and last.is_specific:  # "the mugs, all of them" speaks of them once
            last.count, last.says_all, last.says_both = now.count, now.says_all, now.says_both
            self._open, self._of = Reference(), False
            return
        if not counts and self.reading.references and not self._leaves_out and not now.is_specific:
            self._stop()
            return
        now.is_pronoun = True
        now.is_plural |= kind is Kind.THEM and now.count is None


_POINTING = frozenset(
    {
        Kind.ALL, Kind.NONE, Kind.BOTH, Kind.REST, Kind.OTHER, Kind.NUMBER, Kind.ORDINAL, Kind.NOUN,
        Kind.QUALITY, Kind.EXTREME, Kind.PRONOUN, Kind.THEM, Kind.ONE,
    }
)  # fmt: skip
