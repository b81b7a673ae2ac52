"""Paying a pending order otherwise: what is charged, what goes back, and what does not cover it."""

import pytest
from sqlalchemy import select

from commerce.customers.models import PaymentMethod, PaymentMethodKind
from commerce.database import Sessions
from commerce.orders.models import Order, Payment, Refund
from tests.dialogue.codes import mailed_codes
from tests.dialogue.conftest import Begin
from tests.dialogue.shoppers import ShopperWithOrders
from tests.factories import a_card, a_gift_card, an_opening_balance


async def a_mastercard(jane: ShopperWithOrders) -> PaymentMethod:
    card = a_card(jane.customer, brand="mastercard", last_four="1881")
    await jane.add(card)
    return card


async def a_paypal(jane: ShopperWithOrders) -> PaymentMethod:
    paypal = a_card(jane.customer, kind=PaymentMethodKind.PAYPAL, brand=None, last_four=None)
    await jane.add(paypal)
    return paypal


async def a_gift(jane: ShopperWithOrders, amount_minor: int) -> PaymentMethod:
    gift = a_gift_card(jane.customer)
    await jane.add(gift, an_opening_balance(gift, amount_minor))
    return gift


async def money(sessions: Sessions, order: Order) -> tuple[str, list[tuple[str, int]], list[tuple[str, int]]]:
    """What pays the order, and its payments and refunds."""
    async with sessions() as session:
        paying = (await session.get_one(Order, order.id)).payment_method_id
        payments = await session.scalars(
            select(Payment).where(Payment.order_id == order.id).order_by(Payment.created_at)
        )
        refunds = await session.scalars(select(Refund).where(Refund.order_id == order.id))
        return (
            paying,
            [(each.payment_method_id, each.amount_minor) for each in payments],
            [(each.payment_method_id, each.amount_minor) for each in refunds],
        )


