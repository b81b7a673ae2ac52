"""What is said right after something was shown, told or done belongs to that, whatever it sounds like."""

import pytest

from commerce.database import Sessions
from commerce.orders.models import OrderStatus, RefundStatus, ShipmentStatus
from tests.dialogue import finding_shelf
from tests.dialogue.conftest import Begin
from tests.dialogue.finding_shelf import SHELF
from tests.dialogue.shelf import a_ware, in_cart
from tests.dialogue.shoppers import ShopperWithOrders, ago
from tests.dialogue.test_points import grants
from tests.dialogue.test_return_status import a_return
from tests.dialogue.wares import LAMP, MUG, bought, received

_SAYS = {each.title: each.description for each in SHELF}


@pytest.fixture(scope="session")
async def shelf(dialogue_store: str) -> None:
    """The goods that are shown."""
    from commerce.database import create_engine, sessions_of

    engine = create_engine(dialogue_store)
    await finding_shelf.fill(sessions_of(engine))
    await engine.dispose()


@pytest.mark.usefixtures("shelf")
async def test_a_place_means_what_was_shown_and_no_order(begin: Begin, jane: ShopperWithOrders):
    await jane.shipped("Mug")
    await jane.shipped("Desk Lamp")
    chat = await begin(jane.id)
    titles = [card["title"] for card in (await chat.say("do you have waders")).cards]
    assert _SAYS[titles[1]].split(". ")[0] in await chat.say("the second one")
    assert _SAYS[titles[2]].split(". ")[0] in await chat.say("number 3")
    assert _SAYS["Brook Waders"] in await chat.say("the cheapest")
    assert "is on its way" in await chat.say("where is my mug")


@pytest.mark.usefixtures("shelf")
async def test_places_are_kept_while_other_things_are_done_with_them(begin: Begin, jane: ShopperWithOrders):
    chat = await begin(jane.id)
    titles = [card["title"] for card in (await chat.say("show me waders")).cards]
    await chat.say("put the second one on my wish list")
    (compared,) = (await chat.say("compare the first two")).cards
    assert compared["title"] == f"{titles[0]} vs. {titles[1]}"


@pytest.mark.usefixtures("shelf")
async def test_which_is_told_from_what_the_pages_say(begin: Begin):
    chat = await begin()
    await chat.say("show me waders")
    told = await chat.say("which weighs less")
    assert "Marsh Waders: Weighs 900 grams." in told
    assert "Delta Waders: the product page doesn't say." in told
    assert "so I can't tell you which" in await chat.say("which is quieter")


@pytest.mark.usefixtures("shelf")
async def test_a_question_of_one_asks_which_and_is_answered(begin: Begin):
    chat = await begin()
    await chat.say("show me waders")
    assert "Which one do you mean?" in await chat.say("is it stitched by hand")
    assert "Stitched by hand" in await chat.press("Delta Waders")
    await chat.say("show me waders")
    assert "Which one do you mean?" in await chat.say("does it come in blue")
    assert "blue" in await chat.say("the Brook ones")


@pytest.mark.usefixtures("shelf")
async def test_reviews_are_read_of_what_was_shown(begin: Begin, jane: ShopperWithOrders):
    await received(jane, MUG)
    chat = await begin(jane.id)
    await chat.say("show me waders")
    assert "Which one do you mean?" in await chat.say("how many reviews")
    assert "Marsh Waders has 4.5 of 5" in await chat.press("Marsh Waders")


@pytest.mark.usefixtures("shelf")
async def test_word_is_given_of_a_lower_price(begin: Begin, jane: ShopperWithOrders):
    chat = await begin(jane.id)
    await chat.say("show me waders")
    assert "Which product shall I watch" in await chat.say("tell me when it's on sale")
    told = await chat.say("the cheaper one")
    assert "Brook Waders gets cheaper than $59.00" in told


@pytest.mark.parametrize("words", ["put it back", "oh no, bring it back", "I didn't mean to", "add it again"])
async def test_what_was_taken_out_is_put_back(begin: Begin, store_sessions: Sessions, words: str):
    kettle = await a_ware(store_sessions, "Kettle")
    chat = await begin()
    await chat.say(f"add the {kettle.title} to my cart")
    await chat.say("take it out")
    assert await in_cart(store_sessions, kettle) == {}
    await chat.say(words)
    assert await in_cart(store_sessions, kettle) == {kettle.variants[0].sku: 1}
    await chat.say("make it two")
    assert await in_cart(store_sessions, kettle) == {kettle.variants[0].sku: 2}


