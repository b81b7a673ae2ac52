"""Items are named as people name them; the orders are those of any store."""

import pytest

from actions.language.items import Naming, Unclear, name_items
from actions.language.lexicon import Item

HOME = [
    Item("lamp", "Desk Lamp", {"color": "black", "power source": "USB"}, 1, 4000),
    Item("mug", "Travel Mug", {"color": "white"}, 3, 1500),
    Item("headphones", "Headphones", {"type": "over-ear", "color": "blue"}, 1, 9000),
    Item("kettle", "Electric Kettle", {"capacity": "1.5L", "material": "stainless steel"}, 1, 6500),
]
CLOTHES = [
    Item("blue_shirt", "Everyday T-Shirt", {"size": "M", "color": "blue"}, 1, 2400),
    Item("red_shirt", "Everyday T-Shirt", {"size": "L", "color": "red"}, 1, 2600),
    Item("shoes", "Running Shoes", {"size": "9", "color": "grey"}, 1, 8900),
    Item("jacket", "Fleece Jacket", {"size": "M", "color": "green"}, 2, 7900),
]
TWO = [
    Item("lamp", "Desk Lamp", {"color": "black"}, 1, 4000),
    Item("mug", "Mug", {"color": "white"}, 1, 1000),
]
MUGS = [Item("mug", "Mug", {"color": "white"}, 3, 1000)]
TECH = [
    Item("laptop", "Laptop", {"screen size": "13-inch", "storage": "256GB SSD"}, 1, 250000),
    Item("bag", "Backpack", {"compartment": "laptop", "color": "navy"}, 1, 19000),
    Item("watch", "Wristwatch", {"strap material": "leather"}, 1, 30000),
    Item("bottle_s", "Water Bottle", {"capacity": "500ml", "color": "green"}, 1, 4000),
    Item("bottle_l", "Water Bottle", {"capacity": "1000ml", "color": "black"}, 1, 5000),
]
ALL_HOME = {"lamp": 1, "mug": 3, "headphones": 1, "kettle": 1}
ALL_CLOTHES = {"blue_shirt": 1, "red_shirt": 1, "shoes": 1, "jacket": 2}
SHIRTS = ("blue_shirt", "red_shirt")


