"""Turns what happened in the demo store into rows of its tables."""

from collections.abc import Mapping
from uuid import UUID

from commerce.carts.models import Cart, CartLine, CartStatus
from commerce.catalogue.models import Category, Product
from commerce.customers.models import Address, Customer, PaymentMethod
from commerce.demo.catalogue import DemoCatalogue
from commerce.demo.dice import Dice
from commerce.demo.orders import DemoOrder
from commerce.demo.parcels import DemoParcel
from commerce.demo.people import CURRENCY, DemoCustomer
from commerce.demo.promotions import DemoPromotion
from commerce.demo.returns import DemoReturn
from commerce.demo.reviews import Rating
from commerce.demo.shoppers import DemoCart
from commerce.importing.bulk import Bulk
from commerce.orders.models import (
    Order,
    OrderLine,
    Payment,
    Refund,
    Shipment,
    ShipmentLine,
    TrackingEvent,
)
from commerce.promotions.models import Promotion, PromotionKind
from commerce.returns.models import ReturnLine, ReturnRequest


def add_catalogue(
    bulk: Bulk, catalogue: DemoCatalogue, ratings: Mapping[str, Rating], opened_at: object
) -> None:
    """The categories and products; variants come with their stock."""
    for category_id, title in catalogue.categories.items():
        bulk.add(Category, id=category_id, title=title)
    for product in catalogue.products:
        rating = ratings.get(product.id)
        bulk.add(
            Product,
            id=product.id,
            category_id=product.category_id,
            title=product.title,
            description=product.description,
            is_final_sale=product.is_final_sale,
            brand=product.brand,
            attributes=product.attributes,
            rating=rating.stars if rating else None,
            review_count=rating.count if rating else 0,
            created_at=opened_at,
        )


def add_promotion(bulk: Bulk, promotion: DemoPromotion) -> None:
    """A code."""
    bulk.add(
        Promotion,
        code=promotion.code,
        description=promotion.description,
        kind=PromotionKind.PERCENTAGE if promotion.percent_off else PromotionKind.AMOUNT,
        percent_off=promotion.percent_off,
        amount_off_minor=promotion.amount_off_minor,
        currency=promotion.currency,
        minimum_minor=promotion.minimum_minor,
        starts_at=promotion.starts_at,
        ends_at=promotion.ends_at,
    )


def add_customer(bulk: Bulk, dice: Dice, customer: DemoCustomer) -> None:
    """A customer with everything on their file."""
    bulk.add(
        Customer,
        id=customer.id,
        first_name=customer.first_name,
        last_name=customer.last_name,
        email=customer.email,
        phone=customer.phone,
        created_at=customer.created_at,
    )
    for position, address in enumerate(customer.addresses):
        bulk.add(
            Address,
            id=dice.id(),
            customer_id=customer.id,
            is_default=position == 0,
            created_at=customer.created_at,
            **address.as_dict(),
        )
    for position, method in enumerate(customer.methods):
        bulk.add(
            PaymentMethod,
            id=method.id,
            customer_id=customer.id,
            kind=method.kind,
            brand=method.brand,
            last_four=method.last_four,
            currency=CURRENCY if method.holds_balance else None,
            removed_at=None,
            is_default=position == 0,
        )


