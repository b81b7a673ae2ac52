"""Journeys about a product: looked at and left, back, cheaper, used up, and sent back again."""

from datetime import datetime, timedelta
from itertools import count
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from commerce.alerts.models import Alert, AlertKind
from commerce.catalogue.models import PriceChange, Product, StockEntry, StockReason, Variant
from commerce.customers.models import Customer
from commerce.events.models import EventKind, ShopEvent
from commerce.journeys.files import journeys
from commerce.orders.models import OrderStatus
from commerce.returns.models import ReturnKind, ReturnLine, ReturnReason, ReturnRequest, ReturnStatus
from commerce.support.conversations import begin_conversation
from commerce.support.models import Message
from tests.factories import a_line, a_product, a_variant, an_order
from tests.integration.commerce.journeys.conftest import Town

numbers = count(1)


async def looks_at(town: Town, who: Customer, product: Product, at: datetime | None = None) -> None:
    event = ShopEvent(
        id=f"look-{next(numbers)}", kind=EventKind.PRODUCT_VIEWED, at=at or town.clock.now(),
        customer_id=who.id, product_id=product.id,
    )  # fmt: skip
    await town.add(event)


def subjects(town: Town) -> list[str]:
    return [mail.subject for mail in town.mail.mails]


async def test_what_was_looked_at_twice_and_last_is_spoken_of_a_day_later(town: Town) -> None:
    ada, bob = await town.customer(email=True), await town.customer(email=True)
    lamp, _ = await town.ware("Desk Lamp")
    mug, _ = await town.ware("Mug")
    journey = journeys()["browsed_and_left"]
    await town.move_on(journey)
    for product in (lamp, mug, mug):
        town.clock.forward(minutes=1)
        await looks_at(town, ada, product)
    await looks_at(town, bob, lamp)
    await town.move_on(journey, hours=5)
    await town.move_on(journey, hours=24)
    assert subjects(town) == ["A question about Mug?"]
    assert f"https://store.example/?product={mug.id}" in town.mail.mails[0].text
    assert town.mail.mails[0].to == ada.email


async def test_who_goes_on_looking_or_has_it_in_the_cart_is_left_alone(town: Town) -> None:
    ada, bob = await town.customer(email=True), await town.customer(email=True)
    lamp, variant = await town.ware("Desk Lamp")
    mug, _ = await town.ware("Mug")
    journey = journeys()["browsed_and_left"]
    await town.move_on(journey)
    for who in (ada, bob):
        await looks_at(town, who, lamp)
        town.clock.forward(minutes=1)
        await looks_at(town, who, lamp)
    town.clock.forward(minutes=1)
    await looks_at(town, ada, mug)
    await town.cart(bob, variant)
    await town.move_on(journey, hours=5)
    await town.move_on(journey, hours=24)
    assert subjects(town) == []


async def sells_out_and_comes_back(
    town: Town, variant: Variant, reason: StockReason = StockReason.RECEIVED
) -> None:
    """Between now and an hour later; whatever the row says, the ledger has it."""
    now = town.clock.now()
    sold = StockEntry(sku=variant.sku, quantity=-10, reason=StockReason.SOLD, created_at=now)
    back = StockEntry(sku=variant.sku, quantity=5, reason=reason, created_at=now + timedelta(hours=1))
    await town.add(sold, back)
    async with town.sessions.begin() as session:
        await session.execute(update(Variant).where(Variant.sku == variant.sku).values(stock_on_hand=5))


async def in_stock(town: Town) -> tuple[Product, Variant]:
    """Ten lamps, for some days."""
    lamp, variant = await town.ware("Desk Lamp")
    async with town.sessions.begin() as session:
        first = update(StockEntry).where(StockEntry.sku == variant.sku)
        await session.execute(first.values(created_at=town.clock.now() - timedelta(days=9)))
    return lamp, variant


async def test_what_is_back_is_told_to_whom_it_interested_but_not_beside_their_alert(town: Town) -> None:
    ada, bob, eve = [await town.customer(email=True) for _ in range(3)]
    lamp, variant = await in_stock(town)
    journey = journeys()["back_in_stock"]
    await town.move_on(journey)
    for who in (ada, bob):
        await looks_at(town, who, lamp)
    async with town.sessions.begin() as session:
        conversation = await begin_conversation(session, uuid4(), "web")
        session.add(
            Alert(
                kind=AlertKind.RESTOCK,
                conversation_id=conversation.id,
                customer_id=bob.id,
                product_id=lamp.id,
            )
        )
    await sells_out_and_comes_back(town, variant)
    await town.move_on(journey, hours=1, minutes=20)
    await town.move_on(journey, hours=2)
    assert [(mail.to, mail.subject) for mail in town.mail.mails] == [(ada.email, "Desk Lamp is back")]
    assert eve.email not in {mail.to for mail in town.mail.mails}


