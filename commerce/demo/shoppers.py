"""What the demo store's many customers did: orders of every kind, returns, and carts left open."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from commerce.demo.catalogue import DemoCatalogue, DemoVariant
from commerce.demo.dice import Dice
from commerce.demo.orders import DemoOrder, Wish, cancel, change_item, fulfil, place_order
from commerce.demo.parcels import Fate
from commerce.demo.people import DemoCustomer, DemoMethod
from commerce.demo.promotions import DemoPromotion
from commerce.demo.returns import DemoReturn, open_return
from commerce.demo.tastes import Tastes
from commerce.orders.models import OrderStatus

_LINES = ((1, 0.46), (2, 0.28), (3, 0.15), (4, 0.08), (5, 0.03))
_PIECES = ((1, 0.88), (2, 0.09), (3, 0.03))
_OLDEST_DAYS = 540
_SALE_DAYS = 9  # the sale that has just been: it fills the days in which orders are still on their way


@dataclass(slots=True, eq=False)
class DemoCart:
    """What a customer has put aside."""

    id: UUID
    customer: DemoCustomer
    created_at: datetime
    updated_at: datetime
    contents: list[tuple[DemoVariant, int, datetime]]


@dataclass(slots=True)
class Trade:
    """Everything that was bought, sent back, or put aside."""

    orders: list[DemoOrder] = field(default_factory=list)
    returns: list[DemoReturn] = field(default_factory=list)
    carts: list[DemoCart] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Shop:
    """What there is to buy, and when it is."""

    catalogue: DemoCatalogue
    promotions: list[DemoPromotion]
    variants: list[DemoVariant]
    popularity: list[float]
    tastes: Tastes
    now: datetime


def open_shop(dice: Dice, catalogue: DemoCatalogue, promotions: list[DemoPromotion], now: datetime) -> Shop:
    """A shop where some products sell far better than others; the weights are cumulative."""
    variants, weights, total = [], [], 0.0
    for product in catalogue.products:
        liking = dice.paretovariate(1.6) / len(product.variants)
        for variant in product.variants:
            total += liking
            variants.append(variant)
            weights.append(total)
    return Shop(catalogue, promotions, variants, weights, Tastes(variants, weights), now)


def live(dice: Dice, shop: Shop, customers: list[DemoCustomer], order_count: int, cart_count: int) -> Trade:
    """Let the customers shop."""
    trade = Trade()
    eagerness = [dice.paretovariate(1.8) for _ in customers]
    for customer in dice.choices(customers, eagerness, k=order_count):
        order = _order(dice, shop, customer)
        trade.orders.append(order)
        sent_back = _maybe_return(dice, order, shop.now)
        if sent_back:
            trade.returns.append(sent_back)
    for customer in dice.sample(customers, cart_count):
        trade.carts.append(make_cart(dice, shop, customer))
    return trade


def _order(dice: Dice, shop: Shop, customer: DemoCustomer) -> DemoOrder:
    age = _age_in_days(dice)
    basket = draw_basket(dice, shop, customer, shop.now - timedelta(days=age))
    can_split = len(basket) > 1 or basket[0][1] > 1
    fate, delay_days = _fate(dice, age)
    wish = Wish(
        customer=customer,
        variants=basket,
        placed_at=(shop.now - timedelta(days=age)).replace(microsecond=0),
        method=_method(dice, customer),
        is_express=dice.happens(0.15),
        promotion=dice.choice(shop.promotions) if dice.happens(0.22) else None,
        fate=fate,
        delay_days=delay_days,
        parcels=2 if can_split and dice.happens(0.1) else 1,
        days_between_parcels=dice.randint(2, 5),
    )
    order = place_order(dice, wish)
    changed_mind_at = wish.placed_at + dice.hours(0.1, 14)
    if changed_mind_at < shop.now and dice.happens(0.065):
        cancel(dice, order, changed_mind_at, shop.now)
        return order
    if changed_mind_at < shop.now and dice.happens(0.015):
        change_item(dice, order, changed_mind_at, shop.now)
    fulfil(dice, order, wish, shop.now)
    return order


def draw_basket(
    dice: Dice, shop: Shop, customer: DemoCustomer, at: datetime
) -> list[tuple[DemoVariant, int]]:
    """A few variants of different products, with how many of each."""
    drawn = [shop.tastes.draw(dice, customer, at) for _ in range(dice.pick(_LINES))]
    by_product = {variant.product.id: variant for variant in drawn}
    return [
        (variant, dice.pick(_PIECES) if variant.price_minor < 5_000 else 1) for variant in by_product.values()
    ]


def _age_in_days(dice: Dice) -> float:
    if dice.happens(0.22):
        return dice.uniform(0.01, _SALE_DAYS)
    return _SALE_DAYS + (_OLDEST_DAYS - _SALE_DAYS) * float(dice.random() ** 1.3)


def _fate(dice: Dice, age: float) -> tuple[Fate, int]:
    """Late and lost parcels are of the last weeks: older ones were all settled in the end."""
    if 8 < age < 60 and dice.happens(0.05):
        return Fate.LOST, 0
    if dice.happens(0.3 if 7 < age < 25 else 0.04):
        return Fate.LATE, dice.randint(5, 16)
    return Fate.ON_TIME, int(dice.happens(0.15))  # a day more, which may be a Saturday


def _method(dice: Dice, customer: DemoCustomer) -> DemoMethod:
    balances = [method for method in customer.methods if method.holds_balance]
    if balances and dice.happens(0.25):
        return dice.choice(balances)
    return dice.choice([method for method in customer.methods if not method.holds_balance])


def _maybe_return(dice: Dice, order: DemoOrder, now: datetime) -> DemoReturn | None:
    if order.status is not OrderStatus.DELIVERED or order.delivered_at is None or not dice.happens(0.14):
        return None
    at = order.delivered_at + dice.hours(12, 25 * 24)
    if at >= now:
        return None
    return open_return(dice, order, at, now, wants_exchange=dice.happens(0.28))


def make_cart(dice: Dice, shop: Shop, customer: DemoCustomer) -> DemoCart:
    """A cart that was last touched within the last three weeks."""
    created_at = shop.now - timedelta(hours=dice.uniform(1, 21 * 24))
    updated_at = min(shop.now, created_at + dice.hours(0, 3))
    contents = [
        (variant, quantity, created_at) for variant, quantity in draw_basket(dice, shop, customer, created_at)
    ]
    return DemoCart(dice.id(), customer, created_at, updated_at, contents)
