"""What is still to be posted in the thread of a case, in order, and what is known of each try.

What a post's end is not known of is looked for, not posted again.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.desk.models import DeskPost, DeskThread


async def put(session: AsyncSession, thread: DeskThread, parts: Sequence[dict[str, Any]]) -> None:
    """Note these parts, in order, as what the thread gets next."""
    if not parts:
        return
    last = await session.scalar(
        select(func.max(DeskPost.number)).where(DeskPost.handoff_id == thread.handoff_id)
    )
    first = 0 if last is None else last + 1
    session.add_all(
        DeskPost(
            handoff_id=thread.handoff_id,
            conversation_id=thread.conversation_id,
            number=number,
            part=part,
        )
        for number, part in enumerate(parts, start=first)
    )
    await session.flush()


async def waiting_posts(session: AsyncSession, handoff_id: UUID) -> Sequence[DeskPost]:
    """What is still to be posted, in order."""
    found = await session.scalars(
        select(DeskPost)
        .where(DeskPost.handoff_id == handoff_id, DeskPost.stamp.is_(None))
        .order_by(DeskPost.number)
    )
    return found.all()


async def begin_post(session: AsyncSession, post_id: UUID, now: datetime) -> datetime | None:
    """Note that a post is tried now; since when its end may be unknown, None for the first try."""
    post = await session.get_one(DeskPost, post_id, with_for_update=True)
    tried_since = post.begun_at
    post.begun_at = tried_since or now
    return tried_since


async def note_not_posted(session: AsyncSession, post_id: UUID) -> None:
    """Note that a try has certainly posted nothing."""
    (await session.get_one(DeskPost, post_id, with_for_update=True)).begun_at = None


async def note_posted(session: AsyncSession, post_id: UUID, stamp: str) -> None:
    """Note that a post is there, and forget what it says: the log has it."""
    post = await session.get_one(DeskPost, post_id, with_for_update=True)
    post.stamp, post.part = stamp, {}
    if post.number == 0:
        thread = await session.get_one(DeskThread, post.handoff_id, with_for_update=True)
        thread.stamp = stamp
