"""Tells who waits for a product, in the order in which they asked, no more of them than there are units."""

from collections.abc import Collection, Sequence
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.alerts.models import Alert, AlertKind
from commerce.catalogue.models import Product, Variant
from commerce.clock import Clock
from commerce.database import Sessions
from commerce.notification import Notification, Notifier, Recipient, notification

_HELD_FOR = timedelta(days=1)  # so long a unit counts as spoken for by somebody who was told of it
_WAITS = (Alert.told_at.is_(None), Alert.cancelled_at.is_(None))


async def tell_alerts(sessions: Sessions, notifier: Notifier, clock: Clock) -> int:
    """Tell everybody whose product is back or cheaper, a product a transaction; how many were told."""
    async with sessions() as session:
        products = list(await session.scalars(select(Alert.product_id).where(*_WAITS).distinct()))
    told = 0
    for product_id in products:
        async with sessions.begin() as session:
            told += await _tell_of(session, notifier, clock, product_id)
    return told


async def _tell_of(session: AsyncSession, notifier: Notifier, clock: Clock, product_id: str) -> int:
    product = await session.scalar(select(Product).where(Product.id == product_id).with_for_update())
    if product is None:
        return 0
    variants = {
        variant.sku: variant
        for variant in await session.scalars(select(Variant).where(Variant.product_id == product_id))
    }
    waiting = list(
        await session.scalars(
            select(Alert).where(Alert.product_id == product_id, *_WAITS).order_by(Alert.created_at, Alert.id)
        )
    )
    left = await _units_left(session, clock, variants.values())
    told = 0
    for alert in waiting:
        found = _fulfilled(alert, variants, left)
        if found is None:
            continue
        if alert.kind is AlertKind.RESTOCK and left[found.sku] is not None:
            left[found.sku] = (left[found.sku] or 0) - 1
            alert.sku = found.sku  # of any version: this is the unit that it speaks for
        alert.told_at = clock.now()
        await notifier.notify(
            session,
            Recipient(customer_id=alert.customer_id, conversation_id=alert.conversation_id),
            _notification(alert, product, found),
        )
        told += 1
    return told


async def _units_left(
    session: AsyncSession, clock: Clock, variants: Collection[Variant]
) -> dict[str, int | None]:
    """Of each version the units that nobody was told of lately; None where stock is not counted."""
    held = await session.execute(
        select(Alert.sku, func.count())
        .where(Alert.kind == AlertKind.RESTOCK, Alert.told_at >= clock.now() - _HELD_FOR)
        .where(Alert.sku.in_([variant.sku for variant in variants]))
        .group_by(Alert.sku)
    )
    spoken_for = {sku: count for sku, count in held if sku is not None}
    return {
        variant.sku: None
        if variant.stock_on_hand is None
        else variant.stock_on_hand - spoken_for.get(variant.sku, 0)
        for variant in variants
    }


def _fulfilled(alert: Alert, variants: dict[str, Variant], left: dict[str, int | None]) -> Variant | None:
    """The version that fulfils the alert now."""
    watched: Sequence[Variant] = (
        [variants[alert.sku]] if alert.sku in variants and alert.sku else list(variants.values())
    )
    for variant in sorted(watched, key=lambda each: (each.price_minor, each.sku)):
        if not variant.is_available():
            continue
        if alert.kind is AlertKind.PRICE_DROP:
            if alert.below_minor is not None and variant.price_minor < alert.below_minor:
                return variant
            continue
        units = left[variant.sku]
        if units is None or units > 0:
            return variant
    return None


def _notification(alert: Alert, product: Product, variant: Variant) -> Notification:
    options = ", ".join(variant.options.values())
    what = f"{product.title} ({options})" if options else product.title
    name = "back_in_stock" if alert.kind is AlertKind.RESTOCK else "price_dropped"
    return notification(name, product=what, price=str(variant.price))
