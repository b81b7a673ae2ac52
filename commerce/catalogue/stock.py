"""Moves stock: the ledger and the count on the variant change together."""

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalogue.models import StockEntry, StockReason, Variant


def move_stock(
    session: AsyncSession, variant: Variant, quantity: int, reason: StockReason, order_number: str | None
) -> None:
    """Add `quantity`, signed, to a locked variant; nothing where the store does not count its stock.

    The table refuses a count below zero, so whoever takes stock has checked `is_available` first.
    """
    if variant.stock_on_hand is None or quantity == 0:
        return
    variant.stock_on_hand += quantity
    session.add(StockEntry(sku=variant.sku, quantity=quantity, reason=reason, order_number=order_number))