@pytest.mark.parametrize(
    ("text", "items", "expected"),
    [
        # by noun, first message or answer
        ("the lamp", HOME, {"lamp": 1}),
        ("I want to return the desk lamp please", HOME, {"lamp": 1}),
        ("return the headphones and the kettle", HOME, {"headphones": 1, "kettle": 1}),
        ("headphones, kettle, lamp", HOME, ALL_HOME | {"mug": 0}),
        ("the lamp is too bright but the kettle is fine", HOME, {"lamp": 1}),
        ("hi, I'd like to return two items: the lamp and the kettle", HOME, {"lamp": 1, "kettle": 1}),
        ("the shoes, they're too small, and the jackets too", CLOTHES, {"shoes": 1, "jacket": 2}),
        ("one shirt, the blue one", CLOTHES, {"blue_shirt": 1}),
        ("the mugs but only two", HOME, {"mug": 2}),
        ("the headphones & the lamp", HOME, {"lamp": 1, "headphones": 1}),
        ("I'd like to send back my electric kettle", HOME, {"kettle": 1}),
        ("I need a refund for the kettle", HOME, {"kettle": 1}),
        ("could you take back the headphones? they hurt my ears", HOME, {"headphones": 1}),
        ("the lamp, it flickers", HOME, {"lamp": 1}),
        ("the lamp because it doesn't work", HOME, {"lamp": 1}),
        ("the lamp is broken and the kettle leaks", HOME, {"lamp": 1, "kettle": 1}),
        ("the shoes are too small", CLOTHES, {"shoes": 1}),
        ("the laptop", TECH, {"laptop": 1}),
        ("the laptop backpack", TECH, {"bag": 1}),
        ("my watch", TECH, {"watch": 1}),
        ("the rucksack", TECH, {"bag": 1}),
        ("the sneakers", CLOTHES, {"shoes": 1}),
        # misspelt, plural, singular
        ("return the hedphones", HOME, {"headphones": 1}),
        ("the electric ketle", HOME, {"kettle": 1}),
        ("the headphone", HOME, {"headphones": 1}),
        ("return my jackts", CLOTHES, {"jacket": 2}),
        ("the lmap and the mugs", HOME, {"lamp": 1, "mug": 3}),
        ("DESK LAMP", HOME, {"lamp": 1}),
        ("the tshirts", CLOTHES, {"blue_shirt": 1, "red_shirt": 1}),
        ("my tees", CLOTHES, {"blue_shirt": 1, "red_shirt": 1}),
        # by option
        ("the blue one", CLOTHES, {"blue_shirt": 1}),
        ("the blue shirt", CLOTHES, {"blue_shirt": 1}),
        ("the shirt in red", CLOTHES, {"red_shirt": 1}),
        ("the size L", CLOTHES, {"red_shirt": 1}),
        ("the large one", CLOTHES, {"red_shirt": 1}),
        ("the gray ones", CLOTHES, {"shoes": 1}),
        ("the medium shirt", CLOTHES, {"blue_shirt": 1}),
        ("the steel one", HOME, {"kettle": 1}),
        ("the 1 litre bottle", TECH, {"bottle_l": 1}),
        ("the 500 ml one", TECH, {"bottle_s": 1}),
        ("the one with the leather strap", TECH, {"watch": 1}),
        ("the 13 inch laptop", TECH, {"laptop": 1}),
        ("the red and the blue shirt", CLOTHES, {"blue_shirt": 1, "red_shirt": 1}),
        # all, both, the rest
        ("everything", HOME, ALL_HOME),
        ("all of it", HOME, ALL_HOME),
        ("all of them please", HOME, ALL_HOME),
        ("the whole order", HOME, ALL_HOME),
        ("return all items of my order", HOME, ALL_HOME),
        ("the lot", HOME, ALL_HOME),
        ("both", TWO, {"lamp": 1, "mug": 1}),
        ("both of them", TWO, {"lamp": 1, "mug": 1}),
        ("both shirts", CLOTHES, {"blue_shirt": 1, "red_shirt": 1}),
        ("both jackets", CLOTHES, {"jacket": 2}),
        ("both the lamp and the kettle", HOME, {"lamp": 1, "kettle": 1}),
        ("the cheapest item, all of them", HOME, {"mug": 3}),
        ("both bottles and the watch", TECH, {"bottle_s": 1, "bottle_l": 1, "watch": 1}),
        ("all the shirts", CLOTHES, {"blue_shirt": 1, "red_shirt": 1}),
        ("all three mugs", HOME, {"mug": 3}),
        ("the mugs, all of them", HOME, {"mug": 3}),
        ("keep the lamp and return the rest", HOME, ALL_HOME | {"lamp": 0}),
        ("the kettle and everything else", HOME, ALL_HOME),
        # leaving out
        ("everything except the mug", HOME, ALL_HOME | {"mug": 0}),
        ("everything but the lamp and the kettle", HOME, {"mug": 3, "headphones": 1}),
        ("all except the shoes", CLOTHES, ALL_CLOTHES | {"shoes": 0}),
        ("all of it apart from the jackets", CLOTHES, ALL_CLOTHES | {"jacket": 0}),
        ("return my order but keep the headphones", HOME, ALL_HOME | {"headphones": 0}),
        ("keep the shirts but return the shoes", CLOTHES, {"shoes": 1}),
        ("the shoes, not the jackets", CLOTHES, {"shoes": 1}),
        ("not the lamp, the kettle", HOME, {"kettle": 1}),
        ("everything except one mug", HOME, ALL_HOME | {"mug": 2}),
        ("I don't want to return the kettle, only the lamp", HOME, {"lamp": 1}),
        ("everything without the blue shirt", CLOTHES, ALL_CLOTHES | {"blue_shirt": 0}),
        ("the lot minus the watch", TECH, {"laptop": 1, "bag": 1, "bottle_s": 1, "bottle_l": 1}),
        # by place
        ("the second", HOME, {"mug": 3}),
        ("the first one", HOME, {"lamp": 1}),
        ("the last one", HOME, {"kettle": 1}),
        ("first and last", HOME, {"lamp": 1, "kettle": 1}),
        ("the 3rd item", HOME, {"headphones": 1}),
        ("number 4", HOME, {"kettle": 1}),
        ("the first two", TECH, {"laptop": 1, "bag": 1}),
        ("the second shirt", CLOTHES, {"red_shirt": 1}),
        ("the second mug", HOME, {"mug": 1}),
        # how many
        ("2 of the 3 mugs", HOME, {"mug": 2}),
        ("two mugs", HOME, {"mug": 2}),
        ("one of the mugs and the lamp", HOME, {"lamp": 1, "mug": 1}),
        ("a mug", HOME, {"mug": 1}),
        ("2x mug", HOME, {"mug": 2}),
        ("mug x2", HOME, {"mug": 2}),
        ("just one jacket", CLOTHES, {"jacket": 1}),
        ("a couple of mugs", HOME, {"mug": 2}),
        ("just one", MUGS, {"mug": 1}),
        ("two of them", MUGS, {"mug": 2}),
        ("return one of these", MUGS, {"mug": 1}),
        ("I want to return them", MUGS, {"mug": 3}),
        # by comparison
        ("the cheaper one", TWO, {"mug": 1}),
        ("the cheaper shirt", CLOTHES, {"blue_shirt": 1}),
        ("the most expensive item", HOME, {"headphones": 1}),
        ("the bigger bottle", TECH, {"bottle_l": 1}),
        ("the smaller bottle", TECH, {"bottle_s": 1}),
    ],
)  # fmt: skip
def test_items_are_named_as_people_name_them(text: str, items: list[Item], expected: dict[str, int]):
    wanted = {key: count for key, count in expected.items() if count}
    assert name_items(text, items) == Naming(wanted)


