"""Notes what Twilio says became of our texts, each word once it goes further than those before."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.consent.ledger import Subscriber, revoke
from commerce.consent.models import ConsentSource, Topic
from commerce.support.deliveries import note_progress
from commerce.support.models import Delivery, DeliveryStatus
from connectors.channels.sms.channel import SMS, UNSUBSCRIBED
from connectors.channels.sms.webhook import StatusIn

# Twilio's words in the order in which they can come, each standing above those before: a carrier that could
# not deliver a text at first may deliver it yet.
_STEPS = (
    {"accepted", "scheduled"},
    {"queued"},
    {"sending"},
    {"sent"},
    {"undelivered", "failed", "canceled"},
    {"delivered"},
    {"read"},
)
_PLACES = {word: place for place, words in enumerate(_STEPS, start=1) for word in words}
_MEANINGS = {
    **dict.fromkeys(("delivered", "read"), DeliveryStatus.DELIVERED),
    **dict.fromkeys(("undelivered", "failed", "canceled"), DeliveryStatus.FAILED),
}


async def note_status(session: AsyncSession, delivery_id: UUID, said: StatusIn) -> bool:
    """Note it on the delivery; False when it is none of ours. What comes late is passed over."""
    delivery = await session.get(Delivery, delivery_id, with_for_update=True)
    if delivery is None or delivery.channel != SMS or delivery.provider_id not in {None, said.sid}:
        return False
    if said.error_code == UNSUBSCRIBED:
        await revoke(session, Subscriber(SMS, delivery.address), list(Topic), ConsentSource.PROVIDER)
    if _PLACES.get(said.status, 0) <= _PLACES.get(delivery.provider_status or "", 0):
        return True
    return await note_progress(
        session,
        delivery_id,
        said.sid,
        provider_status=said.status,
        status=_MEANINGS.get(said.status, DeliveryStatus.SENT),
        error_code=said.error_code,
    )