async def test_happy_path(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    paypal = await a_paypal(jane)
    await a_mastercard(jane)
    order = await jane.orders("Mug")
    before = await money(store_sessions, order)
    chat = await begin(jane.id)
    asked = await chat.say("I'd like to pay my order another way")
    assert f"How would you like to pay order #{order.number} ($40.00) instead?" in asked
    assert "Visa ending in 4242" not in asked.buttons
    summary = await chat.press("PayPal")
    assert f"charge $40.00 for order #{order.number} to your PayPal account" in summary
    assert "$40.00 back to your Visa ending in 4242 in 5 to 7 business days" in summary
    assert await money(store_sessions, order) == before
    assert "is now paid with your PayPal account" in await chat.press("Yes, change it")
    assert await money(store_sessions, order) == (
        paypal.id,
        [(jane.card.id, 4000), (paypal.id, 4000)],
        [(jane.card.id, 4000)],
    )


@pytest.mark.parametrize(
    "words",
    [
        "use my PayPal instead for order {number}",
        "change the payment of {number} to paypal please",
        "I paid order {number} with the wrong card, put it on my PayPal",
    ],
)
async def test_all_in_one_message(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, words: str
):
    paypal = await a_paypal(jane)
    await a_mastercard(jane)
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    assert "to your PayPal account" in await chat.say(words.format(number=order.number))
    await chat.say("sure, thanks")
    assert (await money(store_sessions, order))[0] == paypal.id


async def test_by_the_last_digits_and_corrected_at_the_summary(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    await a_paypal(jane)
    card = await a_mastercard(jane)
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    assert "PayPal" in await chat.say(f"change the payment method of order {order.number} to paypal")
    assert "to your Mastercard ending in 1881" in await chat.say("no, the card ending 1881")
    await chat.say("yes")
    assert (await money(store_sessions, order))[0] == card.id


async def test_yes_but_with_another_one_is_no_yes(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    await a_paypal(jane)
    await a_mastercard(jane)
    order = await jane.orders("Mug")
    before = await money(store_sessions, order)
    chat = await begin(jane.id)
    await chat.say(f"change the payment method of order {order.number} to paypal")
    assert "to your Mastercard" in await chat.say("yes but with my mastercard")
    assert await money(store_sessions, order) == before


async def test_a_gift_card_that_covers_it(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    await a_paypal(jane)
    gift = await a_gift(jane, 5000)
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    assert "to your gift card" in await chat.say(f"put order {order.number} on my gift card instead")
    await chat.say("yes")
    assert (await money(store_sessions, order))[0] == gift.id


async def test_a_gift_card_that_does_not_cover_it(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    await a_paypal(jane)
    await a_mastercard(jane)
    await a_gift(jane, 1000)
    order = await jane.orders("Mug")
    before = await money(store_sessions, order)
    chat = await begin(jane.id)
    answer = await chat.say(f"put order {order.number} on my gift card instead")
    assert "your gift card" in answer
    assert "How would you like to pay" in answer
    assert not [title for title in answer.buttons if "ift card" in title]
    assert await money(store_sessions, order) == before


async def test_a_method_that_is_not_on_file(begin: Begin, jane: ShopperWithOrders):
    await a_mastercard(jane)
    await a_gift(jane, 9000)
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    answer = await chat.say(f"pay order {order.number} with paypal instead")
    assert "I don't see that one (paypal)" in answer


async def test_no_other_method(begin: Begin, jane: ShopperWithOrders):
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    answer = await chat.say(f"change the payment method of order {order.number}")
    assert "no other payment method" in answer


async def test_the_method_that_pays_already(begin: Begin, jane: ShopperWithOrders):
    await a_paypal(jane)
    await a_mastercard(jane)
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    await chat.say(f"change the payment method of order {order.number}")
    answer = await chat.say("the visa ending 4242")
    assert "is paid with your Visa ending in 4242 already" in answer
    assert "PayPal" in str(list(answer.buttons))


async def test_too_late(begin: Begin, jane: ShopperWithOrders):
    await a_paypal(jane)
    order, _ = await jane.shipped("Mug")
    chat = await begin(jane.id)
    assert "can't be changed any more" in await chat.say(f"pay order {order.number} with paypal instead")


async def test_a_question_in_between(begin: Begin, jane: ShopperWithOrders, help_articles: None):
    await a_paypal(jane)
    await a_mastercard(jane)
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    await chat.say(f"change the payment method of order {order.number}")
    between = await chat.say("how fast is express delivery?")
    assert "Express takes 1 to 2 business days" in between
    assert "How would you like to pay" in between
    assert "to your PayPal account" in await chat.say("paypal")


async def test_never_mind_at_every_step(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    await a_paypal(jane)
    await a_mastercard(jane)
    orders = [await jane.orders("Mug"), await jane.orders("Keyboard")]
    before = [await money(store_sessions, order) for order in orders]
    steps = ["I want to pay my order with another method", orders[0].number, "my paypal"]
    for count in range(1, len(steps) + 1):
        chat = await begin(jane.id)
        for step in steps[:count]:
            await chat.say(step)
        assert "Nothing was changed" in await chat.say("never mind"), steps[:count]
    assert [await money(store_sessions, order) for order in orders] == before


async def test_with_another_request(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    paypal = await a_paypal(jane)
    await a_mastercard(jane)
    order = await jane.orders("Mug")
    shipped, _ = await jane.shipped("Keyboard")
    chat = await begin(jane.id)
    await chat.say(f"pay order {order.number} with my paypal instead, and where is order {shipped.number}?")
    done = await chat.say("yes")
    assert "is now paid with your PayPal account" in done
    assert f"#{shipped.number} is on its way" in done
    assert (await money(store_sessions, order))[0] == paypal.id


async def test_a_claimed_shopper_needs_a_code_first(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, dialogue_store: str
):
    paypal = await a_paypal(jane)
    await a_mastercard(jane)
    order = await jane.orders("Mug")
    chat = await begin()
    await chat.say(f"pay order {order.number} with my paypal instead")
    assert "Shall I send a code" in await chat.say(jane.email)
    await chat.say("yes")
    assert "to your PayPal account" in await chat.say((await mailed_codes(dialogue_store, jane.email))[-1])
    await chat.say("yes")
    assert (await money(store_sessions, order))[0] == paypal.id


async def test_a_gift_card_that_is_named_at_the_summary_and_does_not_cover_it(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    await a_paypal(jane)
    await a_gift(jane, 1000)
    order = await jane.orders("Mug")
    before = await money(store_sessions, order)
    chat = await begin(jane.id)
    assert "Shall I change it?" in await chat.say(f"pay order {order.number} with my paypal")
    answer = await chat.say("no, use my gift card instead")
    assert "There isn't enough on your gift card" in answer
    assert await money(store_sessions, order) == before


async def test_an_unknown_shopper_says_it_all_at_once(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    await a_paypal(jane)
    order = await jane.orders("Mug")
    before = await money(store_sessions, order)
    chat = await begin()
    answer = await chat.say(f"pay order {order.number} with my paypal instead, my email is {jane.email}")
    assert "sure it's you" in answer
    assert "not packed yet" not in answer
    assert await money(store_sessions, order) == before