async def test_more_of_what_was_there_is_no_news(town: Town) -> None:
    ada = await town.customer(email=True)
    lamp, variant = await in_stock(town)
    journey = journeys()["back_in_stock"]
    await town.move_on(journey)
    await looks_at(town, ada, lamp)
    await town.add(
        StockEntry(sku=variant.sku, quantity=5, reason=StockReason.RECEIVED, created_at=town.clock.now())
    )
    await town.move_on(journey, hours=1)
    await town.move_on(journey, hours=2)
    assert subjects(town) == []


async def test_the_database_itself_notes_a_price_that_changes(town: Town) -> None:
    _, variant = await town.ware(price_minor=4000)
    async with town.sessions.begin() as session:
        for price in (4000, 3000):
            await session.execute(update(Variant).where(Variant.sku == variant.sku).values(price_minor=price))
        noted = (await session.scalars(select(PriceChange))).all()
    assert [(each.sku, each.old_minor, each.new_minor) for each in noted] == [(variant.sku, 4000, 3000)]


@pytest.mark.parametrize(("price", "is_told"), [(3600, True), (3601, False), (4400, False)])
async def test_a_price_that_drops_enough_is_told_to_whom_it_interested(
    town: Town, price: int, is_told: bool
) -> None:
    ada = await town.customer(email=True)
    _, variant = await town.ware("Desk Lamp", price_minor=4000)
    await town.cart(ada, variant)
    journey = journeys()["price_drop"]
    await town.move_on(journey)
    async with town.sessions.begin() as session:
        await session.execute(update(Variant).where(Variant.sku == variant.sku).values(price_minor=price))
        await session.execute(update(PriceChange).values(changed_at=town.clock.now()))
    await town.move_on(journey, minutes=20)
    await town.move_on(journey, hours=2)
    assert subjects(town) == (["Desk Lamp costs less now"] if is_told else [])


async def versions(town: Town, *prices: int) -> tuple[Product, list[Variant]]:
    """Lamps of several colors, in stock for some days."""
    lamp = a_product(title="Desk Lamp")
    colors = ("black", "white", "red")
    made = [
        a_variant(lamp, price_minor=price, options={"color": color})
        for price, color in zip(prices, colors, strict=False)
    ]
    await town.add(lamp, *made)
    async with town.sessions.begin() as session:
        await session.execute(update(StockEntry).values(created_at=town.clock.now() - timedelta(days=9)))
    return lamp, made


async def costs(town: Town, variant: Variant, price: int) -> None:
    async with town.sessions.begin() as session:
        await session.execute(update(Variant).where(Variant.sku == variant.sku).values(price_minor=price))
        changed = update(PriceChange).where(PriceChange.sku == variant.sku)
        await session.execute(changed.values(changed_at=town.clock.now()))


async def test_the_version_that_costs_less_is_named_and_not_the_cheapest(town: Town) -> None:
    ada = await town.customer(email=True)
    lamp, (_, white) = await versions(town, 1000, 8000)
    journey = journeys()["price_drop"]
    await town.move_on(journey)
    await looks_at(town, ada, lamp)
    await costs(town, white, 6000)
    await town.move_on(journey, minutes=20)
    await town.move_on(journey, hours=2)
    assert subjects(town) == ["Desk Lamp (white) costs less now"]
    assert "$60.00" in town.mail.mails[0].text


