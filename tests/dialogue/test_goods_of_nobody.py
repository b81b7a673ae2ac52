"""Goods that are in none of the shopper's orders, drawn for every flow: no order is chosen."""

import random

import pytest

from commerce.database import Sessions
from tests.dialogue.conftest import Begin
from tests.dialogue.shoppers import ShopperWithOrders
from tests.dialogue.wares import Ware, bought, received, rows_of
from tests.unit.actions.language.test_goods_of_nobody import GOODS, SENTENCES

DRAWS = 3  # of each flow
ARRIVED = ("return_items", "exchange_items", "report_problem")


@pytest.mark.parametrize("flow", SENTENCES)
async def test_goods_of_nobody_choose_no_order(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, flow: str
) -> None:
    buy = received if flow in ARRIVED else bought
    order = await buy(jane, Ware("Folio E-Reader", others=[({"color": "white"}, 4000, 5)]))
    before = await rows_of(store_sessions, order)
    dice = random.Random(f"goods through rasa {flow}")
    for _ in range(DRAWS):
        text = dice.choice(SENTENCES[flow]).format(dice.choice(GOODS))
        chat = await begin(jane.id)
        answer = await chat.say(text)
        assert f"order #{order.number}" not in answer.text.lower(), text
        assert "E-Reader?" not in answer.text, text
        await chat.say("yes")
        assert await rows_of(store_sessions, order) == before, text
