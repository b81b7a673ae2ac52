"""What is said right after something was told or done, and says nothing without it."""

from collections.abc import Callable

import pytest

from actions.language.told_before import (
    asks_for_own_code,
    asks_for_perks,
    asks_for_reward,
    asks_how_to_send,
    asks_when,
    asks_where_to,
    asks_worth,
    cancels_it,
    earns_more,
    has_not_come,
    puts_in_again,
    speaks_of_return_label,
    undoes,
    uses_them,
)

SAID: list[tuple[Callable[[str], bool], list[str], list[str]]] = [
    (
        undoes,
        [
            "put it back",
            "bring it back",
            "I didn't mean to",
            "oops",
            "undo that",
            "can i have it back",
            "undo",
        ],
        [
            "make it two",
            "put a mug in",
            "what's in my cart",
            "I want to send it back",
            "give me my money back",
        ],
    ),
    (puts_in_again, ["add it again", "put it in again", "add them back please"], ["add a mug", "again"]),
    (
        asks_worth,
        ["hmm how much is that worth", "what are they worth", "how much is that in dollars"],
        ["how much is the lamp", "when do they expire"],
    ),
    (
        uses_them,
        ["use them", "all of them", "ok redeem them", "spend all", "can i use them", "half of them"],
        ["use my visa for order 12345", "when do they expire", "all my orders please"],
    ),
    (
        cancels_it,
        ["cancel it", "cancel", "ok cancel that please", "I'll keep it", "cancel the return"],
        ["cancel my order", "cancel order 12345", "where is it", "don't cancel it"],
    ),
    (
        speaks_of_return_label,
        ["i lost the label", "send me the label again", "where's my return label"],
        ["what does the size label say", "do you sell label printers"],
    ),
    (
        asks_how_to_send,
        ["how do i send it", "where do I drop it off", "where do i take the parcel", "what do i do now"],
        ["where is it", "can i send it to my mom"],
    ),
    (
        has_not_come,
        ["i never got it", "it's not on my card", "I don't see it", "nothing in my account", "still waiting"],
        ["thanks", "how much was it", "which card was it"],
    ),
    (asks_when, ["when will i get it", "how long does it take"], ["when does my order ship", "thanks"]),
    (
        asks_where_to,
        ["which card", "to which account?", "how much was it"],
        ["which shoes", "my card is blue"],
    ),
    (
        asks_for_own_code,
        ["how much do they get", "where's my code", "share it"],
        ["how much is it", "a code", "who used my code so far"],
    ),
    (
        earns_more,
        ["how do i earn more", "how can I get more points"],
        ["how many do I have", "how do I use them"],
    ),
    (asks_for_perks, ["what do gold members get", "gold benefits"], ["how many more for gold", "am I gold"]),
    (asks_for_reward, ["where is my reward", "when do i get my bonus"], ["where is my order", "thanks"]),
]


@pytest.mark.parametrize(("reads", "text"), [(reads, text) for reads, said, _ in SAID for text in said])
def test_it_is_said(reads: Callable[[str], bool], text: str) -> None:
    assert reads(text)


@pytest.mark.parametrize(("reads", "text"), [(reads, text) for reads, _, other in SAID for text in other])
def test_it_is_not_said(reads: Callable[[str], bool], text: str) -> None:
    assert not reads(text)
