"""Hands an e-mail over once: marked before, so that a worker that dies in between leaves no second one."""

from sqlalchemy import delete, func, update
from sqlalchemy.dialects.postgresql import insert

from commerce.database import Sessions
from commerce.notifications.models import MailHandover, Undeliverable


async def begin_handover(sessions: Sessions, key: str) -> bool:
    """Whether the e-mail under `key` was not begun before; it is now."""
    async with sessions.begin() as session:
        begun = await session.scalar(
            insert(MailHandover).values(key=key).on_conflict_do_nothing().returning(MailHandover.key)
        )
    return begun is not None


async def undo_handover(sessions: Sessions, key: str) -> None:
    """Note that the server surely did not take it: it may be handed over again."""
    async with sessions.begin() as session:
        await session.execute(delete(MailHandover).where(MailHandover.key == key))


async def end_handover(sessions: Sessions, key: str) -> None:
    """Note that the server has it."""
    async with sessions.begin() as session:
        await session.execute(update(MailHandover).where(MailHandover.key == key).values(sent_at=func.now()))


async def note_undeliverable(sessions: Sessions, channel: str, address: str, reason: str) -> None:
    """Note that nothing reaches `address`, or that its reader complained: it is written to no more."""
    async with sessions.begin() as session:
        await session.execute(
            insert(Undeliverable)
            .values(channel=channel, address=address.lower(), reason=reason)
            .on_conflict_do_nothing()
        )
