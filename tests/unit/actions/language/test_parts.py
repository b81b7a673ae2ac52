"""What is said of one item is not taken for another."""

from actions.language.lexicon import Item
from actions.language.parts import said_of_each

LAMP, MUG = Item("lamp", "Desk Lamp", {"color": "black"}), Item("mug", "Mug", {"color": "white"})


def test_each_item_has_its_own_part():
    said = said_of_each("the lamp is broken and the mug is too small", [LAMP, MUG])
    assert said == {"lamp": "the lamp is broken", "mug": "the mug is too small"}


def test_a_part_without_an_item_goes_on_about_the_last_one():
    said = said_of_each("the lamp in white, and with USB, and the mug in black", [LAMP, MUG])
    assert said == {"lamp": "the lamp in white, with USB", "mug": "the mug in black"}


def test_what_is_said_of_none_is_said_of_all():
    assert said_of_each("they don't fit", [LAMP, MUG]) == {"lamp": "they don't fit", "mug": "they don't fit"}


def test_both_are_all():
    said = said_of_each("both in black please", [LAMP, MUG])
    assert said == {"lamp": "both in black please", "mug": "both in black please"}


def test_what_follows_a_list_is_said_of_all_in_it():
    said = said_of_each("return the lamp and the mug, they are broken", [LAMP, MUG])
    assert all("they are broken" in part for part in said.values())


def test_the_rest_is_what_was_not_spoken_of():
    said = said_of_each("the lamp is broken, the rest I just don't want", [LAMP, MUG])
    assert said == {"lamp": "the lamp is broken", "mug": "the rest I just don't want"}
