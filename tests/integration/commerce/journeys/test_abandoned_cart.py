"""The journey of a cart that was left: what is sent, where, and in which words."""

import re
from datetime import timedelta

from sqlalchemy import select, update

from commerce.carts.finding import load_cart
from commerce.carts.models import Cart, CartCode, CartStatus
from commerce.carts.quote import Contents, quote
from commerce.catalogue.models import Category
from commerce.checkout.links import checkout_ref
from commerce.identity import IdentityLevel
from commerce.journeys.models import RunStatus
from commerce.notifications.tracking import MailLinks
from commerce.policies.models import Policy
from commerce.promotions.models import Promotion, SingleUseCode
from tests.factories import SECRET, a_product, a_variant
from tests.integration.commerce.journeys.conftest import STORE_URL, Town


async def test_a_cart_is_reminded_of_by_text_an_hour_after_it_was_left(town: Town) -> None:
    ada = await town.customer(sms=True, email=True)
    cart = await town.left_cart(ada, options={"color": "blue"}, price_minor=4000)
    await town.move_on(minutes=59)
    assert await town.steps() == []
    await town.move_on(minutes=1)
    assert await town.steps() == [("reminder", "sent", "", "sms")]
    [words] = await town.said()
    link = town.links.url(checkout_ref(cart.id, ada.id, IdentityLevel.ANONYMOUS), clock=town.clock)
    assert words.startswith("Test Store: you left Desk Lamp in your cart ($40.00).")
    assert link in words
    assert words.endswith("Reply STOP to stop.")
    assert await town.jobs_left() == ["delivery:deliver"]
    assert town.mail.mails == []


async def test_the_day_after_an_email_shows_what_is_in_it(town: Town) -> None:
    ada = await town.customer(email=True)
    _, lamp = await town.ware("Desk Lamp", options={"color": "blue"}, price_minor=4000)
    _, mug = await town.ware("Mug <large>", options={}, price_minor=1250)
    await town.cart(ada, lamp, mug)
    await town.move_on(hours=1)
    await town.move_on(hours=23)
    assert [step[:2] for step in await town.steps()] == [("reminder", "sent"), ("second_look", "sent")]
    first = town.mail.mails[0]
    assert first.subject == "You left Desk Lamp and Mug <large> in your cart"
    assert "- Desk Lamp (blue): $40.00\n- Mug <large>: $12.50" in first.text
    assert "Mug &lt;large&gt;" in first.html
    assert "Mug <large>" not in first.html
    assert ">Back to your cart</a>" in first.html
    [token] = re.findall(rf'href="{STORE_URL}/m/([^"]+)"', first.html)
    assert MailLinks(STORE_URL, SECRET).read(token)[1].startswith("/checkout/")
    assert f"{STORE_URL}/checkout/" in first.text
    assert first.one_click_url.startswith(f"{STORE_URL}/unsubscribe/")
    assert f"{STORE_URL}/preferences/" in first.text


async def test_after_three_days_a_small_cart_is_left_alone(town: Town) -> None:
    ada = await town.customer(email=True)
    await town.left_cart(ada)
    await town.move_on(hours=1)
    await town.move_on(hours=23)
    await town.move_on(hours=48)
    [run] = await town.runs()
    assert (run.status, run.end_reason) == (RunStatus.FINISHED, "too small for an offer")
    assert len(town.mail.mails) == 2


async def test_after_three_days_a_large_cart_gets_a_code_of_its_owners_own(town: Town) -> None:
    ada = await town.customer(email=True)
    cart = await town.left_cart(ada, price_minor=9000)
    for hours in (1, 23, 48):
        await town.move_on(hours=hours)
    assert (await town.steps())[-1] == ("offer", "sent", "", "email")
    async with town.sessions() as session:
        [made] = await session.scalars(select(SingleUseCode))
        [on_cart] = await session.scalars(select(CartCode))
        promotion = await session.get_one(Promotion, made.promotion_code)
        quoted = await quote(
            session, Contents.of(await load_cart(session, cart.id, lock=False)), clock=town.clock
        )
    assert (made.customer_id, on_cart.cart_id, on_cart.code) == (ada.id, cart.id, made.code)
    assert promotion.ends_at == town.clock.now() + timedelta(days=7)
    assert f"With the code {made.code} you pay less" in town.mail.mails[-1].text
    assert str(quoted.total) == "$81.00"  # the link shows it with the code on it


async def test_nobody_gets_a_second_offer_soon(town: Town) -> None:
    ada = await town.customer(email=True)
    cart = await town.left_cart(ada, price_minor=9000)
    for hours in (1, 23, 48):
        await town.move_on(hours=hours)
    town.clock.forward(days=30)
    async with town.sessions.begin() as session:
        await session.execute(update(Cart).where(Cart.id == cart.id).values(updated_at=town.clock.now()))
    for hours in (1, 23, 48):
        await town.move_on(hours=hours)
    assert (await town.steps())[-1][:3] == ("offer", "held", "no_offer")


async def test_a_cart_whose_margin_leaves_no_room_gets_no_offer(town: Town) -> None:
    async with town.sessions.begin() as session:
        session.add(Category(id="computing", title="Computing"))
        session.add(Policy(name="goods_margin", category_id="computing", value={"percent": 18}))
    ada = await town.customer(email=True)
    product = a_product(category_id="computing")
    variant = a_variant(product, price_minor=9000)
    await town.add(product, variant)
    await town.cart(ada, variant)
    for hours in (1, 23, 48):
        await town.move_on(hours=hours)
    assert (await town.steps())[-1][:3] == ("offer", "held", "no_offer")


async def test_what_was_bought_is_not_reminded_of(town: Town) -> None:
    ada = await town.customer(email=True)
    cart = await town.left_cart(ada)
    await town.move_on(minutes=40)
    async with town.sessions.begin() as session:
        await session.execute(update(Cart).where(Cart.id == cart.id).values(status=CartStatus.ORDERED))
    await town.move_on(minutes=20)
    assert await town.steps() == [("reminder", "held", "bought", None)]
    [run] = await town.runs()
    assert (run.status, run.end_reason) == (RunStatus.LEFT, "bought")


async def test_who_comes_back_is_left_anew_when_they_leave_again(town: Town) -> None:
    ada = await town.customer(email=True)
    cart = await town.left_cart(ada)
    await town.move_on(minutes=50)
    async with town.sessions.begin() as session:
        await session.execute(update(Cart).where(Cart.id == cart.id).values(updated_at=town.clock.now()))
    await town.move_on(minutes=10)
    assert town.mail.mails == []
    await town.move_on(minutes=50)
    assert await town.steps() == [
        ("reminder", "held", "came_back", None),
        ("reminder", "sent", "", "email"),
    ]
    assert len(await town.runs()) == 2


async def test_a_cart_that_is_too_small_is_not_on_the_journey(town: Town) -> None:
    ada = await town.customer(email=True)
    await town.left_cart(ada, price_minor=500)
    await town.move_on(hours=1)
    [run] = await town.runs()
    assert (run.status, run.end_reason) == (RunStatus.LEFT, "filtered")


async def test_what_is_sold_out_is_not_named(town: Town) -> None:
    ada = await town.customer(email=True)
    _, lamp = await town.ware("Desk Lamp")
    _, mug = await town.ware("Mug", stock_on_hand=0)
    await town.cart(ada, lamp, mug)
    await town.move_on(hours=1)
    [mail] = town.mail.mails
    assert "Desk Lamp" in mail.text
    assert "Mug" not in mail.text + mail.html
