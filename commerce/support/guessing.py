"""Counts wrong guesses at who somebody is, and says when no more are looked at.

A guess counts for whoever made it and for everything that was guessed at, existing or not, so that neither an
answer nor a limit tells what is on file. What was said is kept as a digest.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.clock import Clock
from commerce.support.models import IdentificationAttempt

QUARTER, DAY, MONTH = timedelta(minutes=15), timedelta(days=1), timedelta(days=30)
KEPT_FOR = MONTH  # the longest of the windows


class Counted(StrEnum):
    """What guesses are counted for."""

    SENDER = "sender"  # the conversation
    NETWORK = "network"  # where the conversation was begun from
    ORDER = "order"
    EMAIL = "email"
    NAME = "name"
    POSTCODE = "postcode"
    GIFT_CARD = "gift_card"
    PROOF = "proof"  # codes that a conversation had sent to owners of what it named
    ALL = "all"  # the whole store


# How many wrong guesses are looked at within each window. The longer ones make a list of guesses useless that
# is tried slowly or from many places; owners lose nothing by them, as a code stays open to them.
_LIMITS: dict[Counted, dict[timedelta, int]] = {
    Counted.SENDER: {QUARTER: 5, DAY: 20, MONTH: 40},
    Counted.NETWORK: {QUARTER: 20, DAY: 60, MONTH: 300},
    Counted.ORDER: {QUARTER: 5, DAY: 10, MONTH: 30},
    Counted.EMAIL: {QUARTER: 5, DAY: 10, MONTH: 30},
    Counted.NAME: {QUARTER: 5, DAY: 10, MONTH: 30},
    Counted.POSTCODE: {QUARTER: 10, DAY: 20, MONTH: 60},
    Counted.GIFT_CARD: {QUARTER: 5, DAY: 10, MONTH: 30},
    Counted.PROOF: {QUARTER: 3, DAY: 6, MONTH: 12},
    Counted.ALL: {QUARTER: 300, DAY: 3_000},
}
# Guesses at these are counted one after the other, so that a burst of them is not looked at all at once. The
# others are held back by each one's own limits.
_IN_TURN = frozenset(Counted) - {Counted.ALL, Counted.NETWORK}


@dataclass(frozen=True, slots=True, order=True)
class Subject:
    """One thing that guesses are counted for."""

    kind: Counted
    value: str = ""

    @property
    def key(self) -> str:
        """What is stored of it."""
        digest = sha256(f"{self.kind}:{self.value}".encode(errors="surrogatepass")).hexdigest()
        return f"{self.kind}:{digest[:32]}"


async def are_looked_at(session: AsyncSession, subjects: Collection[Subject], clock: Clock) -> bool:
    """Tell whether a guess at these is still looked at; the next one waits until this transaction ends."""
    for subject in sorted(subjects):
        if subject.kind in _IN_TURN:
            await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(subject.key, 0))))
    counts = await _counts(session, [each.key for each in subjects], clock.now())
    return not any(
        counts.get((subject.key, window), 0) >= most
        for subject in subjects
        for window, most in _LIMITS[subject.kind].items()
    )


async def count(session: AsyncSession, subjects: Iterable[Subject], clock: Clock) -> None:
    """Count a guess, or a code that was sent, for each of the subjects."""
    session.add_all(IdentificationAttempt(subject=each.key, created_at=clock.now()) for each in subjects)
    await session.flush()


async def _counts(
    session: AsyncSession, keys: Collection[str], now: datetime
) -> dict[tuple[str, timedelta], int]:
    windows = (QUARTER, DAY, MONTH)
    within = [func.count().filter(IdentificationAttempt.created_at > now - each) for each in windows]
    rows = await session.execute(
        select(IdentificationAttempt.subject, *within)
        .where(IdentificationAttempt.subject.in_(keys), IdentificationAttempt.created_at > now - MONTH)
        .group_by(IdentificationAttempt.subject)
    )
    return {(key, window): n for key, *found in rows for window, n in zip(windows, found, strict=True)}
