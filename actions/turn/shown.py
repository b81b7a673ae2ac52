"""The products that were shown last, so that "cheaper", "the second" and "it" are understood."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from actions.turn.history import was_set_in_previous_turn
from actions.turn.shop import Turn
from commerce.search.wanted import Wanted

SHOWN = "shown"
_MOST_KEPT = 60


@dataclass(frozen=True)
class Shown:
    """A list of products of which one page after the other is shown; `page` is what was shown last."""

    ids: Sequence[str] = ()
    wanted: Wanted = field(default_factory=Wanted)
    start: int = 0  # where the page begins
    size: int = 0  # how many are on it
    spoken_of: str | None = None  # the one that was told of last
    sold_out: bool = False
    reasons: Mapping[str, str] = field(default_factory=dict)  # why each is there, where it was recommended
    chosen_from: Sequence[str] = ()  # the longer list of which these were compared or asked about
    question: Sequence[str] = ()  # intent and words of what was asked of one, while it is open which

    @property
    def page(self) -> Sequence[str]:
        """The products that were shown last."""
        return self.ids[self.start : self.start + self.size]

    @property
    def left(self) -> int:
        """How many have not been shown yet."""
        return max(0, len(self.ids) - self.start - self.size)

    def following(self, size: int) -> "Shown":
        """The next page."""
        return replace(self, start=self.start + self.size, size=size, spoken_of=None, question=())

    @classmethod
    def kept(cls, turn: Turn) -> "Shown":
        """What the conversation remembers; nothing when it has shown none."""
        value = turn.get(SHOWN)
        if not isinstance(value, dict):
            return cls()
        return cls(**(value | {"wanted": Wanted.stored(value["wanted"])}))

    def choosing(self, ids: Sequence[str], question: Sequence[str] = ()) -> "Shown":
        """Some of what was shown, by id, to be compared or chosen from; its places are still good."""
        known = self.chosen_from or self.page
        longer = known if set(ids) < set(known) else ()
        return Shown(ids, self.wanted, size=len(ids), chosen_from=longer, question=question)

    def keep(self, turn: Turn) -> None:
        """Let the conversation remember it."""
        turn.remember(SHOWN, self._storable())

    def _storable(self) -> dict[str, Any]:
        return {
            "ids": list(self.ids[:_MOST_KEPT]),
            "wanted": self.wanted.storable(),
            "start": self.start,
            "size": self.size,
            "spoken_of": self.spoken_of,
            "sold_out": self.sold_out,
            "reasons": dict(self.reasons),
            "chosen_from": list(self.chosen_from),
            "question": list(self.question),
        }


def question_of_one(turn: Turn) -> tuple[str, str] | None:
    """Intent and words of what was asked of one product in the turn before, which then asked of which."""
    before = was_set_in_previous_turn(turn.tracker, SHOWN)
    question = before.get("question") if isinstance(before, dict) else None
    return (str(question[0]), str(question[1])) if question else None


def speak_of(turn: Turn, product_id: str) -> None:
    """Let "it" mean this product from now on."""
    replace(Shown.kept(turn), spoken_of=product_id, question=()).keep(turn)
