"""Writes to the shopper as the agent whose case it is."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from commerce.desk.working import Desk, own_case
from commerce.notification import Recipient, notification
from commerce.support.models import MessageAuthor
from commerce.support.news import QUEUE, announce
from commerce.support.outgoing import say_first, shopper_spoke_last_at

# Who has been silent longer has perhaps closed the page: they get the reply by e-mail too.
GONE_AFTER = timedelta(minutes=10)


async def reply(
    desk: Desk, conversation_id: UUID, text: str, *, cards: Sequence[dict[str, Any]] = ()
) -> UUID | None:
    """Write to the shopper on their channel; None when this very click was heard before.

    `cards` are files that go with it. Who has left the site is written an e-mail as well. Raises
    CaseNotFound, CaseClosed or NotYourCase.
    """
    _, handoff = await own_case(desk, conversation_id)
    spoke_at = await shopper_spoke_last_at(desk.session, conversation_id)
    said = await say_first(
        desk.session,
        desk.deliveries,
        conversation_id,
        text,
        author=MessageAuthor.AGENT,
        key=f"desk:{desk.agent.key}" if desk.agent.key else None,
        sent_by=desk.agent.id,
        cards=cards,
    )
    if said is None:
        return None
    now = desk.clock.now()
    handoff.first_reply_at = handoff.first_reply_at or now
    if spoke_at is None or now - spoke_at > GONE_AFTER:
        recipient = Recipient(conversation_id=conversation_id, email=handoff.contact)
        told = notification("agent_replied", agent=desk.agent.name, text=_in_a_mail(text, cards))
        await desk.notifier.notify(desk.session, recipient, told)
    await announce(desk.session, QUEUE)
    return said


def _in_a_mail(text: str, cards: Sequence[dict[str, Any]]) -> str:
    files = "\n".join(f"{card['title']}: {card['link']['url']}" for card in cards)
    return "\n\n".join(filter(None, (text, files)))
