"""The versions of an item: what differs is asked or told, the ends of the prices are found, at any point."""

import pytest

from tests.dialogue.conftest import Begin
from tests.dialogue.shoppers import ShopperWithOrders
from tests.dialogue.test_lent_values import both_channels
from tests.dialogue.wares import LAMP, Ware, bought, received

VACUUM = Ware(
    "Vacuum Cleaner",
    {"type": "upright", "container": "bagged", "cord": "corded"},
    10000,
    others=[
        ({"type": "canister", "container": "bagless", "cord": "corded"}, 12000, 5),
        ({"type": "canister", "container": "bagged", "cord": "cordless"}, 13000, 5),
        ({"type": "canister", "container": "bagless", "cord": "cordless"}, 9000, 5),
    ],
)
LAPTOP = Ware(
    "Laptop",
    {"screen size": "15-inch", "processor": "i7"},
    40000,
    others=[
        ({"screen size": "13-inch", "processor": "i5"}, 32000, 5),
        ({"screen size": "13-inch", "processor": "i7"}, 42000, 5),
        ({"screen size": "13-inch", "processor": "i9"}, 48000, 5),
    ],
)


@both_channels
async def test_what_differs_among_fitting_versions_is_asked(begin: Begin, jane: ShopperWithOrders) -> None:
    await received(jane, VACUUM)
    chat = await begin(jane.id)
    asked = await chat.say("exchange the vacuum cleaner for a canister one")
    assert "There are several versions of the Vacuum Cleaner like that." in asked
    assert len([title for title in asked.buttons if "canister" in title]) == 3
    assert "costs $10.00 less" in await chat.say("the cheapest")


@both_channels
async def test_versions_are_told_at_the_summary_and_chosen(begin: Begin, jane: ShopperWithOrders) -> None:
    await bought(jane, LAPTOP)
    chat = await begin(jane.id)
    await chat.say("change the laptop to 13-inch")
    told = await chat.say("what other 13-inch ones do you have?")
    assert "3 other versions of the Laptop are in stock" in told
    assert "i9, 13-inch ($480.00)" in told
    assert "Shall I do it?" in told
    assert "i7, 15-inch → i9, 13-inch" in await chat.say("one with an i9 then")
    assert "i7, 15-inch → i5, 13-inch" in await chat.say("the cheapest one please")


async def test_kinds_are_counted_in_the_middle(begin: Begin, jane: ShopperWithOrders) -> None:
    await received(jane, VACUUM)
    chat = await begin(jane.id)
    await chat.say("exchange the vacuum cleaner for a canister one")
    assert "3 other versions of the Vacuum Cleaner are in stock" in await chat.say(
        "how many kinds are there?"
    )


async def test_an_item_that_is_the_cheapest_already_is_said_to_be(
    begin: Begin, jane: ShopperWithOrders
) -> None:
    await received(
        jane, Ware("Desk Lamp", others=[({"color": "white"}, 4500, 5), ({"color": "red"}, 5500, 5)])
    )
    chat = await begin(jane.id)
    await chat.say("I want to exchange the lamp")
    assert "is the cheapest version in stock already" in await chat.say("the cheapest one")


@both_channels
async def test_two_versions_in_one_order_are_told_apart(begin: Begin, jane: ShopperWithOrders) -> None:
    black, white = Ware("Desk Lamp"), Ware("Desk Lamp", {"color": "white"}, quantity=5)
    order = await received(jane, black, white)
    chat = await begin(jane.id)
    assert "Desk Lamp (black) and 5 × Desk Lamp (white)" in await chat.say(f"where is order {order.number}?")
    assert "Desk Lamp (black) and Desk Lamp (white)" in await chat.say("show me my orders")
    await chat.say("one of the white lamps arrived broken, the shade has a long crack")
    assert "report Desk Lamp (white) as damaged" in await chat.say("send it again")


@both_channels
async def test_a_version_that_is_not_made_is_said_to_be(begin: Begin, jane: ShopperWithOrders) -> None:
    await bought(jane, LAMP)
    chat = await begin(jane.id)
    assert "I don't have the Desk Lamp like that." in await chat.say("change the desk lamp to a purple one")
    assert "black → white" in await chat.say("white")
    assert "I don't have the Desk Lamp like that." in await chat.say("slate then")


@pytest.mark.parametrize("said", ["no keep black", "stay with the black one", "keep it in black"])
async def test_what_was_bought_is_kept(begin: Begin, jane: ShopperWithOrders, said: str) -> None:
    await bought(jane, LAMP)
    chat = await begin(jane.id)
    await chat.say("change the desk lamp to white")
    assert "left everything as it is" in await chat.say(said)


@pytest.mark.parametrize(
    "asked", ["how much more is that", "what's the difference in price?", "how much is it"]
)
async def test_the_difference_is_told_in_the_flow(begin: Begin, jane: ShopperWithOrders, asked: str) -> None:
    await received(jane, LAMP)
    chat = await begin(jane.id)
    question = await chat.say("exchange the desk lamp for a red one")
    assert "costs $5.00 less" in question
    assert (await chat.say(asked)).text == question.text
