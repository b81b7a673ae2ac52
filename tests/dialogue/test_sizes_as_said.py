"""Sizes as people say them: how the old one fits, those of other countries, and sums that are none."""

import pytest

from tests.dialogue.conftest import Begin
from tests.dialogue.shoppers import ShopperWithOrders
from tests.dialogue.wares import Ware, bought, received

pytestmark = pytest.mark.parametrize("channel", ["web", "sms"])

_SHIRTS = [
    ({"size": size, "color": color}, 2400, 5) for color in ("navy", "white") for size in ("S", "M", "L")
]
SHIRT = Ware(
    "T-Shirt",
    {"size": "M", "color": "navy"},
    2400,
    others=[each for each in _SHIRTS if each[0] != {"size": "M", "color": "navy"}],
)
RUNNERS = Ware(
    "Running Shoes", {"size": "8", "color": "grey"}, 8900,
    others=[({"size": size, "color": "grey"}, 8900, 5) for size in ("9", "10", "11")],
)  # fmt: skip
DUMBBELL = Ware(
    "Dumbbell", {"weight": "10 kg"}, 2000,
    others=[({"weight": "20 kg"}, 5000, 5), ({"weight": "30 kg"}, 8000, 5)],
)  # fmt: skip


async def test_too_small_is_no_size(begin: Begin, jane: ShopperWithOrders):
    await received(jane, SHIRT)
    chat = await begin(jane.id)
    answer = await chat.say("the t-shirt is too small, exchange it for size L")
    for _ in range(3):  # why, and where the money goes, may be asked before
        if "L, navy" in answer or "M → L" in answer:
            break
        answer = await chat.say("it doesn't fit")
    assert "M → L" in answer or "L, navy" in answer


async def test_a_british_shoe_size(begin: Begin, jane: ShopperWithOrders):
    await bought(jane, RUNNERS)
    summary = await (await begin(jane.id)).say("change the running shoes to UK size 9")
    assert "8 → 10" in summary or "10, grey" in summary


async def test_a_sum_is_no_size(begin: Begin, jane: ShopperWithOrders):
    await bought(jane, DUMBBELL)
    chat = await begin(jane.id)
    assert "20 kg" in await chat.say("change the dumbbell to 20 kg")
    assert "30 kg" not in await chat.say("ok why 30 dollars")