@pytest.mark.parametrize(
    ("text", "items", "before", "expected"),
    [
        ("actually keep the lamp", TWO, {"lamp": 1, "mug": 1}, {"mug": 1}),
        ("not the lamp", TWO, {"lamp": 1, "mug": 1}, {"mug": 1}),
        ("add the mug too", TWO, {"lamp": 1}, {"lamp": 1, "mug": 1}),
        ("and the mug as well", TWO, {"lamp": 1}, {"lamp": 1, "mug": 1}),
        ("also the kettle", HOME, {"lamp": 1}, {"lamp": 1, "kettle": 1}),
        ("return the kettle too please", HOME, {"lamp": 1}, {"lamp": 1, "kettle": 1}),
        ("no, the other one", TWO, {"lamp": 1}, {"mug": 1}),
        ("the other shirt", CLOTHES, {"blue_shirt": 1}, {"red_shirt": 1}),
        ("and the other one too", TWO, {"lamp": 1}, {"lamp": 1, "mug": 1}),
        ("only the lamp", HOME, ALL_HOME, {"lamp": 1}),
        ("just the kettle please", HOME, {"lamp": 1, "mug": 3}, {"kettle": 1}),
        ("no, not the lamp, the headphones", HOME, {"lamp": 1}, {"headphones": 1}),
        ("I meant the kettle", HOME, {"lamp": 1}, {"kettle": 1}),
        ("the kettle instead of the lamp", HOME, {"lamp": 1, "mug": 3}, {"mug": 3, "kettle": 1}),
        ("cancel the mugs", HOME, {"lamp": 1, "mug": 3}, {"lamp": 1}),
        ("remove the mugs", HOME, {"lamp": 1, "mug": 3}, {"lamp": 1}),
        ("leave out the shoes", CLOTHES, ALL_CLOTHES, ALL_CLOTHES | {"shoes": 0}),
        ("yes, except the mug", TWO, {"lamp": 1, "mug": 1}, {"lamp": 1}),
        ("yes but not the kettle", HOME, {"lamp": 1, "kettle": 1}, {"lamp": 1}),
        ("only two of the mugs", HOME, {"lamp": 1, "mug": 3}, {"mug": 2}),
        ("just one", MUGS, {"mug": 3}, {"mug": 1}),
        ("everything", HOME, {"lamp": 1}, ALL_HOME),
        ("the lamp stays", TWO, {"lamp": 1, "mug": 1}, {"mug": 1}),
        ("I'd like to keep the red shirt", CLOTHES, {"blue_shirt": 1, "red_shirt": 1}, {"blue_shirt": 1}),
        ("the lamp I want to keep", TWO, {"lamp": 1, "mug": 1}, {"mug": 1}),
        ("keep one of the mugs", HOME, {"mug": 3}, {"mug": 2}),
        ("actually both", TWO, {"lamp": 1}, {"lamp": 1, "mug": 1}),
        ("no wait, all of it", HOME, {"lamp": 1}, ALL_HOME),
        ("and everything else", HOME, {"lamp": 1}, ALL_HOME),
        ("actually keep it", TWO, {"lamp": 1}, {}),
        ("none of them", HOME, {"lamp": 1, "kettle": 1}, {}),
        ("not everything, just the lamp", HOME, ALL_HOME, {"lamp": 1}),
        ("no, two not one", MUGS, {"mug": 1}, {"mug": 2}),
        ("actually make it two", MUGS, {"mug": 1}, {"mug": 2}),
        ("the rest too", HOME, {"lamp": 1}, ALL_HOME),
    ],
)  # fmt: skip
def test_a_later_message_corrects_what_was_chosen(
    text: str, items: list[Item], before: dict[str, int], expected: dict[str, int]
):
    wanted = {key: count for key, count in expected.items() if count}
    assert name_items(text, items, before) == Naming(wanted)


