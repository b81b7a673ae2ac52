"""The channel `sms`: what is said as texts, sent once each, and not to those who want none."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from commerce.clock import Clock
from commerce.consent.ledger import Subscriber, is_silenced, revoke
from commerce.consent.models import ConsentSource, Topic
from commerce.database import Sessions
from commerce.links.short_links import ShortLinks
from commerce.support.delivery_tries import Try, begin_try, note_not_taken, unclaimed
from commerce.support.messages import LoggedMessage
from connectors.channels.port import SendLater, SendRefused
from connectors.channels.sms.rendering import links_of, texts_of
from connectors.channels.sms.sender import OutcomeUnknown, SmsSender

SMS = "sms"
SILENCED = "opted_out"  # why a text was not even tried
UNSUBSCRIBED = "21610"  # Twilio's code for a reader who told it STOP
_CLOCKS_APART = timedelta(minutes=1)


class SmsChannel:
    """Texts to shoppers by a sender."""

    name = SMS

    def __init__(self, sender: SmsSender, *, sessions: Sessions, links: ShortLinks, clock: Clock) -> None:
        self._sender = sender
        self._sessions = sessions
        self._links = links
        self._clock = clock

    async def render(self, replies: Sequence[LoggedMessage]) -> list[dict[str, Any]]:
        """The texts that say these replies, with their links shortened."""
        urls = links_of(replies, self._links.base_url)
        if not urls:
            return texts_of(replies, {})
        async with self._sessions.begin() as session:
            short = await self._links.shorten(session, urls, self._clock)
        return texts_of(replies, short)

    async def send(self, address: str, part: dict[str, Any], key: str) -> str:
        """Hand over one text, unless an earlier try has. Raises SendLater and SendRefused."""
        body = str(part["body"])
        delivery_id = UUID(key)
        async with self._sessions.begin() as session:
            if await is_silenced(session, delivery_id):
                raise SendRefused(SILENCED, "its reader wants no texts")
            known = await begin_try(session, delivery_id)
        sid = known.provider_id or await self._found(address, body, known)
        return sid or await self._hand_over(address, body, delivery_id)

    async def _found(self, address: str, body: str, known: Try) -> str | None:
        """The provider's id of a text whose earlier try had no known end, if it took it."""
        if not known.may_have_arrived:
            return None
        candidates = await self._sender.find(address, body, known.begun_at - _CLOCKS_APART)
        async with self._sessions() as session:
            return await unclaimed(session, SMS, list(candidates))

    async def _hand_over(self, address: str, body: str, delivery_id: UUID) -> str:
        try:
            return await self._sender.send(address, body, str(delivery_id))
        except OutcomeUnknown:
            raise
        except (SendLater, SendRefused) as error:
            async with self._sessions.begin() as session:
                await note_not_taken(session, delivery_id)
                if isinstance(error, SendRefused) and error.code == UNSUBSCRIBED:
                    subscriber = Subscriber(SMS, address)
                    await revoke(session, subscriber, list(Topic), ConsentSource.PROVIDER)
            raise
