"""What sorts a case: its priority and tags, and until when it is out of the way."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from commerce.desk.agent import CaseNotFound
from commerce.desk.working import Desk, case_changed, locked_case, own_case

MOST_TAGS, LONGEST_TAG = 10, 40


async def set_priority(desk: Desk, conversation_id: UUID, priority: int) -> None:
    """Move a case up or down the queue: 0 is normal, 2 the most urgent. Raises CaseNotFound."""
    _, handoff = await locked_case(desk, conversation_id)
    if handoff is None or priority not in {0, 1, 2}:
        raise CaseNotFound
    handoff.priority = priority
    await case_changed(desk, handoff, "set_priority", reason=str(priority))


async def set_tags(desk: Desk, conversation_id: UUID, tags: Iterable[str]) -> None:
    """Give a case exactly these tags, in small letters and each once. Raises CaseNotFound."""
    _, handoff = await locked_case(desk, conversation_id)
    if handoff is None:
        raise CaseNotFound
    handoff.tags = tags_of(tags)
    await case_changed(desk, handoff, "set_tags", reason=", ".join(handoff.tags))


async def snooze(desk: Desk, conversation_id: UUID, duration: timedelta) -> None:
    """Put the agent's case out of the way for a while, or until the shopper writes; 0 calls it back.

    Raises CaseNotFound, CaseClosed or NotYourCase.
    """
    _, handoff = await own_case(desk, conversation_id)
    handoff.snoozed_at = desk.clock.now() if duration else None
    handoff.snoozed_until = desk.clock.now() + duration if duration else None
    await case_changed(desk, handoff, "snooze_case", reason=str(duration))


def tags_of(written: Iterable[str]) -> list[str]:
    """The tags in what was written: without # and blanks around them, in small letters, each once."""
    cleaned = (" ".join(each.strip().lstrip("#").lower().split())[:LONGEST_TAG] for each in written)
    return list(dict.fromkeys(tag for tag in cleaned if tag))[:MOST_TAGS]