def add_order(bulk: Bulk, dice: Dice, order: DemoOrder) -> None:
    """An order with its lines, money and parcels."""
    bulk.add(
        Order,
        id=order.id,
        number=order.number,
        customer_id=order.customer.id,
        status=order.status,
        placed_at=order.placed_at,
        delivered_at=order.delivered_at,
        cancelled_at=order.cancelled_at,
        cancel_reason=order.cancel_reason,
        items_changed_at=order.items_changed_at,
        promised_on=order.promised_on,
        currency=CURRENCY,
        shipping_minor=order.shipping_minor,
        total_minor=order.total_minor,
        shipping_address=order.address.as_dict(),
        payment_method_id=order.method.id,
        promotion_code=order.promotion.code if order.promotion else None,
    )
    for position, line in enumerate(order.lines):
        bulk.add(
            OrderLine,
            id=line.id,
            order_id=order.id,
            position=position,
            sku=line.variant.sku,
            product_id=line.variant.product.id,
            title=line.variant.product.title,
            options=line.variant.options,
            unit_price_minor=line.unit_price_minor,
            quantity=line.quantity,
            discount_minor=line.discount_minor,
            returned_quantity=line.returned_quantity,
        )
    _add_money(bulk, order)
    for position, parcel in enumerate(order.parcels):
        _add_parcel(bulk, dice, order, position, parcel)


def _add_money(bulk: Bulk, order: DemoOrder) -> None:
    for payment in order.payments:
        bulk.add(
            Payment,
            id=payment.id,
            order_id=order.id,
            payment_method_id=payment.method.id,
            amount_minor=payment.amount_minor,
            currency=CURRENCY,
            created_at=payment.at,
        )
    for given in order.refunds:
        bulk.add(
            Refund,
            id=given.id,
            order_id=order.id,
            return_request_id=given.return_id,
            payment_method_id=given.method.id,
            amount_minor=given.amount_minor,
            currency=CURRENCY,
            reason=given.reason.value,
            status=given.status,
            created_at=given.at,
            expected_by=given.expected_by,
            completed_at=given.completed_at,
        )


def _add_parcel(bulk: Bulk, dice: Dice, order: DemoOrder, position: int, parcel: DemoParcel) -> None:
    bulk.add(
        Shipment,
        id=parcel.id,
        order_id=order.id,
        position=position,
        carrier=parcel.carrier,
        tracking_number=parcel.tracking_number,
        status=parcel.status,
        shipped_at=parcel.shipped_at,
        expected_on=parcel.expected_on,
        delivered_at=parcel.delivered_at,
    )
    for line_position, quantity in parcel.contents.items():
        bulk.add(
            ShipmentLine,
            shipment_id=parcel.id,
            order_line_id=order.lines[line_position].id,
            quantity=quantity,
        )
    for scan in parcel.scans:
        bulk.add(
            TrackingEvent,
            id=dice.id(),
            shipment_id=parcel.id,
            occurred_at=scan.at,
            code=scan.code,
            description=scan.description,
            location=scan.location,
        )


def add_return(bulk: Bulk, sent_back: DemoReturn) -> None:
    """A return or exchange; its refund is among the order's."""
    bulk.add(
        ReturnRequest,
        id=sent_back.id,
        rma_number=sent_back.rma_number,
        order_id=sent_back.order.id,
        kind=sent_back.kind,
        status=sent_back.status,
        verdict_reason=sent_back.verdict_reason,
        refund_method_id=sent_back.method.id if sent_back.method else None,
        settlement_minor=sent_back.settlement_minor,
        created_at=sent_back.created_at,
        received_at=sent_back.received_at,
        closed_at=sent_back.closed_at,
    )
    for each in sent_back.lines:
        bulk.add(
            ReturnLine,
            id=each.id,
            return_request_id=sent_back.id,
            order_line_id=each.line.id,
            quantity=each.quantity,
            reason=each.reason,
            condition=each.condition,
            exchange_sku=each.exchange.sku if each.exchange else None,
            refund_minor=each.refund_minor,
        )


def add_cart(bulk: Bulk, cart: DemoCart) -> None:
    """An open cart."""
    cart_id: UUID = cart.id
    bulk.add(
        Cart,
        id=cart_id,
        customer_id=cart.customer.id,
        conversation_id=None,
        status=CartStatus.OPEN,
        created_at=cart.created_at,
        updated_at=cart.updated_at,
    )
    for variant, quantity, added_at in cart.contents:
        bulk.add(CartLine, cart_id=cart_id, sku=variant.sku, quantity=quantity, added_at=added_at)
