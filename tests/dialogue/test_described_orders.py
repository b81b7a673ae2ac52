"""Orders known by where they went, for whom they are, what paid them, their cost and their day."""

import pytest

from tests.dialogue.conftest import Begin
from tests.dialogue.shoppers import ShopperWithOrders, ago
from tests.dialogue.test_lent_values import HOUSTON, both_channels
from tests.dialogue.wares import Ware, bought
from tests.factories import a_card


@both_channels
@pytest.mark.parametrize(
    "text",
    [
        "where is the one that went to Houston?",
        "where is the parcel for my mother?",
        "where is the $95 order?",
        "where is the order I placed 40 days ago?",
        "where is the order I paid with the Mastercard?",
    ],
)
async def test_an_order_is_found_by_what_is_known_of_it(
    begin: Begin, jane: ShopperWithOrders, text: str
) -> None:
    card = a_card(jane.customer, brand="mastercard", last_four="1881")
    await jane.add(card)
    await jane.orders("Folio E-Reader")
    await jane.orders("Mug", placed_at=ago(days=1))
    lamp = await bought(
        jane,
        Ware("Desk Lamp", price_minor=9500),
        placed_at=ago(days=40),
        shipping_address=HOUSTON,
        payment_method_id=card.id,
    )
    assert f"Order #{lamp.number}" in await (await begin(jane.id)).say(text)


@both_channels
@pytest.mark.parametrize(
    ("text", "unfound"),
    [
        ("cancel the order that went to Dallas", "an order of yours that went to Dallas"),
        ("cancel the order I paid with the amex", "an order of yours that was paid with Amex"),
        ("cancel the $120 order", "an order of yours for $120.00"),
    ],
)
async def test_what_is_known_of_no_order_chooses_none(
    begin: Begin, jane: ShopperWithOrders, text: str, unfound: str
) -> None:
    await jane.orders("Folio E-Reader")
    assert f"I can't find {unfound}. Which order do you mean?" in await (await begin(jane.id)).say(text)


@both_channels
@pytest.mark.parametrize("text", ["did I use the Amex?", "did I pay with my amex"])
async def test_a_question_of_payment_is_answered_and_changes_nothing(
    begin: Begin, jane: ShopperWithOrders, text: str
) -> None:
    await jane.orders("Folio E-Reader")
    answer = await (await begin(jane.id)).say(text)
    assert "I can't find an order of yours that was paid with Amex." in answer
    assert "Shall I" not in answer


@both_channels
async def test_what_was_paid_with_a_card_is_listed(begin: Begin, jane: ShopperWithOrders) -> None:
    card = a_card(jane.customer, brand="mastercard", last_four="1881")
    await jane.add(card)
    with_visa = await jane.orders("Folio E-Reader")
    other = await jane.orders("Mug", payment_method_id=card.id)
    answer = await (await begin(jane.id)).say("show me what I paid with the Visa")
    assert with_visa.number in answer
    assert other.number not in answer
