"""The trainers' inbox: messages that may have been misunderstood and are undecided, grouped by meaning."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.support.models import Understanding
from commerce.support.understandings import InboxEntry, inbox
from commerce.training.models import InboxNote, TrainingChange

LONGEST = 400  # messages looked at


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An intent that a message may have: its share of the nearest sentences, and the nearest of them."""

    intent: str
    share: float
    nearest: str


@dataclass(frozen=True, slots=True)
class Item:
    """A message to decide."""

    entry: InboxEntry
    suggestions: Sequence[Suggestion]


@dataclass(frozen=True, slots=True)
class Group:
    """Messages of like meaning, the worst first."""

    number: int | None  # None: not yet compared with others
    items: Sequence[Item]

    @property
    def badness(self) -> float:
        """As bad as its worst message."""
        return max(item.entry.badness for item in self.items)

    @property
    def suggested(self) -> str:
        """The intent that its messages have most likely; empty without a suggestion."""
        shares: dict[str, float] = {}
        for item in self.items:
            for each in item.suggestions:
                shares[each.intent] = shares.get(each.intent, 0.0) + each.share
        return max(shares, key=lambda intent: shares[intent], default="")


async def undecided(session: AsyncSession, since: datetime, limit: int = LONGEST) -> list[InboxEntry]:
    """The messages since then that show signs of misunderstanding and that no trainer has decided."""
    disputed = set(await session.scalars(select(InboxNote.message_key).where(InboxNote.is_disputed)))
    decided = set(
        await session.scalars(
            select(TrainingChange.message_key).where(
                TrainingChange.message_key.is_not(None), TrainingChange.undone_at.is_(None)
            )
        )
    )
    entries = await inbox(session, since, limit + len(decided), disputed)
    return [entry for entry in entries if entry.key not in decided][:limit]


async def read_groups(session: AsyncSession, since: datetime, limit: int = LONGEST) -> list[Group]:
    """The undecided messages in their groups, the worst group first."""
    entries = await undecided(session, since, limit)
    found = await session.scalars(
        select(InboxNote).where(InboxNote.message_key.in_([entry.key for entry in entries]))
    )
    notes = {note.message_key: note for note in found}
    groups: dict[str, list[Item]] = {}
    numbers: dict[str, int | None] = {}
    for entry in entries:
        note = notes.get(entry.key)
        name = f"group {note.group_number}" if note else entry.key
        numbers[name] = note.group_number if note else None
        groups.setdefault(name, []).append(Item(entry, _suggestions(note)))
    listed = [Group(numbers[name], items) for name, items in groups.items()]
    return sorted(listed, key=lambda group: (-group.badness, -len(group.items)))


@dataclass(frozen=True, slots=True)
class RecentMessage:
    """A message as it was understood, each text once."""

    text: str
    intent: str
    confidence: float
    times: int


async def recent_messages(session: AsyncSession, since: datetime, limit: int) -> list[RecentMessage]:
    """What was said since then outside of forms' questions, the latest first."""
    said = func.lower(Understanding.text)
    rows = await session.execute(
        select(
            func.min(Understanding.text),
            func.min(Understanding.intent),
            func.min(Understanding.confidence),
            func.count(),
        )
        .where(Understanding.created_at >= since, Understanding.text != "", Understanding.asked.is_(None))
        .group_by(said)
        .order_by(func.max(Understanding.created_at).desc())
        .limit(limit)
    )
    return [RecentMessage(*row) for row in rows]


async def keep_notes(session: AsyncSession, notes: Sequence[dict[str, Any]]) -> None:
    """Replace every note by these: key, group, suggestions, is_disputed."""
    for note in await session.scalars(select(InboxNote)):
        await session.delete(note)
    await session.flush()
    session.add_all(
        InboxNote(
            message_key=note["key"],
            group_number=note["group"],
            suggestions=note["suggestions"],
            is_disputed=note["is_disputed"],
        )
        for note in notes
    )


def _suggestions(note: InboxNote | None) -> list[Suggestion]:
    return [Suggestion(**each) for each in note.suggestions] if note else []
