"""The other journeys that are shipped: what begins each, what it says, and when it keeps silent."""

from datetime import timedelta

from sqlalchemy import update

from commerce.carts.models import Cart
from commerce.customers.models import Customer
from commerce.journeys.answering import remind_at
from commerce.journeys.files import journeys
from commerce.orders.models import Order, OrderLine, OrderStatus, ShipmentStatus
from tests.factories import a_line, a_parcel, an_order, earned_points
from tests.integration.commerce.journeys.conftest import Town


async def an_order_of(town: Town, customer: Customer, **fields: object) -> Order:
    _, lamp = await town.ware()
    order = an_order(customer, [a_line(lamp)], **fields)
    await town.add(order)
    return order


async def test_a_parcel_that_has_left_is_told_at_once_also_at_night(town: Town) -> None:
    ada = await town.customer()
    order = await an_order_of(town, ada, status=OrderStatus.SHIPPED)
    shipped_at = town.clock.now() + timedelta(hours=14)  # midnight in Denver
    parcel, lines = a_parcel(order, order.lines, status=ShipmentStatus.IN_TRANSIT, shipped_at=shipped_at)
    await town.move_on(journeys()["parcel_shipped"])
    await town.add(parcel, lines)
    await town.move_on(journeys()["parcel_shipped"], hours=14, minutes=1)
    await town.move_on(journeys()["parcel_shipped"], minutes=1)
    [mail] = town.mail.mails
    assert mail.subject == f"Order {order.display_number} is on its way"
    assert "Desk Lamp" in mail.text
    assert mail.one_click_url == ""  # their own order: nothing to unsubscribe from


async def test_a_late_order_gets_an_apology_once(town: Town) -> None:
    ada = await town.customer()
    promised = town.clock.today() - timedelta(days=1)
    order = await an_order_of(town, ada, promised_on=promised, status=OrderStatus.PENDING)
    for hours in (0, 24, 24):
        await town.move_on(journeys()["order_late"], hours=hours)
    assert [mail.subject for mail in town.mail.mails] == [
        f"Your order {order.display_number} is late, and we're sorry"
    ]


async def test_an_order_that_has_arrived_is_not_late(town: Town) -> None:
    ada = await town.customer()
    promised = town.clock.today() - timedelta(days=1)
    await an_order_of(town, ada, promised_on=promised, status=OrderStatus.DELIVERED)
    for hours in (0, 24, 24):
        await town.move_on(journeys()["order_late"], hours=hours)
    assert town.mail.mails == []


async def test_points_that_expire_are_told_two_weeks_before_to_whom_agreed(town: Town) -> None:
    for agrees in (True, False):
        customer = await town.customer(email=agrees)
        order = await an_order_of(town, customer)
        expires_at = town.clock.now() + timedelta(days=14, minutes=5)
        await town.add(earned_points(order, 300, expires_at=expires_at))
    await town.move_on(journeys()["points_expiring"], minutes=10)
    assert [mail.subject for mail in town.mail.mails] == ["Some of your points expire soon"]


async def test_a_review_is_asked_for_a_week_after_and_not_of_what_goes_back(town: Town) -> None:
    for returned in (0, 1):
        customer = await town.customer(email=True)
        order = await an_order_of(town, customer, status=OrderStatus.DELIVERED)
        async with town.sessions.begin() as session:
            now = {"delivered_at": town.clock.now()}
            await session.execute(update(Order).where(Order.id == order.id).values(now))
            of_order = update(OrderLine).where(OrderLine.order_id == order.id)
            await session.execute(of_order.values(returned_quantity=returned))
    await town.move_on(journeys()["review_request"], minutes=1)
    await town.move_on(journeys()["review_request"], days=7)
    assert [mail.subject for mail in town.mail.mails] == ["How is Desk Lamp?"]


async def test_who_has_spent_more_hears_from_us_for_longer(town: Town) -> None:
    for total in (5_000, 30_000, 60_000):
        customer = await town.customer(email=True)
        placed_at = town.clock.now() - timedelta(days=30)
        await an_order_of(town, customer, placed_at=placed_at, total_minor=total)
    journey = journeys()["win_back"]
    for days in (0, 30, 30):
        await town.move_on(journey, days=days)
    subjects = [mail.subject for mail in town.mail.mails]
    assert subjects.count("What's new at Test Store") == 3
    assert subjects.count("Can we help you find something?") == 2
    assert subjects.count("We'd like to see you again") == 1


async def test_a_reminder_that_was_asked_for_comes_then_and_instead_of_all_others(town: Town) -> None:
    ada = await town.customer(email=True)
    cart = await town.left_cart(ada)
    await town.move_on(minutes=40)
    friday = town.clock.now() + timedelta(days=4)
    async with town.sessions.begin() as session:
        kept = await session.get_one(Cart, cart.id)
        await remind_at(session, kept, journeys()["asked_reminder"], friday, clock=town.clock)
    for hours in (1, 23, 48):
        await town.move_on(hours=hours)
    assert town.mail.mails == []
    await town.move_on(hours=24)
    assert [mail.subject for mail in town.mail.mails] == ["Desk Lamp: you asked us to remind you"]
