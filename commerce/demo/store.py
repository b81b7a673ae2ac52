"""Makes the whole demo store: the same seed and the same moment give the same rows."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta, tzinfo
from uuid import UUID

from commerce.demo.catalogue import read_catalogue
from commerce.demo.dice import Dice
from commerce.demo.ledgers import PointsBook, add_credit, add_stock
from commerce.demo.people import DemoCustomer, make_customers
from commerce.demo.promotions import make_promotions
from commerce.demo.records import (
    add_cart,
    add_catalogue,
    add_customer,
    add_order,
    add_promotion,
    add_return,
)
from commerce.demo.returns import DemoReturn
from commerce.demo.reviews import add_review, make_reviews, ratings_of
from commerce.demo.shoppers import Trade, live, open_shop
from commerce.demo.showcase import make_showcase
from commerce.importing.bulk import Bulk

SEED = 20_240_817
CUSTOMERS = 2_000
ORDERS = 10_000
CARTS = 300
_FIRST_NUMBER = 100_000
_WELCOMED = 0.3


def make_store(now: datetime, zone: tzinfo = UTC) -> Bulk:
    """Every row of the demo store, its dates relative to `now` and of `zone`."""
    dice, bulk = Dice(SEED, zone=zone), Bulk()
    opened_at = now - timedelta(days=1_600)
    catalogue, promotions = read_catalogue(), make_promotions(now)
    shop = open_shop(dice, catalogue, promotions, now)
    shown, scenes = make_showcase(dice, shop)
    many = make_customers(dice, CUSTOMERS - len(shown), now)
    trade = live(dice, shop, many, ORDERS - len(scenes.orders), CARTS)
    _number(dice, trade)
    trade = Trade(scenes.orders + trade.orders, scenes.returns + trade.returns, scenes.carts + trade.carts)
    customers = shown + many
    reviews = make_reviews(trade.orders, now)
    add_catalogue(bulk, catalogue, ratings_of(reviews), opened_at)
    for promotion in promotions:
        add_promotion(bulk, promotion)
    for customer in customers:
        add_customer(bulk, dice, customer)
    for order in trade.orders:
        add_order(bulk, dice, order)
    for review in reviews:
        add_review(bulk, review)
    for sent_back in trade.returns:
        add_return(bulk, sent_back)
    for cart in trade.carts:
        add_cart(bulk, cart)
    add_stock(bulk, dice, catalogue, trade, opened_at)
    add_credit(bulk, dice, customers, trade.orders)
    _add_points(bulk, dice, customers, trade, now)
    return bulk


def _number(dice: Dice, trade: Trade) -> None:
    """Order numbers rise with time, with gaps."""
    number = _FIRST_NUMBER
    for order in sorted(trade.orders, key=lambda order: order.placed_at):
        number += dice.randint(1, 9)
        order.number = f"A{number}"


def _add_points(bulk: Bulk, dice: Dice, customers: list[DemoCustomer], trade: Trade, now: datetime) -> None:
    book = PointsBook(bulk, dice, now)
    returns_of: dict[UUID, list[DemoReturn]] = defaultdict(list)
    for sent_back in trade.returns:
        returns_of[sent_back.order.id].append(sent_back)
    for customer in customers:
        if dice.happens(_WELCOMED):
            book.welcome(customer)
    for order in trade.orders:
        book.settle(order, returns_of[order.id])
