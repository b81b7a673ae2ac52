"""Orders that were a slip, told as a story."""

import pytest

from actions.language.mistakes import mistaken_order


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("i ordered a mug by mistake, remove it", "cancel_order"),
        ("I accidentally bought a kettle, take it off", "cancel_order"),
        ("oops i ordered the blender, get rid of it", "cancel_order"),
        ("my son ordered a headset without asking, please undo that", "cancel_order"),
        ("I didn't mean to order the lamp", "cancel_order"),
        ("the kettle was ordered by accident", "cancel_order"),
        ("clicked buy on the chair by mistake", "cancel_order"),
        ("never meant to buy the socks, delete them pls", "cancel_order"),
        ("I purchased two toasters in error. drop one", "cancel_order"),
        ("my toddler hit the buy button on my phone", "cancel_order"),
        ("that mug wasn't supposed to be ordered", "cancel_order"),
        ("the mug was a misclick, take it out please", "cancel_order"),
        ("that kettle order was a mistake", "cancel_order"),
        ("I ordered the running shoes by mistake, they came yesterday", "return_items"),
        ("bought the lamp by accident and it has been delivered", "return_items"),
        ("the charge was a mistake", None),
        ("my return was an accident", None),
        ("I added that by mistake, remove it from the basket", None),
        ("i ordered a red mug by accident, make it blue", "change_order_items"),
        ("ordered the wrong size by mistake", "change_order_items"),
        ("bought the 5 ft cable by mistake, I meant the 10 ft one", "change_order_items"),
        ("you sent me a mug by mistake", None),
        ("i ordered a mug but got a cup by mistake, it arrived today", None),
        ("I ordered it with the wrong card by mistake", None),
        ("I put the wrong address when I ordered by accident", None),
        ("bought by mistake, I want to return it", None),
        ("the mug broke by accident", None),
        ("I ordered a mug, where is it", None),
        ("was I charged by mistake for what I ordered?", None),
        ("I want to order a mug", None),
    ],
)
def test_what_a_slip_asks_for(text: str, intent: str | None):
    assert mistaken_order(text) == intent
