"""The cart in conversation, as the action server has it: what goes in, what becomes of it, what is told."""

from typing import Any

import pytest
from sqlalchemy import select, update

from commerce.carts.models import Cart, CartLine, CartStatus
from commerce.catalogue.models import Variant
from commerce.checkout.models import Checkout
from commerce.gift_cards.issuing import issue_gift_card
from commerce.identity import IdentityLevel
from commerce.money import Money
from tests.factories import a_cause, a_product, a_variant
from tests.integration.actions.conftest import Enter, Played, Stage
from tests.world import World

ADD, REMOVE = "validate_add_to_cart_form", "validate_remove_from_cart_form"


async def adds(stage: Stage, text: str, intent: str = "add_to_cart", **entities: Any) -> Played:
    return await stage.play(ADD, text, intent, **entities)


async def removes(stage: Stage, text: str, intent: str = "remove_from_cart", **entities: Any) -> Played:
    return await stage.play(REMOVE, text, intent, **entities)


async def cart(world: World) -> dict[str, int]:
    rows = await world.run(
        lambda session: session.execute(
            select(CartLine.sku, CartLine.quantity)
            .join(Cart, Cart.id == CartLine.cart_id)
            .where(Cart.status == CartStatus.OPEN)
        )
    )
    names = {getattr(world, name).sku: name for name in ("black", "white", "red", "blue", "mug")}
    return {names.get(sku, sku): count for sku, count in rows}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("add the mug to my cart", {"mug": 1}),
        ("I want two mugs in my basket", {"mug": 2}),
        ("put a black desk lamp in my cart please", {"black": 1}),
        ("add 3 of the white lamps", {"white": 3}),
        ("a couple of red desk lamps and a mug into my cart", {"red": 2, "mug": 1}),
        ("add the mug and the white lamp to my basket", {"mug": 1, "white": 1}),
        ("stick a mug in my bag", {"mug": 1}),
        ("add a desk lamp, white, to my cart", {"white": 1}),
        ("I'll take two of the desk lamps in red", {"red": 2}),
        ("add a black and a white desk lamp to my cart", {"black": 1, "white": 1}),
    ],
)
async def test_what_is_named_goes_in(world: World, enter: Enter, text: str, wanted: dict[str, int]) -> None:
    stage = await enter(IdentityLevel.ANONYMOUS)
    played = await adds(stage, text)
    assert played.said == ["utter_cart_changed"], played
    assert await cart(world) == wanted


async def test_the_variant_is_asked_for_and_only_what_is_there_is_offered(world: World, enter: Enter) -> None:
    stage = await enter(IdentityLevel.ANONYMOUS)
    played = await adds(stage, "add two desk lamps to my cart")
    assert played.said == ["utter_request_ware_variant"]
    titles = {button["title"] for button in played.buttons}
    assert titles == {"red ($35.00)", "black ($40.00)", "white ($45.00)"}
    played = await adds(stage, "white please", "inform", colour="white")
    assert played.said == ["utter_cart_changed"]
    assert await cart(world) == {"white": 2}


async def test_another_product_instead_at_the_question(world: World, enter: Enter) -> None:
    stage = await enter(IdentityLevel.ANONYMOUS)
    await adds(stage, "add a desk lamp")
    played = await adds(stage, "no, the mug", "correct")
    assert played.said == ["utter_cart_changed"]
    assert await cart(world) == {"mug": 1}


async def test_sold_out_is_said(world: World, enter: Enter) -> None:
    stage = await enter(IdentityLevel.ANONYMOUS)
    played = await adds(stage, "add the blue desk lamp")
    assert played.said == ["utter_ware_variant_sold_out", "utter_request_ware_variant"]
    assert await cart(world) == {}


async def test_more_than_there_are(world: World, enter: Enter) -> None:
    stage = await enter(IdentityLevel.ANONYMOUS)
    played = await adds(stage, "add 25 mugs to my cart")
    assert "There are only 10 of Mug" in played.values["told"]
    assert await cart(world) == {"mug": 10}


async def test_several_products_may_be_meant(world: World, enter: Enter) -> None:
    other = a_product(title="Floor Lamp")
    await world.add(other, a_variant(other, options={}))
    stage = await enter(IdentityLevel.ANONYMOUS)
    played = await adds(stage, "put a lamp in my cart")
    assert played.said == ["utter_request_which_ware"]
    assert {button["title"] for button in played.buttons} == {"Desk Lamp", "Floor Lamp"}
    played = await adds(stage, "the floor lamp", "inform")
    assert played.said == ["utter_cart_changed"]


async def test_nobody_sells_that(world: World, enter: Enter) -> None:
    stage = await enter(IdentityLevel.ANONYMOUS)
    played = await adds(stage, "add the trombone to my cart")
    assert played.said == ["utter_unknown_ware", "utter_request_wares"]
    assert played.values["what"] == "the trombone"


