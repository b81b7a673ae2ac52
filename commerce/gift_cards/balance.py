"""What is on a gift card, for whoever has its code; guesses are counted, and learn nothing."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.clock import Clock
from commerce.errors import NotFound
from commerce.gift_cards.codes import digest_of
from commerce.gift_cards.models import GiftCard
from commerce.identity import Shopper
from commerce.money import Money
from commerce.support.guessing import Counted, Subject, are_looked_at, count
from commerce.support.identification import guesser


class GiftCardNotFound(NotFound):
    """There is no such card, or too many were guessed: the two are never told apart."""

    def __init__(self) -> None:
        super().__init__("no gift card of this code")


@dataclass(frozen=True, slots=True)
class GiftCardBalance:
    """What is left on a card; it is told by its last four alone."""

    last_four: str
    left: Money
    expires_on: date | None
    is_expired: bool


async def gift_card_balance(
    session: AsyncSession, shopper: Shopper, code: str, *, clock: Clock
) -> GiftCardBalance | None:
    """Return what is on the card; None for a wrong code, whose count must be committed, or too many."""
    card = await looked_up(session, shopper, code, clock=clock)
    return None if card is None else balance_of_card(card, clock)


async def looked_up(session: AsyncSession, shopper: Shopper, code: str, *, clock: Clock) -> GiftCard | None:
    """Return the card of a code, counting a wrong guess; None also where no more guesses are looked at."""
    digest = digest_of(code)
    subjects = [Subject(Counted.GIFT_CARD, digest), *await guesser(session, shopper)]
    if not await are_looked_at(session, subjects, clock):
        return None
    card = await session.scalar(select(GiftCard).where(GiftCard.code_digest == digest))
    if card is None:
        await count(session, subjects, clock)
    return card


def balance_of_card(card: GiftCard, clock: Clock) -> GiftCardBalance:
    """What is left on a card: all of it until it was redeemed, nothing of it once it has expired."""
    is_expired = card.expires_on is not None and card.expires_on < clock.today()
    left = 0 if is_expired or card.redeemed_at is not None else card.amount_minor
    return GiftCardBalance(card.last_four, Money(left, card.currency), card.expires_on, is_expired)
