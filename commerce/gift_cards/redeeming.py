"""Takes what is on a gift card into its holder's store credit."""

from dataclasses import dataclass, field
from typing import ClassVar

from sqlalchemy import select

from commerce.audit.service import Operation
from commerce.changes import Change, Context
from commerce.customers.models import CreditEntry, CreditReason
from commerce.customers.payment_methods import open_store_credit, store_credit_of
from commerce.errors import CommerceError
from commerce.gift_cards.balance import GiftCardNotFound, balance_of_card
from commerce.gift_cards.codes import digest_of
from commerce.gift_cards.models import GiftCard
from commerce.money import Money


class GiftCardEmpty(CommerceError):
    """Nothing is left on the card: it was redeemed before, or has expired."""

    def __init__(self, last_four: str) -> None:
        super().__init__("nothing is left on the gift card")
        self.last_four = last_four


@dataclass(frozen=True, slots=True)
class RedeemPlan:
    """What redeeming does."""

    last_four: str
    credit: Money


@dataclass(frozen=True, slots=True)
class RedeemGiftCard(Change[GiftCard, RedeemPlan, RedeemPlan]):
    """Moves all that is on the card to the shopper's store credit; of two at once, one succeeds."""

    outcome: ClassVar = RedeemPlan
    raises: ClassVar = (GiftCardNotFound, GiftCardEmpty)

    code: str = field(repr=False)

    def operation(self, _: Context, /) -> Operation:
        return Operation("redeem_gift_card", "gift_card", digest_of(self.code)[:16])

    async def plan(self, context: Context, /, *, lock: bool) -> tuple[GiftCard, RedeemPlan]:
        """Find what is on it. Whoever lets a shopper get here has counted the guess (`looked_up`)."""
        query = select(GiftCard).where(GiftCard.code_digest == digest_of(self.code))
        query = query.execution_options(populate_existing=True)
        card = await context.session.scalar(query.with_for_update() if lock else query)
        if card is None:
            raise GiftCardNotFound
        balance = balance_of_card(card, context.clock)
        if balance.left.amount_minor == 0:
            raise GiftCardEmpty(card.last_four)
        return card, RedeemPlan(card.last_four, balance.left)

    async def apply(self, context: Context, card: GiftCard, plan: RedeemPlan, /) -> RedeemPlan:
        """Credit it, and let the card be empty."""
        session, customer_id = context.session, context.customer_id
        await open_store_credit(session, customer_id, plan.credit.currency)
        method = await store_credit_of(session, customer_id, plan.credit.currency, lock=True)
        session.add(
            CreditEntry(
                payment_method_id=method.id,
                amount_minor=plan.credit.amount_minor,
                currency=plan.credit.currency,
                reason=CreditReason.GIFT_CARD,
            )
        )
        card.redeemed_by, card.redeemed_at = customer_id, context.clock.now()
        await session.flush()
        return plan
