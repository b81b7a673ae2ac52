"""How much of what one number texts is answered. Nothing is refused: Twilio would not bring it again."""

from collections.abc import Callable
from enum import StrEnum

from connectors.edge.rate import TokenBuckets

# What may be kept beyond what is answered, as a multiple of it: far more than a person types.
_KEPT = 10
_NOTICES_PER_MINUTE = 1


class Pace(StrEnum):
    """What becomes of a text, by how many have come from its number."""

    ANSWERED = "answered"
    KEPT = "kept"  # in the transcript; its writer is told that it was not read
    PASSED_OVER = "passed over"  # no person types so fast


class Floods:
    """Counts what each number texts, in this process."""

    def __init__(self, *, per_minute: float, burst: int, now: Callable[[], float]) -> None:
        self._answered = TokenBuckets(per_minute=per_minute, burst=burst, now=now)
        self._kept = TokenBuckets(per_minute=per_minute * _KEPT, burst=burst * _KEPT, now=now)
        self._notices = TokenBuckets(per_minute=_NOTICES_PER_MINUTE, burst=1, now=now)

    def pace(self, number: str) -> Pace:
        """Count a text from this number; what becomes of it."""
        if self._answered.try_take(number):
            return Pace.ANSWERED
        return Pace.KEPT if self._kept.try_take(number) else Pace.PASSED_OVER

    def may_be_told(self, number: str, notice: str) -> bool:
        """Count a notice to a number that texts too much; False when it was told the same just now."""
        return self._notices.try_take(f"{number}:{notice}")
