"""Words for goods that trainers have marked in training sentences and that no rule or catalogue knows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from bot.entities.mention import Mention

# What has names of its own, to be learned one by one; identifiers, sums and dates are read by their form.
TEACHABLE = frozenset({"product", "colour", "size"})
_LONGEST = 60  # characters of a name


class TaughtWords:
    """Finds taught words, whatever their case, where they stand alone; the longest where several begin."""

    def __init__(self, words: Mapping[str, tuple[str, str]]) -> None:
        """`words` in lower case, each with its entity and value."""
        self.words = dict(words)
        longest_first = sorted(self.words, key=len, reverse=True)
        listed = "|".join(re.escape(word) for word in longest_first)
        self._pattern = re.compile(rf"(?<!\w)(?:{listed})(?!\w)", re.IGNORECASE) if listed else None

    @classmethod
    def learn(cls, marks: Iterable[tuple[str, Sequence[Mention], Sequence[Mention]]]) -> TaughtWords:
        """From sentences, each with its marks and with what is found in it anyway."""
        words: dict[str, tuple[str, str]] = {}
        for text, marked, found in marks:
            known = {(each.entity, each.start, each.end) for each in found}
            for each in marked:
                said = text[each.start : each.end].lower().strip()
                is_new = (each.entity, each.start, each.end) not in known
                if each.entity in TEACHABLE and is_new and 0 < len(said) <= _LONGEST:
                    words[said] = (each.entity, str(each.value))
        return cls(words)

    def mentions(self, text: str, found: Sequence[Mention]) -> list[Mention]:
        """`found` with the taught words that overlap none of it, in the order of the text."""
        if self._pattern is None:
            return list(found)
        taken = [(each.start, each.end) for each in found]
        taught = [
            Mention(entity, match.start(), match.end(), value)
            for match in self._pattern.finditer(text)
            for entity, value in [self.words[match.group().lower()]]
            if all(match.end() <= start or end <= match.start() for start, end in taken)
        ]
        return sorted([*found, *taught], key=lambda each: each.start)
