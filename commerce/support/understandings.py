"""What was understood of shoppers' messages, and the signs that it was wrong."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

DOUBTED_BELOW = 0.7


@dataclass(frozen=True, slots=True)
class Understood:
    """What is kept of one message: personal data masked, and no text where it answered a private question."""

    text: str
    intent: str
    confidence: float
    ranking: list[dict[str, Any]] = field(default_factory=list)
    entities: list[dict[str, Any]] = field(default_factory=list)
    is_fallback: bool = False
    asked: str | None = None
    actions: list[str] = field(default_factory=list)


class Sign(StrEnum):
    """What tells that a message may have been misunderstood; the worst first."""

    HANDED_OVER = "handed over"  # for another reason than that the shopper asked for it
    FALLBACK = "fallback"  # the bot said it did not understand
    THUMB_DOWN = "thumbs down"
    WANTED_A_PERSON = "wanted a person next"
    COMPLAINED = "complained next"
    CORRECTED = "corrected next"
    REPEATED = "asked again next"
    RATED_LOW = "rated low"
    DISPUTED = "nearest sentences disagree"
    DOUBTED = "low confidence"


WEIGHTS = {
    Sign.HANDED_OVER: 3.0,
    Sign.FALLBACK: 3.0,
    Sign.THUMB_DOWN: 2.5,
    Sign.WANTED_A_PERSON: 2.0,
    Sign.COMPLAINED: 2.0,
    Sign.CORRECTED: 2.0,
    Sign.REPEATED: 2.0,
    Sign.RATED_LOW: 1.5,
    Sign.DISPUTED: 1.5,
    Sign.DOUBTED: 1.0,
}


@dataclass(frozen=True, slots=True)
class InboxEntry:
    """A message that may have been misunderstood; equal texts are one entry, `times` said."""

    text: str
    intent: str
    confidence: float
    signs: list[Sign]
    badness: float
    times: int
    last_at: datetime
    conversation_id: UUID  # of the worst of them
    entities: list[dict[str, Any]] = field(default_factory=list)

    @property
    def key(self) -> str:
        """What it has in common with the same words said again."""
        return text_key(self.text)


def text_key(said: str) -> str:
    """A digest of what was said, whatever its case and spaces."""
    return hashlib.sha256(_same(said).encode()).hexdigest()[:32]


# "That didn't help" is a complaint, "no, the other one" a correction; a request made twice running, or the
# same words again, were not served the first time. What answers a form's question is no request.
_SIGNS = """
WITH said AS (
    SELECT understandings.*, messages.created_at AS said_at,
        lead(messages.created_at) OVER turns AS next_at,
        lead(understandings.intent) OVER turns AS next_intent,
        lead(understandings.text) OVER turns AS next_text,
        lead(understandings.asked) OVER turns AS next_asked,
        lead(understandings.is_fallback) OVER turns AS next_is_fallback
    FROM understandings JOIN messages ON messages.id = understandings.message_id
    WINDOW turns AS (PARTITION BY understandings.conversation_id ORDER BY messages.position)
)
SELECT said.text, said.intent, said.confidence, said.is_fallback, said.said_at, said.conversation_id,
    said.entities,
    said.intent <> 'ask_human' AND EXISTS (
        SELECT FROM handoffs WHERE handoffs.conversation_id = said.conversation_id
        AND handoffs.created_at >= said.said_at
        AND handoffs.created_at < coalesce(said.next_at, 'infinity')
        AND handoffs.created_at < said.said_at + interval '5 minutes'
    ) AS handed_over,
    said.intent <> 'ask_human' AND coalesce(next_intent = 'ask_human', false) AS wanted_a_person,
    said.intent <> 'complain' AND coalesce(next_intent = 'complain', false) AS complained,
    said.asked IS NULL AND said.intent <> 'correct' AND coalesce(next_intent = 'correct', false) AS corrected,
    said.asked IS NULL AND next_asked IS NULL AND (
        coalesce(lower(next_text) = lower(said.text), false)
        OR (said.intent = next_intent AND said.intent LIKE '%\\_%' AND NOT next_is_fallback)
    ) AS repeated,
    EXISTS (
        SELECT FROM messages WHERE messages.in_reply_to = said.message_id AND NOT messages.is_helpful
    ) AS thumb_down,
    EXISTS (
        SELECT FROM csat_ratings JOIN handoffs ON handoffs.id = csat_ratings.handoff_id
        WHERE handoffs.conversation_id = said.conversation_id AND csat_ratings.score <= 2
        AND handoffs.created_at BETWEEN said.said_at AND said.said_at + interval '10 minutes'
    ) AS rated_low
FROM said
WHERE said.text <> '' AND said.created_at >= :since
"""


async def inbox(
    session: AsyncSession, since: datetime, limit: int, disputed: Collection[str] = ()
) -> list[InboxEntry]:
    """The messages kept since then that show signs of misunderstanding, the worst first, at most `limit`.

    `disputed` holds the keys of texts whose nearest training sentences have another intent.
    """
    rows = (await session.execute(text(_SIGNS), {"since": since})).mappings()
    entries: dict[str, InboxEntry] = {}
    for row in rows:
        key = text_key(row["text"])
        signs = _signs({**row, "disputed": key in disputed})
        if not signs:
            continue
        badness = sum(WEIGHTS[sign] for sign in signs) + 1 - row["confidence"]
        before = entries.get(key)
        if before is None or badness > before.badness:
            times, last_at = (before.times, before.last_at) if before else (0, row["said_at"])
            entry = InboxEntry(
                text=row["text"],
                intent=row["intent"],
                confidence=row["confidence"],
                signs=signs,
                badness=badness,
                times=times + 1,
                last_at=max(last_at, row["said_at"]),
                conversation_id=row["conversation_id"],
                entities=row["entities"],
            )
        else:
            entry = replace(before, times=before.times + 1, last_at=max(before.last_at, row["said_at"]))
        entries[key] = entry
    return sorted(entries.values(), key=lambda entry: (-entry.badness, -entry.times, entry.text))[:limit]


def _signs(row: dict[str, Any]) -> list[Sign]:
    shown = {
        Sign.HANDED_OVER: row["handed_over"],
        Sign.FALLBACK: row["is_fallback"],
        Sign.THUMB_DOWN: row["thumb_down"],
        Sign.WANTED_A_PERSON: row["wanted_a_person"],
        Sign.COMPLAINED: row["complained"],
        Sign.CORRECTED: row["corrected"],
        Sign.REPEATED: row["repeated"],
        Sign.RATED_LOW: row["rated_low"],
        Sign.DISPUTED: row["disputed"],
        Sign.DOUBTED: row["confidence"] < DOUBTED_BELOW,
    }
    return [sign for sign in Sign if shown[sign]]


def _same(said: str) -> str:
    return " ".join(said.lower().split())
