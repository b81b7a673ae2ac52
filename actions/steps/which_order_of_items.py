"""As `which_order`, for flows that pick items of the order afterwards."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from actions.engine.flow import Outcome, Progress
from actions.language.said import LATEST, Said
from actions.language.vocabulary import ORDINALS
from actions.steps.which_order import WhichOrder
from actions.turn.shop import Turn

_PLACES = ORDINALS | {"latest": LATEST, "newest": LATEST, "recent": LATEST, "previous": LATEST}
_ORDER = r"(?:\w+\s+)?(?:order|purchase)\b"
_PLACED = re.compile(rf"\b({'|'.join(_PLACES)})\s+{_ORDER}", re.IGNORECASE)
_OTHER = re.compile(r"\b(?:other|another|different|else|wrong)\b", re.IGNORECASE)
_OTHER_ORDER = re.compile(rf"{_OTHER.pattern}\s+{_ORDER}", re.IGNORECASE)


class WhichOrderOfItems(WhichOrder):
    """Places ("the second") and "the other one" mean an order only where they say so or it was asked."""

    def _names_goods(self, said: Said) -> bool:
        """Once the order is settled, goods are items of it."""
        del said
        return False

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Choose the order by what is said of orders."""
        if progress.asked in self.slots or turn.said.is_payload:
            return await super().take(turn, progress)
        said, turn.said = turn.said, _about_orders(turn.said)
        try:
            return await super().take(turn, progress)
        finally:
            turn.said = said


def _about_orders(said: Said) -> Said:
    """The message without what it says of places among items and of other ones."""
    entities: Mapping[str, tuple[Any, ...]] = {
        name: values for name, values in said.entities.items() if name != "ordinal"
    }
    if placed := _PLACED.search(said.text):
        entities = {**entities, "ordinal": (_PLACES[placed[1].lower()],)}
    text = said.text if _OTHER_ORDER.search(said.text) else _OTHER.sub(" ", said.text)
    return replace(said, entities=entities, text=text)
