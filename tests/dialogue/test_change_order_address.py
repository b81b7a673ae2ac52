"""Sending a pending order elsewhere: whole addresses, parts of one, and what the core finds wrong."""

import pytest
from sqlalchemy import select

from commerce.audit.models import AuditEntry
from commerce.database import Sessions
from commerce.orders.models import Order, OrderStatus
from tests.dialogue.codes import mailed_codes
from tests.dialogue.conftest import Begin
from tests.dialogue.shoppers import ShopperWithOrders
from tests.factories import a_default_address, an_address

NEW = "77 Maple Avenue, Apt 4, Boulder, CO 80301"
STORED = {
    "line1": "77 Maple Avenue", "line2": "Apt 4", "city": "Boulder", "region": "CO", "postcode": "80301",
    "country": "US",
}  # fmt: skip
OLD = an_address().as_dict()


async def address(sessions: Sessions, order: Order) -> dict[str, str]:
    async with sessions() as session:
        return (await session.get_one(Order, order.id)).shipping_address


async def test_happy_path(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    assert "What's the new address?" in await chat.say("I need to change the delivery address of my order")
    summary = await chat.say(NEW)
    assert f"send order #{order.number} to 77 Maple Avenue, Apt 4, Boulder, CO 80301" in summary
    assert "instead of 12 Elm Street, Denver" in summary
    assert await address(store_sessions, order) == OLD
    assert f"#{order.number} now goes to 77 Maple Avenue" in await chat.press("Yes, change it")
    assert await address(store_sessions, order) == STORED
    async with store_sessions() as session:
        written = (
            await session.scalars(select(AuditEntry).where(AuditEntry.subject_id == order.number))
        ).all()
    assert [(entry.operation, entry.actor_id) for entry in written] == [("change_address", jane.id)]


@pytest.mark.parametrize(
    "words",
    [
        "ship order {number} to 77 Maple Avenue, Apt 4, Boulder, CO 80301 instead",
        "please change the address of {number}: 77 Maple Avenue Apt 4 Boulder CO 80301",
        "I moved! Can order #{number} go to 77 Maple Avenue, Apartment 4, Boulder, Colorado 80301?",
    ],
)
async def test_all_in_one_message(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, words: str
):
    await jane.orders("Keyboard")
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    assert "Boulder, CO 80301" in await chat.say(words.format(number=order.number))
    assert "now goes to" in await chat.say("yes please")
    assert await address(store_sessions, order) == STORED


async def test_only_what_is_missing_is_asked(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    assert "Which city is 77 Maple Avenue in?" in await chat.say(
        f"please deliver order {order.number} to 77 Maple Avenue"
    )
    assert "Which state" in await chat.say("Boulder")
    assert "postal code" in await chat.say("Colorado")
    assert "77 Maple Avenue, Boulder, CO 80301" in await chat.say("80301")
    await chat.say("yes")
    assert await address(store_sessions, order) == STORED | {"line2": ""}


async def test_what_is_wrong_is_asked_again(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    await chat.say("change the shipping address of my order please")
    assert "doesn't look like a ZIP or postal code" in await chat.say(
        "77 Maple Avenue, Apt 4, Boulder, CO, 8030"
    )
    assert "Boulder, CO 80301" in await chat.say("sorry, the zip is 80301")
    await chat.say("yes")
    assert (await address(store_sessions, order))["postcode"] == "80301"


async def test_a_correction_at_the_summary(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    await chat.say(f"send order {order.number} to {NEW}")
    assert "Apt 5, Boulder" in await chat.say("no, it's apartment 5")
    assert "Apt 6, Boulder" in await chat.say("yes but apartment 6")
    assert await address(store_sessions, order) == OLD
    await chat.say("yes")
    assert (await address(store_sessions, order))["line2"] == "Apt 6"


async def test_another_address_at_the_summary(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    await chat.say(f"send order {order.number} to {NEW}")
    summary = await chat.say("actually, send it to 5 Oak Road, Aspen, CO 81611")
    assert "5 Oak Road, Aspen, CO 81611" in summary
    assert "Apt 4" not in summary
    await chat.say("yes")
    assert (await address(store_sessions, order))["city"] == "Aspen"


async def test_the_order_is_corrected_and_the_address_kept(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    wrong, right = await jane.orders("Mug"), await jane.orders("Keyboard")
    chat = await begin(jane.id)
    await chat.say(f"send order {wrong.number} to {NEW}")
    assert f"send order #{right.number} to 77 Maple Avenue" in await chat.say("no, the other order")
    await chat.say("yes")
    assert await address(store_sessions, wrong) == OLD
    assert await address(store_sessions, right) == STORED


async def test_the_missing_apartment_is_added_to_the_present_address(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    summary = await chat.say(f"I forgot the apartment number on order {order.number}, it's Apt 9")
    assert "12 Elm Street, Apt 9, Denver, CO 80202" in summary
    await chat.say("yes")
    assert await address(store_sessions, order) == OLD | {"line2": "Apt 9"}


async def test_a_saved_address_is_offered(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    work = a_default_address(jane.customer, line1="1 Office Park", city="Aspen", postcode="81611")
    work.is_default = False
    await jane.add(work)
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    await chat.say("change the delivery address please")
    assert "to 1 Office Park, Aspen, CO 81611" in await chat.press("1 Office Park")
    await chat.say("yes")
    assert (await address(store_sessions, order))["line1"] == "1 Office Park"


async def test_a_british_address(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    summary = await chat.say(f"send order {order.number} to Flat 3, 22 Baker Street, London NW1 6XE, UK")
    assert "22 Baker Street, Flat 3, London, NW1 6XE, GB" in summary
    await chat.say("yes")
    assert (await address(store_sessions, order))["country"] == "GB"


async def test_the_postcode_of_an_address_is_no_order_number(begin: Begin, jane: ShopperWithOrders):
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    await chat.say(f"change the address of order {order.number}")
    answer = await chat.say("14 MG Road, Bengaluru, Karnataka 560001, India")
    assert "Which state or province" in answer


async def test_the_same_address(begin: Begin, jane: ShopperWithOrders):
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    answer = await chat.say(f"send order {order.number} to 12 Elm Street, Denver, CO 80202")
    assert "goes to that address already" in answer


async def test_too_late(begin: Begin, jane: ShopperWithOrders):
    order, _ = await jane.shipped("Mug")
    chat = await begin(jane.id)
    assert "can't be changed any more" in await chat.say(f"change the address of order {order.number}")


async def test_packed_between_the_summary_and_the_yes(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    await chat.say(f"send order {order.number} to {NEW}")
    async with store_sessions.begin() as session:
        (await session.get_one(Order, order.id)).status = OrderStatus.PROCESSED
    assert "can't be changed any more" in await chat.say("yes")
    assert await address(store_sessions, order) == OLD


async def test_a_question_in_between(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, help_articles: None
):
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    await chat.say("change the delivery address please")
    between = await chat.say("wait, how fast is express delivery?")
    assert "Express takes 1 to 2 business days" in between
    assert "What's the new address?" in between
    await chat.say(NEW)
    assert "Shall I change it?" in await chat.say("how fast is express delivery?")
    await chat.say("yes")
    assert await address(store_sessions, order) == STORED


async def test_never_mind_at_every_step(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    orders = [await jane.orders("Mug"), await jane.orders("Keyboard")]
    steps = [
        "change the delivery address please",
        orders[0].number,
        "77 Maple Avenue",
        "Boulder",
        "CO",
        "80301",
    ]
    for count in range(1, len(steps) + 1):
        chat = await begin(jane.id)
        for step in steps[:count]:
            await chat.say(step)
        assert "Nothing was changed" in await chat.say("never mind"), steps[:count]
    assert [await address(store_sessions, order) for order in orders] == [OLD, OLD]


async def test_no_changes_nothing(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    await chat.say(f"send order {order.number} to {NEW}")
    assert "nothing was changed" in await chat.say("no")
    assert await address(store_sessions, order) == OLD


async def test_together_with_another_request(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    order = await jane.orders("Mug")
    shipped, _ = await jane.shipped("Keyboard")
    chat = await begin(jane.id)
    await chat.say(
        f"change the address of order {order.number} and what is the status of order {shipped.number}?"
    )
    await chat.say(NEW)
    done = await chat.say("yes")
    assert f"#{order.number} now goes to" in done
    assert f"#{shipped.number} is on its way" in done
    assert await address(store_sessions, order) == STORED


async def test_a_claimed_shopper_needs_a_code_first(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, dialogue_store: str
):
    order = await jane.orders("Mug")
    chat = await begin()
    await chat.say(f"where is my order {order.number}? my email is {jane.email}")
    assert "Shall I send a code" in await chat.say(f"send it to {NEW}")
    await chat.say("yes")
    summary = await chat.say((await mailed_codes(dialogue_store, jane.email))[-1])
    assert "77 Maple Avenue, Apt 4" in summary
    await chat.say("yes")
    assert await address(store_sessions, order) == STORED


async def test_what_is_asked_again_is_asked_in_other_words(begin: Begin, jane: ShopperWithOrders):
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    first = await chat.say(f"change the address of order {order.number}")
    again = await chat.say("over there")
    assert "address" in again
    assert again.text != first.text
