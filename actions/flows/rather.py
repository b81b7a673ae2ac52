"""The step that hands a request on when the words that began it ask for what another flow does."""

import re
from collections.abc import Callable
from typing import ClassVar

from actions.clauses import sends_back
from actions.flows.flow import Outcome, Progress, Redirect
from actions.naming.problems import problem_in
from actions.said import Said
from actions.shop import Turn
from commerce.problems.models import ProblemKind

_NOT_HERE = (ProblemKind.MISSING_ITEM, ProblemKind.LOST_PARCEL)
_OPENS_WITH_RETURN = re.compile(
    r"\W*(?:(?:hi|hello|hey|please|pls|(?:can|could|may) i|i(?:'d|’d|d| would) like to"
    r"|i (?:want|need|have) to)\W+)*"
    r"(?:return|send back)\b(?!\W+(?:policy|label|window|shipping|rules))",
    re.IGNORECASE,
)


def is_not_here(text: str) -> bool:
    """Whether there is nothing to send back: "the mug is missing, I want my money back"."""
    return problem_in(text) in _NOT_HERE and not sends_back(text)


def opens_with_return(text: str) -> bool:
    """Whether it is a return by its first words: "return the lamp, it's broken"."""
    return bool(_OPENS_WITH_RETURN.match(text)) and problem_in(text) not in _NOT_HERE


class Rather:
    """Hands on to `flow` where the opening words are such; what is said later stays here."""

    slots: ClassVar[tuple[str, ...]] = ()

    def __init__(self, flow: str, is_meant: Callable[[str], bool]) -> None:
        self._flow = flow
        self._is_meant = is_meant

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Nothing to ask; only the words that began it count."""
        said = turn.said
        is_opening = progress.asked is None and not (said.is_payload or said.is_silent)
        return Redirect(self._flow) if is_opening and self._is_meant(said.text) else None

    def hears(self, said: Said, progress: Progress) -> bool:
        """It asks nothing."""
        del said, progress
        return False
