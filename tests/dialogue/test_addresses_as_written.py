"""Addresses as people write them: the summary shows the whole of what will be on the label, or asks."""

import pytest
from sqlalchemy import select

from commerce.database import Sessions
from commerce.orders.models import Order
from commerce.postal import PostalAddress
from tests.dialogue.conftest import Begin
from tests.dialogue.shoppers import ShopperWithOrders
from tests.factories import an_address

pytestmark = pytest.mark.parametrize("channel", ["web", "sms"])


async def address(sessions: Sessions, order: Order) -> str:
    async with sessions() as session:
        stored = await session.scalar(select(Order.shipping_address).where(Order.id == order.id))
    assert stored is not None
    return str(PostalAddress(**stored))


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("7a St. Mary's Terrace, Leeds, LS8 1QR", "7a St. Mary's Terrace, Leeds, LS8 1QR, GB"),
        (
            "Apartment 12, Block C, Riverside, 5 Quay Street, Manchester M3 3JE",
            "5 Quay Street, Apartment 12, Block C, Riverside, Manchester, M3 3JE, GB",
        ),
        ("Flat 3 22 Baker Street London NW1 6XE", "22 Baker Street, Flat 3, London, NW1 6XE, GB"),
        (
            "5 Elm Ave, Apt 12, Boston, MA 02110. Ring the bell twice",
            "5 Elm Ave, Apt 12, Boston, MA 02110, US",
        ),
        ("12 Co Rd 550, Marquette, MI 49855", "12 Co Rd 550, Marquette, MI 49855, US"),
        (
            "The Old Rectory, Church Lane, Bibury, GL7 5NP",
            "The Old Rectory, Church Lane, Bibury, GL7 5NP, GB",
        ),
        (
            "101 Highway, New York, 10001, in my account and for all my orders",
            "101 Highway, New York, NY 10001, US",
        ),
    ],
)
async def test_the_whole_address_is_summarised_and_written(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, written: str, label: str
):
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    await chat.say(f"change the delivery address of order {order.number}")
    assert f"send order #{order.number} to {label}," in await chat.say(written)
    await chat.say("yes")
    assert await address(store_sessions, order) == label


async def test_a_british_town_without_its_postcode(begin: Begin, jane: ShopperWithOrders):
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    await chat.say(f"change the delivery address of order {order.number}")
    asked = await chat.say("10 Downing St, London")
    assert "postal code" in asked
    assert "state" not in asked
    assert "to 10 Downing St, London, SW1A 2AA, GB" in await chat.say("SW1A 2AA")


async def test_the_address_of_a_signature_is_not_taken(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    letter = (
        f"Please change delivery address of {order.number}.\n\n"
        "Kind regards,\nTom Hill\nHill Ltd\n12 Oak Street, Boston, MA 02110"
    )
    answer = await chat.say(letter)
    assert "What's the new address?" in answer
    assert "Oak Street" not in answer
    assert await address(store_sessions, order) == str(an_address())


@pytest.mark.parametrize(("answer", "place"), [("02110", "MA 02110"), ("sorry, CA", "CA 90210")])
async def test_a_postcode_of_another_state(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, answer: str, place: str
):
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    await chat.say(f"change the delivery address of order {order.number}")
    told = await chat.say("12 Oak Street, Boston, MA 90210")
    assert "90210 is in CA, not in MA" in told
    assert await address(store_sessions, order) == str(an_address())
    assert f"12 Oak Street, Boston, {place}" in await chat.say(answer)


async def test_an_apartment_that_is_spoken_of_is_asked_for(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    await chat.say(f"send order {order.number} to 12 Oak Street, Boston, MA 02110")
    assert "apartment number" in await chat.say("ok what about the apartment number")
    assert await address(store_sessions, order) == str(an_address())
    assert "12 Oak Street, Apt 4B, Boston" in await chat.say("apt 4b")
    await chat.say("yes")
    assert await address(store_sessions, order) == "12 Oak Street, Apt 4B, Boston, MA 02110, US"
