"""A value named by where it stands: another order's address or card, and the account as the place."""

import pytest

from tests.dialogue.codes import mailed_codes
from tests.dialogue.conftest import Begin
from tests.dialogue.shoppers import ShopperWithOrders, ago
from tests.factories import a_card

both_channels = pytest.mark.parametrize("channel", ["web", "sms"])
HOUSTON = {
    "line1": "1 Oak Avenue", "line2": "", "city": "Houston", "region": "TX", "postcode": "77001",
    "country": "US",
}  # fmt: skip


@both_channels
@pytest.mark.parametrize(
    "text",
    [
        "make the address of my last order my default address",
        "set my default address to the address of my last order",
        "use the address of my last order as my default address please",
    ],
)
async def test_an_order_lends_its_address_to_the_account(
    begin: Begin, jane: ShopperWithOrders, dialogue_store: str, text: str
) -> None:
    await jane.orders("Folio E-Reader", placed_at=ago(days=5))
    await jane.orders("Mug", placed_at=ago(days=1), shipping_address=HOUSTON)
    chat = await begin(jane.id)
    assert "I need a fresh code" in await chat.say(text)
    await chat.say("yes")
    summary = await chat.say((await mailed_codes(dialogue_store, jane.email))[-1])
    assert "I'll make 1 Oak Avenue, Houston, TX 77001" in summary


@both_channels
async def test_an_order_lends_its_address_to_another(begin: Begin, jane: ShopperWithOrders) -> None:
    first = await jane.orders("Folio E-Reader", placed_at=ago(days=5))
    second = await jane.orders("Mug", placed_at=ago(days=1), shipping_address=HOUSTON)
    for text in (
        f"change the address of order {first.number} to the address of order {second.number}",
        f"use the address of order {second.number} for order {first.number}",
    ):
        summary = await (await begin(jane.id)).say(text)
        assert f"I'll send order #{first.number} to 1 Oak Avenue, Houston" in summary


async def test_an_address_is_lent_where_it_is_asked_for(begin: Begin, jane: ShopperWithOrders) -> None:
    first = await jane.orders("Folio E-Reader", placed_at=ago(days=5))
    await jane.orders("Mug", placed_at=ago(days=1), shipping_address=HOUSTON)
    chat = await begin(jane.id)
    assert "What's the new address?" in await chat.say("change the address of the e-reader order")
    summary = await chat.say("use the address of my last order")
    assert f"I'll send order #{first.number} to 1 Oak Avenue, Houston" in summary


async def test_an_order_of_nobody_lends_nothing(begin: Begin, jane: ShopperWithOrders) -> None:
    order = await jane.orders("Folio E-Reader")
    answer = await (await begin(jane.id)).say(
        f"change the address of order {order.number} to the address of order A999999"
    )
    assert "I can't find order A999999." in answer
    assert "What's the new address?" in answer


@both_channels
async def test_the_account_is_the_place_and_no_part_of_the_city(
    begin: Begin, jane: ShopperWithOrders, dialogue_store: str
) -> None:
    order = await jane.orders("Mug")
    chat = await begin(jane.id)
    asked = await chat.say(
        "change my address to 101 Highway Road, New York, NY 10001, in my account and for all my orders"
    )
    assert "I need a fresh code" in asked
    await chat.say("yes")
    summary = await chat.say((await mailed_codes(dialogue_store, jane.email))[-1])
    assert "I'll make 101 Highway Road, New York, NY 10001" in summary
    after = await chat.say("yes")
    assert f"I'll send order #{order.number} to 101 Highway Road, New York, NY 10001" in after


async def test_an_order_lends_its_card(begin: Begin, jane: ShopperWithOrders) -> None:
    other = a_card(jane.customer, brand="mastercard", last_four="1881")
    await jane.add(other)
    first = await jane.orders("Folio E-Reader", placed_at=ago(days=5))
    second = await jane.orders("Mug", placed_at=ago(days=1), payment_method_id=other.id)
    summary = await (await begin(jane.id)).say(
        f"pay order {first.number} with the card I used for order {second.number}"
    )
    assert f"order #{first.number}" in summary
    assert "Mastercard ending in 1881" in summary
