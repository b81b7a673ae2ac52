"""Goods that are in none of the shopper's orders choose no order, in whatever flow they are named.

The goods and the sentences are written apart from the lists that the recogniser has.
"""

import random
from datetime import timedelta

import pytest

from actions.language.orders_meant import Manner, orders_meant
from actions.language.said import Said
from commerce.money import Money
from commerce.orders.models import OrderStatus
from commerce.orders.queries import OrderSummary
from commerce.postal import PostalAddress
from tests.factories import NOON, FixedClock

DRAWS = 150  # of each flow
GOODS = [
    goods.strip()
    for goods in """
sofa; couch; grand piano; electric guitar; garden gnome; lawn mower; pressure washer; dining table;
bunk bed; wok; rice cooker; air fryer; ironing board; treadmill; rowing machine; kayak; surfboard;
trampoline; wedding dress; bow tie; cufflinks; necklace; earrings; engagement ring; wallet; belt;
gloves; mittens; umbrella stand; hatchet; drill; screwdriver set; hammer; paint roller; wallpaper;
chandelier; aquarium; hamster cage; saddle; cricket bat; tennis racket; golf clubs; hockey stick;
baseball glove; violin; trumpet; drum kit; microphone; turntable; record player; television; projector;
soundbar; hard drive; graphics card; printer; scanner; toner; paper shredder; stapler; whiteboard;
globe; telescope; microscope; chess board; dollhouse; toy train; pram; high chair; cot; nappies; dummy;
car seat; roof rack; tyres; jump leads; dash cam; sat nav; toaster; microwave; fridge; freezer;
dishwasher; washing machine; tumble dryer; hoover bags; mop; bucket; broom; candle; vase; picture frame;
mirror; rug; curtain rail; door mat; letter box; hosepipe reel; compost bin; greenhouse; wheelbarrow;
spade; rake; bird bath; sundial; lipstick; mascara; nail polish; aftershave; razor; beard trimmer;
hair straighteners; vitamins; protein powder; yoga blocks
""".split(";")  # noqa: SIM905  words read better as a text
]
ABOUT_ONE = [
    "cancel the {} order", "please cancel my {}", "i want to cancel the {} i ordered",
    "cancel the order with the {}",
]  # fmt: skip
SENTENCES = {
    "cancel_order": [
        *ABOUT_ONE, "hi, can you cancel my order for the {}?", "could you cancel that {} for me",
    ],
    "check_order_status": [
        "where is my {}?", "where's the {} i ordered", "is the {} late", "has my {} shipped yet",
        "track my {} order",
        "when will the {} arrive", "why was my {} cancelled", "any news on my {}?",
    ],
    "show_order_details": ["show me the details of the {} order", "what did i pay for the {}"],
    "get_invoice": ["send me the receipt for the {}", "i need an invoice for my {} order"],
    "order_again": ["order the {} again", "reorder my {}", "buy the {} again please"],
    "return_items": [
        "return the {}", "i'd like to send back my {}", "i want to return the {}, it's too big",
        "can i return the {} because it is ugly",
    ],
    "report_problem": [
        "my {} arrived broken", "the {} is damaged", "the {} came with a crack", "the {} doesn't work",
    ],
    "exchange_items": ["exchange the {} for a black one", "swap my {} for a bigger size", "exchange the {}"],
    "change_order_items": ["change the {} to red", "change my {} to a larger one"],
    "change_order_address": [
        "change the address of the {} order", "ship the {} order to 12 Oak Street, Boston, MA 02110",
        "send my {} order somewhere else",
    ],
    "change_order_payment": ["pay the {} order with paypal", "put the {} order on my other card"],
}  # fmt: skip
MANNERS = {
    "exchange_items": Manner(is_swap=True),
    "change_order_items": Manner(is_swap=True),
    "change_order_address": Manner(is_changing=True),
    "change_order_payment": Manner(is_changing=True),
}
HOME = PostalAddress("12 Elm Street", "", "Denver", "CO", "80202", "US")


def an_order(number: str, *titles: str) -> OrderSummary:
    placed_at = NOON - timedelta(days=2)
    options = tuple({"color": "black"} for _ in titles)
    total = Money(4000, "USD")
    return OrderSummary(
        number, OrderStatus.PENDING, placed_at, None, None, None, total, HOME, None, titles, options
    )


ONE = [an_order("A100001", "Folio E-Reader")]
SEVERAL = [
    *ONE,
    an_order("A100002", "Harrow Desk Lamp", "Trail Socks"),
    an_order("A100003", "Brook Water Bottle"),
]


@pytest.mark.parametrize("flow", SENTENCES)
def test_no_order_is_chosen_for_goods_of_nobody(flow: str) -> None:
    dice = random.Random(f"goods {flow}")
    for _ in range(DRAWS):
        goods, orders = dice.choice(GOODS), dice.choice([ONE, SEVERAL])
        text = dice.choice(SENTENCES[flow]).format(goods)
        text = dice.choice([text, text.upper() if len(text) < 30 else text, text.capitalize()])
        meant = orders_meant(
            Said(flow, text, {}, text), orders, orders, FixedClock(), MANNERS.get(flow, Manner())
        )
        assert not meant.orders, text
        assert meant.unfound is not None, text
        assert meant.unfound.kind == "goods", text


@pytest.mark.parametrize("flow", SENTENCES)
def test_own_goods_are_found_by_the_same_sentences(flow: str) -> None:
    own = {"e-reader": "A100001", "ereader": "A100001", "desk lamp": "A100002", "socks": "A100002",
           "water bottle": "A100003", "bottle": "A100003"}  # fmt: skip
    for sentence in SENTENCES[flow]:
        for goods, number in own.items():
            text = sentence.format(goods)
            meant = orders_meant(
                Said(flow, text, {}, text), SEVERAL, SEVERAL, FixedClock(), MANNERS.get(flow, Manner())
            )
            assert [order.number for order in meant.orders] == [number], text