@pytest.mark.parametrize(
    ("text", "items", "settled", "unclear"),
    [
        ("the shirt", CLOTHES, {}, Unclear(SHIRTS, 1)),
        ("one of the shirts and the shoes", CLOTHES, {"shoes": 1}, Unclear(SHIRTS, 1)),
        ("the mug", HOME, {}, Unclear(("mug",), None)),
        ("the lamp and the mug", HOME, {"lamp": 1}, Unclear(("mug",), None)),
        ("the bottle", TECH, {}, Unclear(("bottle_s", "bottle_l"), 1)),
        ("just one", TWO, {}, Unclear(("lamp", "mug"), 1)),
    ],
)  # fmt: skip
def test_what_may_mean_several_items_stays_open(
    text: str, items: list[Item], settled: dict[str, int], unclear: Unclear
):
    assert name_items(text, items) == Naming(settled, (unclear,))


def test_more_than_there_are_is_told():
    assert name_items("5 mugs", HOME) == Naming({}, (Unclear(("mug",), 5),), {"mug": 5})


@pytest.mark.parametrize(
    "text",
    [
        "I want to return something",
        "start a return",
        "hello there",
        "what is your return policy?",
        "my order W1234567 from jane@example.com",
        "yes please",
        "no",
        "it's too small",
        "I want to return it",
        "because it broke after two days",
        "refund it to my gift card",
    ],
)
def test_other_messages_name_no_item(text: str):
    assert name_items(text, HOME) is None


@pytest.mark.parametrize(
    ("text", "items", "expected"),
    [
        ("swap the blue shirt for the red one", CLOTHES, {"blue_shirt": 1}),
        ("exchange the lamp for a white one", TWO, {"lamp": 1}),
        ("exchange the shoes for size 10", CLOTHES, {"shoes": 1}),
        ("change both shirts to black", CLOTHES, {"blue_shirt": 1, "red_shirt": 1}),
        ("I'd like the red one instead of the blue shirt", CLOTHES, {"blue_shirt": 1}),
        ("an exchange for the lamp", TWO, {"lamp": 1}),
        ("the lamp in white and the mug in black", TWO, {"lamp": 1, "mug": 1}),
        ("can I get the shoes one size up", CLOTHES, {"shoes": 1}),
        ("exchange everything except the shoes", CLOTHES, ALL_CLOTHES | {"shoes": 0}),
        ("swap the lamp for one in green and 10 hours", TWO, {"lamp": 1}),
        ("swap the lamp to big, without dimmer and green and the mug to blue", TWO, {"lamp": 1, "mug": 1}),
        ("change the shoes to white and blue, and the red shirt to L", CLOTHES, {"shoes": 1, "red_shirt": 1}),
        ("exchange the lamp from my order with the mug in it for a green one", TWO, {"lamp": 1}),
    ],
)
def test_the_new_thing_of_a_swap_is_no_item(text: str, items: list[Item], expected: dict[str, int]):
    wanted = {key: count for key, count in expected.items() if count}
    assert name_items(text, items, is_swap=True) == Naming(wanted)


def test_lines_that_nothing_tells_apart_are_no_question():
    twins = [Item("one", "Mug", {"color": "white"}, 1), Item("two", "Mug", {"color": "white"}, 1)]
    assert name_items("one mug", twins) == Naming({"one": 1})
    assert name_items("the mugs", twins) == Naming({"one": 1, "two": 1})
