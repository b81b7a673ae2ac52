"""Exchanging delivered items: every item first, variants by option, the difference settled, after a yes."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from commerce.catalogue.models import Variant
from commerce.database import Sessions
from commerce.orders.models import Order, OrderStatus
from commerce.returns.models import ReturnKind, ReturnReason, ReturnStatus
from tests.dialogue.conftest import Begin
from tests.dialogue.shoppers import ShopperWithOrders
from tests.dialogue.wares import (
    BLUE_SHIRT,
    HEADPHONES,
    LAMP,
    MUG,
    RED_SHIRT,
    SHOES,
    bought,
    received,
    returns_of,
    rows_of,
)
from tests.factories import a_gift_card, an_opening_balance


async def exchanged(sessions: Sessions, order: Order) -> list[tuple[dict[str, str], int]]:
    """The options of what goes out for each returned line, and how many."""
    found = []
    async with sessions() as session:
        for request, lines in await returns_of(sessions, order):
            assert request.kind is ReturnKind.EXCHANGE
            for line in lines:
                options = await session.scalar(
                    select(Variant.options).where(Variant.sku == line.exchange_sku)
                )
                found.append((options, line.quantity))
    return found


async def test_happy_path(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    order = await received(jane, LAMP, MUG)
    chat = await begin(jane.id)
    assert "Which items" in await chat.say("I'd like to exchange something I received")
    asked = await chat.press("Desk Lamp")
    assert "Which version of the Desk Lamp" in asked
    assert set(asked.buttons) == {"red ($35.00)", "white ($45.00)"}  # the blue one is sold out
    summary = await chat.press("white")
    assert "Desk Lamp: black → white" in summary
    assert "You pay $5.00 more with your Visa ending in 4242" in summary
    assert await returns_of(store_sessions, order) == []
    done = await chat.press("Yes, exchange it")
    ((request, (line,)),) = await returns_of(store_sessions, order)
    assert request.rma_number in done
    assert "/documents/" in done
    assert "set aside" in done
    assert await exchanged(store_sessions, order) == [({"color": "white"}, 1)]
    rows = await rows_of(store_sessions, order)
    assert sorted(amount for _, amount in rows.payments) == [500, 5000]
    assert (line.reason, request.settlement_minor) == (ReturnReason.OTHER, -500)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("exchange the shoes for size 10", [({"size": "10", "color": "grey"}, 1)]),
        (
            "can I exchange the shoes for one size down? they're too big",
            [({"size": "8", "color": "grey"}, 1)],
        ),
        ("exchange the shoes, same in white", [({"size": "9", "color": "white"}, 1)]),
        ("exchange the blue shirt for a red one", [({"size": "M", "color": "red"}, 1)]),
        (
            "exchange both shirts for black ones",
            [({"size": "M", "color": "black"}, 1), ({"size": "L", "color": "black"}, 1)],
        ),
        (
            "exchange the blue shirt for a small and the shoes for size 10 in white",
            [({"size": "S", "color": "blue"}, 1), ({"size": "10", "color": "white"}, 1)],
        ),
    ],
)
async def test_variants_are_named_in_the_first_message(
    begin: Begin,
    jane: ShopperWithOrders,
    store_sessions: Sessions,
    said: str,
    expected: list[tuple[dict[str, str], int]],
):
    order = await received(jane, BLUE_SHIRT, RED_SHIRT, SHOES)
    chat = await begin(jane.id)
    summary = await chat.say(said)
    assert "The price stays the same." in summary
    assert "Shall I set up the exchange?" in summary
    await chat.say("yes please")
    assert await exchanged(store_sessions, order) == expected


async def test_every_item_is_asked_for_its_variant(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await received(jane, BLUE_SHIRT, SHOES)
    chat = await begin(jane.id)
    assert "Which version of the T-Shirt" in await chat.say("I want to exchange both items I received")
    assert "Which version of the Running Shoes" in await chat.say("one size up")
    assert "T-Shirt: M → L and Running Shoes: grey → white" in await chat.say("in white please")
    await chat.say("yes")
    assert await exchanged(store_sessions, order) == [
        ({"size": "L", "color": "blue"}, 1),
        ({"size": "9", "color": "white"}, 1),
    ]


async def test_an_unclear_wish_is_asked_with_what_fits(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await received(jane, BLUE_SHIRT)
    chat = await begin(jane.id)
    asked = await chat.say("exchange the shirt I got for a bigger one")
    assert "several versions" in asked
    assert set(asked.buttons) == {"L", "XL ($25.00)"}
    assert "M → L" in await chat.say("the first one")
    await chat.say("yes")
    assert await exchanged(store_sessions, order) == [({"size": "L", "color": "blue"}, 1)]


async def test_what_is_sold_out_is_said(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    order = await received(jane, LAMP)
    chat = await begin(jane.id)
    answer = await chat.say("exchange the lamp I received for the blue one")
    assert "I don't have the Desk Lamp in blue right now" in answer
    assert "blue" not in " ".join(answer.buttons)
    assert "costs $5.00 less" in await chat.say("then the red one")
    assert "You get $5.00 back to your Visa" in await chat.say("to my card")
    await chat.say("yes")
    assert await exchanged(store_sessions, order) == [({"color": "red"}, 1)]


async def test_a_difference_that_goes_back(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    order = await received(jane, LAMP)
    chat = await begin(jane.id)
    assert "costs $5.00 less" in await chat.say("exchange the lamp for the cheaper one, it's delivered")
    assert "on your store credit as soon as the package is back" in await chat.press("Store credit")
    await chat.say("yes")
    ((request, _),) = await returns_of(store_sessions, order)
    assert request.settlement_minor == 500


async def test_a_gift_card_must_cover_the_difference(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    gift_card = a_gift_card(jane.customer)
    await jane.add(gift_card, an_opening_balance(gift_card, 300))
    order = await received(jane, LAMP)
    chat = await begin(jane.id)
    answer = await chat.say("exchange the lamp I received for the white one and charge my gift card")
    assert "There isn't enough on your gift card" in answer
    assert "You pay $5.00 more with your Visa" in answer
    await chat.say("yes")
    rows = await rows_of(store_sessions, order)
    assert sorted(amount for _, amount in rows.payments) == [500, 4000]


async def test_the_variant_is_corrected_at_the_summary(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await received(jane, SHOES)
    chat = await begin(jane.id)
    await chat.say("exchange the shoes I received for size 10")
    assert "9, grey → 10, white" in await chat.say("actually make that white")
    assert "9, grey → 8, white" in await chat.say("no, size 8")
    await chat.say("yes")
    assert await exchanged(store_sessions, order) == [({"size": "8", "color": "white"}, 1)]


async def test_an_item_is_added_and_left_out_at_the_summary(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await received(jane, BLUE_SHIRT, SHOES, MUG)
    chat = await begin(jane.id)
    await chat.say("exchange the shoes I received for size 10")
    both = await chat.say("and the mug too, in green")
    assert "Running Shoes: 9 → 10 and Mug: white → green" in both
    only = await chat.say("actually keep the shoes")
    assert "Running Shoes" not in only
    await chat.say("yes")
    assert await exchanged(store_sessions, order) == [({"color": "green"}, 1)]


async def test_only_one_of_two_shirts(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    order = await received(jane, BLUE_SHIRT, RED_SHIRT)
    chat = await begin(jane.id)
    await chat.say("exchange both shirts I received for XL")
    only = await chat.say("actually only the red one")
    assert "I'll exchange T-Shirt (red): L → XL." in only
    await chat.say("yes")
    assert await exchanged(store_sessions, order) == [({"size": "XL", "color": "red"}, 1)]


async def test_a_version_that_does_not_exist(begin: Begin, jane: ShopperWithOrders):
    await received(jane, SHOES)
    chat = await begin(jane.id)
    await chat.say("I want to exchange my shoes")
    assert "I don't have the Running Shoes like that" in await chat.say("purple")
    assert "grey → white" in await chat.say("then white")


async def test_some_of_a_line(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    order = await received(jane, replace(MUG, quantity=3))
    chat = await begin(jane.id)
    assert "2 × Mug: white → green" in await chat.say("exchange two of the mugs I received for green ones")
    await chat.say("yes")
    assert await exchanged(store_sessions, order) == [({"color": "green"}, 2)]


async def test_an_item_without_another_variant(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await received(jane, HEADPHONES)
    before = await rows_of(store_sessions, order)
    chat = await begin(jane.id)
    assert "no other version of the Headphones" in await chat.say("I want to exchange my headphones")
    assert await rows_of(store_sessions, order) == before


async def test_what_is_there_already_is_said(begin: Begin, jane: ShopperWithOrders):
    await received(jane, LAMP)
    chat = await begin(jane.id)
    await chat.say("I want to exchange the lamp I received")
    assert "the version of the Desk Lamp you have already" in await chat.say("the black one")


async def test_a_policy_question_in_between_and_back(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, help_articles: None
):
    order = await received(jane, SHOES)
    chat = await begin(jane.id)
    assert "Which version" in await chat.say("I want to exchange my shoes")
    between = await chat.say("do you ship to Canada?")
    assert "Canada" in between
    assert "Which version of the Running Shoes" in between
    await chat.say("size 10")
    await chat.say("yes")
    assert await exchanged(store_sessions, order) == [({"size": "10", "color": "grey"}, 1)]


async def test_never_mind_at_every_step_changes_nothing(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await received(jane, LAMP, SHOES)
    before = await rows_of(store_sessions, order)
    steps = ["I want to exchange an item I received", "the lamp", "the red one", "to my visa"]
    for count in range(1, len(steps) + 1):
        chat = await begin(jane.id)
        for step in steps[:count]:
            await chat.say(step)
        assert "Nothing was changed" in await chat.say("never mind"), steps[:count]
        assert "nothing waiting for a yes" in await chat.say("yes")
    assert await rows_of(store_sessions, order) == before


async def test_too_late_to_exchange(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    order = await received(jane, SHOES, days=60)
    before = await rows_of(store_sessions, order)
    chat = await begin(jane.id)
    assert "return window closed on" in await chat.say("exchange my shoes for size 10")
    assert await rows_of(store_sessions, order) == before


async def test_sold_out_between_the_summary_and_the_yes(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await received(jane, SHOES)
    chat = await begin(jane.id)
    await chat.say("exchange the shoes I received for size 10")
    async with store_sessions.begin() as session:
        variants = await session.scalars(
            select(Variant).where(
                Variant.product_id == order.lines[0].product_id, Variant.sku != order.lines[0].sku
            )
        )
        for variant in variants:
            variant.is_offered = False
    assert "isn't available any more" in await chat.say("yes")
    assert await returns_of(store_sessions, order) == []


async def test_an_order_that_is_not_packed_is_changed_instead(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await bought(jane, SHOES)
    chat = await begin(jane.id)
    answer = await chat.say(f"exchange the shoes of order {order.number} for size 10")
    assert "isn't packed yet" in answer
    assert f"In order #{order.number} I'll change Running Shoes: 9 → 10" in answer
    await chat.say("yes")
    assert await returns_of(store_sessions, order) == []
    assert (await rows_of(store_sessions, order)).order[0] is OrderStatus.PENDING
    assert (await rows_of(store_sessions, order)).order[2] is not None


async def test_an_exchange_and_a_return_in_one_message(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await received(jane, LAMP, SHOES)
    chat = await begin(jane.id)
    first = await chat.say(
        "I want to exchange the shoes for size 10. I also want to return the lamp, it's broken"
    )
    assert "Running Shoes: 9 → 10" in first
    second = await chat.say("yes")
    assert "Your exchange RMA-" in second
    assert "Where should the refund go?" in second
    await chat.say("to my visa")
    await chat.say("yes")
    kinds = [request.kind for request, _ in await returns_of(store_sessions, order)]
    assert kinds == [ReturnKind.EXCHANGE, ReturnKind.RETURN]


async def test_above_the_limit_a_person_decides_and_nothing_is_charged(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    others = [({"color": "white"}, 61_000, 5)]
    order = await received(jane, replace(LAMP, price_minor=60_000, others=others))
    chat = await begin(jane.id)
    summary = await chat.say("exchange the lamp I received for the white one")
    assert "You pay $10.00 more" in summary
    assert "Our team will review it first, because it's worth more than I can approve alone" in summary
    done = await chat.say("yes")
    assert "I've passed on your exchange request" in done
    assert "nothing is charged before" in done
    ((request, _),) = await returns_of(store_sessions, order)
    assert request.status is ReturnStatus.MANUAL_REVIEW
    assert [amount for _, amount in (await rows_of(store_sessions, order)).payments] == [order.total_minor]
