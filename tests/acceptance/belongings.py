"""What a shopper of the thirty conversations has when the conversation begins."""

from commerce.customers.models import PaymentMethodKind
from commerce.orders.models import Order, OrderStatus, ShipmentStatus
from tests.dialogue.shoppers import ShopperWithOrders, ago
from tests.dialogue.wares import HEADPHONES, LAMP, MUG, SHOES, bought, received
from tests.factories import a_card


async def nothing(shopper: ShopperWithOrders) -> list[Order]:
    return []


async def a_lamp_on_its_way(shopper: ShopperWithOrders) -> list[Order]:
    order, _ = await shopper.shipped("Reading Lamp")
    return [order]


async def a_late_mug(shopper: ShopperWithOrders) -> list[Order]:
    order, _ = await shopper.shipped("Mug", promised_on=ago(days=4).date(), placed_at=ago(days=9))
    return [order]


async def a_mug_at_the_door(shopper: ShopperWithOrders) -> list[Order]:
    order = await shopper.orders("Mug", status=OrderStatus.SHIPPED)
    await shopper.ships(order, status=ShipmentStatus.OUT_FOR_DELIVERY)
    return [order]


async def a_pending_mug(shopper: ShopperWithOrders) -> list[Order]:
    return [await shopper.orders("Mug")]


async def a_pending_mug_and_other_ways_to_pay(shopper: ShopperWithOrders) -> list[Order]:
    paypal = a_card(shopper.customer, kind=PaymentMethodKind.PAYPAL, brand=None, last_four=None)
    await shopper.add(paypal, a_card(shopper.customer, brand="mastercard", last_four="1881"))
    return [await shopper.orders("Mug")]


async def two_pending_orders(shopper: ShopperWithOrders) -> list[Order]:
    other = await shopper.orders("Keyboard", placed_at=ago(days=3))
    return [await shopper.orders("Mug"), other]


async def a_delivered_mug(shopper: ShopperWithOrders) -> list[Order]:
    return [await shopper.orders("Mug", status=OrderStatus.DELIVERED)]


async def a_lamp_and_a_mug_to_change(shopper: ShopperWithOrders) -> list[Order]:
    return [await bought(shopper, LAMP, MUG)]


async def a_lamp_and_headphones_received(shopper: ShopperWithOrders) -> list[Order]:
    return [await received(shopper, LAMP, HEADPHONES)]


async def a_lamp_received(shopper: ShopperWithOrders) -> list[Order]:
    return [await received(shopper, LAMP)]


async def shoes_received(shopper: ShopperWithOrders) -> list[Order]:
    return [await received(shopper, SHOES)]


async def a_lamp_received_long_ago(shopper: ShopperWithOrders) -> list[Order]:
    return [await received(shopper, LAMP, days=90)]