async def test_a_number_of_what_is_open_chooses_none(begin: Begin, store_sessions: Sessions):
    kettle = await a_ware(
        store_sessions, "Kettle", *({"options": {"color": each}} for each in ("blue", "red", "green"))
    )
    chat = await begin()
    await chat.say(f"add the {kettle.title} to my cart")
    assert f"Which {kettle.title}" in await chat.say("two of them")
    await chat.say("the red one")
    assert await in_cart(store_sessions, kettle) == {kettle.sku(color="red"): 2}


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("what is the total", "Your cart is empty"),
        ("total?", "Your cart is empty"),
        ("with my gift card", "e-mail"),
    ],
)
async def test_money_is_not_searched_for(begin: Begin, words: str, answer: str):
    told = await (await begin()).say(words)
    assert "I found nothing for" not in told
    assert answer in told


async def test_points_just_told_are_used(begin: Begin, jane: ShopperWithOrders):
    await grants(jane, 300)
    chat = await begin(jane.id)
    await chat.say("how many points do I have")
    assert "worth $3.00" in await chat.say("hmm how much is that worth")
    assert "300 points into $3.00" in await chat.say("use all of them")
    await chat.say("no")
    assert "more take you to Silver" in await chat.say("how many more for silver")
    assert "points more take you to Gold" in await chat.say("and gold?")


async def test_a_return_just_told_is_cancelled_and_no_order(begin: Begin, jane: ShopperWithOrders):
    order = await received(jane, LAMP)
    request = await a_return(jane, order)
    chat = await begin(jane.id)
    assert "Your label: http" in await chat.say("where is my return")
    assert f"I'll cancel the return {request.rma_number}" in await chat.say("cancel it")


@pytest.mark.parametrize(
    "words", ["i lost the label", "send me the label again", "how do i send it", "where do I drop it off"]
)
async def test_the_label_of_an_open_return_is_given(begin: Begin, jane: ShopperWithOrders, words: str):
    await a_return(jane, await received(jane, LAMP))
    chat = await begin(jane.id)
    await chat.say("where is my return")
    told = await chat.say(words)
    assert "Your label: http" in told
    assert "any shop of the carrier" in told


async def test_a_refund_that_is_not_there_is_looked_into(begin: Begin, jane: ShopperWithOrders):
    order = await bought(jane, MUG, status=OrderStatus.CANCELLED, cancelled_at=ago(days=9))
    await jane.refunds(order, amount_minor=1000, status=RefundStatus.COMPLETED, completed_at=ago(days=4))
    chat = await begin(jane.id)
    await chat.say("where is my refund")
    assert "Shall I ask one?" in await chat.say("i never got it")
    assert "passed your chat on" in await chat.say("yes")


async def test_what_is_still_on_its_way_is_not_missing(begin: Begin, jane: ShopperWithOrders):
    order = await bought(jane, LAMP, MUG, status=OrderStatus.SHIPPED)
    await jane.ships(order, 1, status=ShipmentStatus.DELIVERED, delivered_at=ago(days=1))
    await jane.ships(order, 2, status=ShipmentStatus.IN_TRANSIT)
    chat = await begin(jane.id)
    assert "isn't lost" in await chat.say("one of my parcels is missing")
    told = await chat.say("something is missing from my order")
    assert "the rest is still on its way" in told
    assert "(Mug): on its way" in told
    assert "Mug of order" in await chat.say("the mug is missing")


@pytest.mark.usefixtures("shelf")
async def test_what_is_spoken_of_is_added_and_the_next_too(begin: Begin, jane: ShopperWithOrders):
    chat = await begin(jane.id)
    titles = [card["title"] for card in (await chat.say("show me waders")).cards]
    await chat.say("the first one")
    assert titles[0] in await chat.say("add it to my wish list")
    assert titles[1] in await chat.say("and the second one too")
    assert titles[1] in await chat.say("show my wish list")


@pytest.mark.usefixtures("shelf")
async def test_alerts_are_listed_and_stopped_and_nothing_else(begin: Begin, jane: ShopperWithOrders):
    chat = await begin(jane.id)
    await chat.say("tell me when the Delta Waders get cheaper")
    assert "Delta Waders gets cheaper" in await chat.say("what alerts do i have")
    assert "I've stopped your alert" in await chat.say("stop all alerts")


async def test_a_code_of_ones_own_is_told_again(begin: Begin, jane: ShopperWithOrders):
    chat = await begin(jane.id)
    told = await chat.say("refer a friend")
    assert "Your code is FRIEND-" in told
    assert str(await chat.say("how much do they get")) == str(told)
