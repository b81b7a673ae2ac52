"""Instructions for whoever delivers, told from leaving a matter, from addresses and from reports."""

import pytest

from actions.language.delivery_wishes import said_to_carrier


def heading(text: str) -> str:
    matter = said_to_carrier(text)
    return matter.words if matter else ""


@pytest.mark.parametrize(
    "text",
    [
        "leave it at the back door",
        "deliver it to my neighbour",
        "leave it with my neighbor",
        "hold my parcel at the post office",
        "pls leave it on the porch",
        "can they leave it in the garage",
        "could you ask the driver to ring twice",
        "tell the driver to ring the bell",
        "leave the package with the doorman please",
        "drop it behind the bins",
        "put it in the mailbox",
        "leave it next door",
        "just leave it outside",
        "pop it round the back door mate",
        "hold my package until monday",
        "keep my package for pickup",
        "if im not in leave it with the neighbours",
        "I won't be home, leave it in the shed",
        "the gate code is 4471",
        "add a note for the courier",
        "no signature needed, leave without signature",
        "give it to the people next door",
        "can i have them hold it at a ups store",
        "hand it to reception",
        "don't ring the doorbell",
        "do the delivery instructions reach the driver",
        "leave it somewhere safe",
    ],
)
def test_an_instruction(text: str) -> None:
    assert heading(text).startswith("Can you leave")


@pytest.mark.parametrize(
    "text",
    [
        "leave it",
        "leave it as it is",
        "leave it, I found another one",
        "no, leave the lamp",
        "keep it",
        "keep it at that",
        "hold on",
        "leave it in my cart",
        "put it in my basket",
        "leave it with me",
        "deliver it to my neighbour at number 12",
        "send it to 12 Oak Street, Boston, MA 02110",
        "deliver it to 12 Oak Street, Boston, MA 02110, and leave it at the back door",
        "they left it at the wrong door",
        "it says it was left with a neighbor",
        "I told them to leave it on the porch and it is gone",
        "where is my parcel",
        "hold that thought",
        "hold it until monday",
        "hold my order until I know more",
        "change the address to my neighbor's",
        "leave the size, change the color",
        "put the mat back",
        "a garden fork",
        "keep the mat",
        "take it back",
        "leave the door mat out of the return",
    ],
)
def test_no_instruction(text: str) -> None:
    assert not heading(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("im away next week, delay it", "the day or the hour"),
        ("prepone the delivery of my order", "the day or the hour"),
        ("can you postpone my delivery", "the day or the hour"),
        ("I won't be home tomorrow, can they come on friday", "the day or the hour"),
        ("they rang but i was out", "I was out"),
        ("the driver came and nobody was home", "I was out"),
        ("i missed the delivery", "I was out"),
        ("found a card saying sorry we missed you", "I was out"),
        ("delay my subscription", ""),
        ("postpone my next delivery", ""),
        ("it is delayed", ""),
        ("will it delay it", ""),
        ("why is my order delayed", ""),
        ("I was out of the office when I ordered", ""),
    ],
)
def test_another_day_and_a_missed_delivery(text: str, words: str) -> None:
    assert words in heading(text)
    assert bool(words) == bool(heading(text))