async def test_undo_puts_it_as_it_was(world: World, enter: Enter) -> None:
    stage = await enter(IdentityLevel.ANONYMOUS)
    await adds(stage, "add the mug")
    played = await adds(stage, "add two mugs")
    undo = next(button["payload"] for button in played.buttons if button["title"] == "Undo")
    assert undo.startswith("/remove_from_cart")
    played = await removes(stage, undo, item=f"{world.mug.sku}:1")
    assert played.said == ["utter_cart_changed"]
    assert await cart(world) == {"mug": 1}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("remove the mug from my basket", {"black": 3, "white": 1}),
        ("take the black lamp out of my cart", {"mug": 2, "white": 1}),
        ("empty my cart", {}),
        ("clear everything out of my cart", {}),
        ("remove all items from my cart", {}),
        ("take out one of the black lamps", {"black": 2, "mug": 2, "white": 1}),
        ("change the quantity of the mug to 5 in my cart", {"black": 3, "mug": 5, "white": 1}),
        ("I only want one mug in the cart, not two", {"black": 3, "mug": 1, "white": 1}),
        ("make it one mug instead of two", {"black": 3, "mug": 1, "white": 1}),
        ("one less mug please in the basket", {"black": 3, "mug": 1, "white": 1}),
        ("two more mugs in the cart", {"black": 3, "mug": 4, "white": 1}),
        ("please delete everything except the mugs from my basket", {"mug": 2}),
        ("leave only the white lamp in my cart", {"white": 1}),
        ("change the color of the black lamp in my cart to red", {"red": 3, "mug": 2, "white": 1}),
        ("swap the white lamp for a red one in my cart", {"black": 3, "mug": 2, "red": 1}),
        ("remove the mug and the white lamp from my cart", {"black": 3}),
    ],
)
async def test_what_becomes_of_the_lines(world: World, enter: Enter, text: str, left: dict[str, int]) -> None:
    stage = await enter(IdentityLevel.ANONYMOUS)
    await adds(stage, "add 3 black desk lamps, 2 mugs and a white desk lamp")
    assert await cart(world) == {"black": 3, "mug": 2, "white": 1}
    played = await removes(stage, text)
    assert played.said == ["utter_cart_changed"], played
    assert await cart(world) == left


async def test_which_of_them_is_asked(world: World, enter: Enter) -> None:
    stage = await enter(IdentityLevel.ANONYMOUS)
    await adds(stage, "add a black desk lamp and a white desk lamp")
    played = await removes(stage, "take the lamp out of my cart")
    assert played.said == ["utter_request_cart_line"]
    played = await removes(stage, "the white one", "inform")
    assert played.said == ["utter_cart_changed"]
    assert await cart(world) == {"black": 1}


async def test_what_is_not_in_the_cart(world: World, enter: Enter) -> None:
    stage = await enter(IdentityLevel.ANONYMOUS)
    await adds(stage, "add the mug")
    played = await removes(stage, "remove the trombone from my cart")
    assert played.said == ["utter_not_in_cart", "utter_request_cart_line"]


async def test_an_empty_cart(world: World, enter: Enter) -> None:
    stage = await enter(IdentityLevel.ANONYMOUS)
    assert (await removes(stage, "remove the mug from my cart")).said == ["utter_cart_empty"]
    assert (await stage.play("validate_view_cart_form", "show my cart", "view_cart")).said == [
        "utter_cart_empty"
    ]
    played = await stage.play("validate_place_order_form", "check out", "place_order")
    assert played.said == ["utter_cart_empty"]


async def test_what_changed_since_is_told(world: World, enter: Enter) -> None:
    stage = await enter()
    await adds(stage, "add two mugs and a white desk lamp")
    async with world.sessions.begin() as session:
        mug = update(Variant).where(Variant.sku == world.mug.sku)
        await session.execute(mug.values(price_minor=1200))
        lamp = update(Variant).where(Variant.sku == world.white.sku)
        await session.execute(lamp.values(is_offered=False))
    played = await stage.play("validate_view_cart_form", "what's in my cart", "view_cart")
    told = played.values["told"]
    assert "2 × Mug (black): $24.00 (it was $10.00 each when you put it in)" in told
    assert "Desk Lamp (white): sold out" in told
    assert "Total: $28.99, tax included" in told


async def test_checking_out_holds_the_goods_and_gives_a_link(world: World, enter: Enter) -> None:
    stage = await enter()
    await adds(stage, "add two mugs")
    played = await stage.play("validate_place_order_form", "check out please", "place_order")
    assert played.said == ["utter_checkout"]
    assert "2 items for $24.99" in played.values["told"]
    assert "15 minutes" in played.values["told"]
    assert await world.stock(world.mug) == 8
    assert await world.run(lambda session: session.scalar(select(Checkout.customer_id))) == world.customer.id


async def test_what_is_to_be_ordered_goes_in_first(world: World, enter: Enter) -> None:
    stage = await enter(IdentityLevel.ANONYMOUS)
    played = await stage.play("validate_place_order_form", "order two mugs for me", "place_order")
    assert played.said == ["utter_checkout"]
    assert await cart(world) == {"mug": 2}


async def test_how_one_orders_is_the_helps_matter(world: World, enter: Enter) -> None:
    stage = await enter(IdentityLevel.ANONYMOUS)
    await adds(stage, "add two mugs")
    played = await stage.play("validate_place_order_form", "can I order by phone?", "place_order")
    assert ("followup", "action_answer_policy") in played.other
    assert await world.stock(world.mug) == 10


async def test_a_gift_card_is_told_by_its_code_to_whoever_holds_it(world: World, enter: Enter) -> None:
    code = await world.run(
        lambda session: issue_gift_card(session, Money(5000, "USD"), "US", cause=a_cause(), clock=world.clock)
    )
    stage = await enter(IdentityLevel.ANONYMOUS)
    form = "validate_check_credit_form"
    played = await stage.play(form, f"what is left on my gift card {code}", "check_credit")
    assert played.said == ["utter_gift_card_balance"]
    assert (played.values["amount"], played.values["last_four"]) == ("$50.00", code[-4:])
    played = await stage.play(form, "balance of gift card GC-2222-3333-4444?", "check_credit")
    assert played.said == ["utter_gift_card_unknown"]
