"""What shoppers search for: kept without who they are beyond their conversation, and what became of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.clock import Clock
from commerce.events.models import EventKind, ShopEvent
from commerce.events.outcomes import WAS_BOUGHT, WAS_CLICKED, WAS_EMPTY

_LONGEST = 80  # characters
_MOST_SHOWN = 20  # products of one search
_MOST_LISTED = 200
_PERSONAL = re.compile(r"(?<!\S)[^\s@]*+@\S*|\+?\d(?:[\s().-]?\d){5,}")
_FREQUENT = text(f"""
SELECT lower(search.details ->> 'words') AS words, count(*), count(*) FILTER (WHERE {WAS_EMPTY}),
    count(*) FILTER (WHERE {WAS_CLICKED}), count(*) FILTER (WHERE {WAS_BOUGHT})
FROM shop_events AS search
WHERE search.kind = 'searched' AND search.at >= :since AND search.details ? 'words'
GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT :most
""")  # noqa: S608  constants of this package


@dataclass(frozen=True, slots=True)
class SearchFigures:
    """How often words were searched for, found nothing, and led to a click or an order of what they found."""

    words: str
    searches: int
    without_result: int
    clicked: int
    bought: int


def plain_words(words: str) -> str:
    """Return what is kept of a search: its words without e-mail addresses and longer numbers, if any."""
    return " ".join(_PERSONAL.sub(" ", words).lower().split())[:_LONGEST]


def note_search(
    session: AsyncSession, conversation_id: UUID, words: str, found: Sequence[str], *, clock: Clock
) -> None:
    """Keep that `words` were searched for and found these products, if any of them are kept."""
    plain = plain_words(words)
    if not plain:
        return
    session.add(
        ShopEvent(
            id=uuid4().hex,
            kind=EventKind.SEARCHED,
            at=clock.now(),
            conversation_id=conversation_id,
            details={"words": plain, "found": list(found[:_MOST_SHOWN]), "results": len(found)},
        )
    )


async def read_searches(session: AsyncSession, days: int, clock: Clock) -> list[SearchFigures]:
    """What was searched for in the last days, the most frequent first."""
    given = {"since": clock.now() - timedelta(days=days), "most": _MOST_LISTED}
    return [SearchFigures(*row) for row in await session.execute(_FREQUENT, given)]
