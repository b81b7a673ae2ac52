"""Issues gift cards; how long one lasts is the policy of the country it is for."""

from datetime import timedelta
from uuid import uuid4

from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.service import Cause, Operation, audit, require_staff
from commerce.clock import Clock
from commerce.gift_cards.codes import digest_of, new_code
from commerce.gift_cards.models import GiftCard
from commerce.money import Money
from commerce.policies.service import PolicyValue, read_policy


class GiftCardExpiry(PolicyValue):
    """After how many days a card expires; no `days` means never."""

    days: int | None = Field(default=None, gt=0)


async def issue_gift_card(
    session: AsyncSession, amount: Money, country: str | None, *, cause: Cause, clock: Clock
) -> str:
    """Issue a card and return its code, which is kept nowhere. Raises NotAllowed for a shopper."""
    require_staff(cause)
    expiry = await read_policy(session, "gift_card_expiry", GiftCardExpiry, country=country)
    code = new_code()
    card = GiftCard(
        id=uuid4(),
        code_digest=digest_of(code),
        last_four=code[-4:],
        amount_minor=amount.amount_minor,
        currency=amount.currency,
        expires_on=clock.today() + timedelta(days=expiry.days) if expiry.days is not None else None,
        issued_at=clock.now(),
    )
    session.add(card)
    audit(session, cause, Operation("issue_gift_card", "gift_card", str(card.id)), {"amount": str(amount)})
    await session.flush()
    return code
