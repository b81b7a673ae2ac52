"""Does what a text asks for of texting itself: ends it, begins it again, or explains it."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.consent.ledger import Subscriber, grant_again, revoke
from connectors.channels.phone import notices
from connectors.channels.phone.opt_out_words import Wanted, Wish


async def settle_wish(
    session: AsyncSession, subscriber: Subscriber, wish: Wish, message_id: UUID, *, store_name: str
) -> str | None:
    """Enter a wish into the consent ledger; return what is to be said to it, None where nothing changed."""
    if wish.wanted is Wanted.QUIET:
        return notices.quiet_times(store_name)
    if wish.wanted is Wanted.HELP:
        return notices.about_texts(store_name)
    if wish.wanted is Wanted.START:
        await grant_again(session, subscriber, wish.source, message_id)
        return notices.subscribed(store_name)
    changed = await revoke(session, subscriber, wish.topics, wish.source, message_id)
    return notices.unsubscribed(store_name, changed) if changed else None
