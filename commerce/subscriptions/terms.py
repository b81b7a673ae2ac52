"""On which terms a subscription's next order is made."""

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.carts.costs import Delivery, delivery_terms
from commerce.catalogue.variants import variants_by_sku
from commerce.checkout.terms import BalancePart, TermLine, Terms
from commerce.clock import Clock
from commerce.customers.models import Customer, PaymentMethod
from commerce.subscriptions.view import SubscriptionView


async def renewal_terms(
    session: AsyncSession, view: SubscriptionView, buyer: Customer, method: PaymentMethod, *, clock: Clock
) -> Terms:
    """Return the terms at today's price, less what subscribing saves; no promotion comes on top.

    A method that holds a balance pays by it, any other by the provider. Raises NoDelivery.
    """
    rules = await delivery_terms(session, view.address.country)
    variant = (await variants_by_sku(session, [view.sku], lock=False))[view.sku]
    delivery = rules.costs.of(Delivery.STANDARD, view.goods.amount_minor)
    total = view.goods.amount_minor + delivery
    balances = (BalancePart(method.id, total),) if method.kind.holds_balance else ()
    return Terms(
        lines=(
            TermLine(
                view.sku,
                variant.product_id,
                view.title,
                view.options,
                variant.price_minor,
                view.quantity,
                view.discount_minor,
            ),
        ),
        promotions=(),
        delivery=Delivery.STANDARD,
        delivery_minor=delivery,
        total_minor=total,
        currency=variant.currency,
        balances=balances,
        email=buyer.email,
        full_name=buyer.full_name,
        address=view.address,
        promised_on=rules.arrives_by(Delivery.STANDARD, clock),
    )
