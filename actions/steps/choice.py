"""The step that takes one of a few answers, pressed, pointed at, or put in own words."""

import re
from collections.abc import Mapping

from actions.engine.flow import Ask, ClaimingStep, Outcome, Progress
from actions.language.agreement import says_no
from actions.language.said import Said
from actions.steps.own_words import gives_reason
from actions.turn.shop import Turn


class Choice(ClaimingStep):
    """Fills `slot` with a key of `wordings`, whose patterns are how people put it.

    The quick replies of `utter_request_<slot>` are the same keys in the same order. With `otherwise`, a
    reason in any other words counts as that key.
    """

    def __init__(self, slot: str, wordings: Mapping[str, str], otherwise: str | None = None) -> None:
        self.slots = (slot,)
        self._wordings = {key: re.compile(pattern, re.IGNORECASE) for key, pattern in wordings.items()}
        self._otherwise = otherwise

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Take what the message says, also when it was not asked yet."""
        (slot,) = self.slots
        chosen = self._heard(turn.said, progress)
        if chosen is not None and not turn.is_correction:
            turn.set(slot, chosen)
        if turn.get(slot) is not None:
            return None
        return Ask(slot, f"utter_request_{slot}", again=f"utter_request_{slot}_again")

    def hears(self, said: Said, progress: Progress) -> bool:
        """Any of the wordings."""
        return progress.asked in self.slots and self._heard(said, progress) is not None

    def claims(self, said: Said, progress: Progress) -> bool:
        """An answer that sounds like leaving it: "I don't need it any more" is why it is cancelled."""
        is_worded = any(pattern.search(said.text) for pattern in self._wordings.values())
        return progress.asked in self.slots and is_worded and not said.is_payload and not said.leaves

    def _heard(self, said: Said, progress: Progress) -> str | None:
        (slot,) = self.slots
        keys = list(self._wordings)
        pressed = said.first(slot)
        if pressed in self._wordings:
            return str(pressed)
        for key, pattern in self._wordings.items():
            if pattern.search(said.text) and not (said.is_payload or says_no(said.text)):
                return key
        if progress.asked != slot or said.is_silent:
            return None
        if said.position is not None and said.is_short and 1 <= said.position <= len(keys):
            return keys[said.position - 1]
        return self._otherwise if gives_reason(said) else None