async def test_several_versions_that_cost_less_are_one_message(town: Town) -> None:
    ada = await town.customer(email=True)
    lamp, variants = await versions(town, 9000, 8000, 10000)
    journey = journeys()["price_drop"]
    await town.move_on(journey)
    await looks_at(town, ada, lamp)
    for variant in variants:
        await costs(town, variant, variant.price_minor // 2)
    await town.move_on(journey, minutes=20)
    await town.move_on(journey, hours=2)
    assert [run.sku for run in await town.runs()] == [variants[1].sku]
    assert subjects(town) == ["Desk Lamp (white) costs less now"]


async def test_who_looks_after_the_price_dropped_or_has_bought_it_hears_nothing(town: Town) -> None:
    late, buyer = await town.customer(email=True), await town.customer(email=True)
    lamp, (black,) = await versions(town, 8000)
    journey = journeys()["price_drop"]
    await town.move_on(journey)
    await looks_at(town, buyer, lamp)
    town.clock.forward(minutes=1)
    await town.add(an_order(buyer, [a_line(black)], placed_at=town.clock.now()))
    town.clock.forward(minutes=1)
    await costs(town, black, 4000)
    town.clock.forward(minutes=1)
    await looks_at(town, late, lamp)
    await town.move_on(journey, minutes=20)
    assert await town.runs() == []


@pytest.mark.parametrize("reason", [StockReason.LET_GO, StockReason.CANCELLED])
async def test_what_a_checkout_or_an_order_lets_go_is_no_restock(town: Town, reason: StockReason) -> None:
    ada = await town.customer(email=True)
    lamp, variant = await in_stock(town)
    journey = journeys()["back_in_stock"]
    await town.move_on(journey)
    await looks_at(town, ada, lamp)
    await sells_out_and_comes_back(town, variant, reason)
    await town.move_on(journey, hours=1, minutes=20)
    assert await town.runs() == []


@pytest.mark.parametrize("prices", [(8000,), (1000, 8000)])
async def test_the_button_of_a_message_puts_what_it_names_into_the_cart(
    town: Town, prices: tuple[int, ...]
) -> None:
    ada = await town.customer(sms=True)
    lamp, made = await versions(town, *prices)
    journey = journeys()["back_in_stock"]
    await town.move_on(journey)
    await looks_at(town, ada, lamp)
    await sells_out_and_comes_back(town, made[-1])
    await town.move_on(journey, hours=1, minutes=20)
    await town.move_on(journey, hours=2)
    ware = f'"sku": "{made[1].sku}"' if len(prices) > 1 else f'"product_id": "{lamp.id}"'
    async with town.sessions() as session:
        replies = await session.scalar(select(Message.quick_replies))
    assert replies == [{"title": "Add to cart", "payload": f"/add_to_cart{{{ware}}}"}]


async def test_a_supply_is_spoken_of_when_ones_own_rhythm_says_so(town: Town) -> None:
    ada, seldom = await town.customer(email=True), await town.customer(email=True)
    _, beans = await town.ware("Coffee Beans")
    for who, days in ((ada, (90, 60, 29)), (seldom, (60, 29))):
        for ago in days:
            placed_at = town.clock.now() - timedelta(days=ago)
            await town.add(an_order(who, [a_line(beans, title="Coffee Beans")], placed_at=placed_at))
    journey = journeys()["replenishment"]
    await town.move_on(journey)
    for _ in range(4):
        await town.move_on(journey, hours=12)
    assert [(mail.to, mail.subject) for mail in town.mail.mails] == [
        (ada.email, "Time for Coffee Beans again?")
    ]


async def test_the_second_return_of_one_product_is_asked_about_by_service(town: Town) -> None:
    ada = await town.customer()
    lamp, variant = await town.ware("Desk Lamp")
    journey = journeys()["sent_back_again"]
    await town.move_on(journey)
    for number in range(2):
        order = an_order(ada, [a_line(variant)], status=OrderStatus.DELIVERED)
        await town.add(order)
        request = ReturnRequest(
            rma_number=f"R{number}", order_id=order.id, kind=ReturnKind.RETURN, status=ReturnStatus.APPROVED,
            created_at=town.clock.now(),
        )  # fmt: skip
        await town.add(request)
        line = ReturnLine(
            return_request_id=request.id,
            order_line_id=order.lines[0].id,
            quantity=1,
            reason=ReturnReason.SIZE,
        )
        await town.add(line)
        await town.move_on(journey, hours=3)
        await town.move_on(journey, hours=3)
        assert subjects(town) == ([] if number == 0 else ["Desk Lamp wasn't right again"])
    assert lamp.id
    assert town.mail.mails[0].one_click_url == ""


async def test_a_product_that_is_gone_or_sold_out_is_not_spoken_of(town: Town) -> None:
    ada = await town.customer(email=True)
    lamp, _ = await town.ware("Desk Lamp", stock_on_hand=0)
    journey = journeys()["browsed_and_left"]
    await town.move_on(journey)
    for _ in range(2):
        town.clock.forward(minutes=1)
        await looks_at(town, ada, lamp)
    await town.move_on(journey, hours=5)
    await town.move_on(journey, hours=24)
    assert subjects(town) == []
    assert [step[2] for step in await town.steps()] == ["out_of_stock"]
