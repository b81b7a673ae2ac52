"""Thousands of utterances for every summary: a row is written exactly when one is a plain yes."""

from itertools import islice
from pathlib import Path

import pytest

from actions.engine.change import ChangeFlow
from actions.engine.deeds import DEEDS
from actions.engine.flow import Progress
from actions.engine.reading import Taken, taken
from actions.flows.listed import FLOWS
from actions.language.agreement import agrees
from actions.language.said import Said
from tests.unit.actions.utterances import utterances, utterances_with_more

DRAWN = 3000
TAKEN_AT_LEAST = 0.97
WAYS = (Path(__file__).parent / "data" / "ways_to_agree.txt").read_text().split("\n")
# How the same is said in the flow's own words.
OWN = {
    "cancel_order": ("cancel it", "go ahead and cancel", "cancel my order", "yes, cancel it"),
    "return_items": ("return it", "send it back", "set up the return", "yes, return it"),
    "exchange_items": ("exchange it", "swap them", "yes, exchange it"),
    "change_order_items": ("change it", "swap it", "yes, change it"),
    "report_problem": ("report it", "yes, report it"),
    "cancel_return": ("cancel the return", "cancel it", "withdraw it"),
    "change_order_address": ("change it", "update the address", "send it there"),
    "change_order_payment": ("change it", "charge it", "switch it"),
    "order_again": ("fill my cart", "put them in my cart", "yes, fill my cart"),
    "redeem_gift_card": ("redeem it", "redeem the gift card", "add it to my account"),
    "redeem_points": ("redeem them", "turn them into store credit", "redeem my points"),
    "leave_review": ("send it", "post the review", "publish it"),
    "change_profile": ("change it", "update it", "save it"),
    "subscribe": ("subscribe me", "set it up", "start it"),
    "manage_subscription": ("change it", "update it"),
    "share_wishlist": ("share it", "share the list", "give me the link"),
}
WRITING = {flow.name: flow for flow in FLOWS if isinstance(flow, ChangeFlow)}
SUMMARIES = [(name, variant) for name in WRITING for variant in DEEDS[name]]


def test_every_writing_flow_is_drawn_for() -> None:
    assert set(OWN) == set(WRITING) == set(DEEDS)


@pytest.mark.parametrize(("name", "variant"), SUMMARIES)
def test_a_row_is_written_exactly_on_a_plain_yes(name: str, variant: str) -> None:
    own = OWN[name] if not variant else ()
    progress = Progress(name, asked="confirmed", memory={"variant": variant, "number": "A100234"})
    drawn = list(islice(utterances(SUMMARIES.index((name, variant)), own), DRAWN))
    # The classifier takes all of it for a yes, at worst.
    wrong = [
        each for each in drawn if WRITING[name].is_agreed(Said("affirm", each.text), progress) != each.is_yes
    ]
    assert wrong == []
    assert sum(each.is_yes for each in drawn) > DRAWN / 5


@pytest.mark.parametrize(("name", "variant"), SUMMARIES)
def test_a_yes_stays_one_with_another_request_behind_it(name: str, variant: str) -> None:
    progress = Progress(name, asked="confirmed", memory={"variant": variant, "number": "A100234"})
    drawn = islice(utterances_with_more(SUMMARIES.index((name, variant))), 400)
    wrong = [
        each
        for each in drawn
        if (taken(WRITING[name], Said("affirm", each.text), progress) is Taken.AGREES) != each.is_yes
        and not asks_for_the_same(name, each.text)
    ]
    assert wrong == []


def asks_for_the_same(name: str, text: str) -> bool:
    """Whether it may be meant of the same request, and is asked again: a return beside a return."""
    same = {
        "return_items": ("return my", "send the blender"),
        "exchange_items": ("exchange my",),
        "report_problem": ("arrived broken",),
        "change_profile": ("phone number",),
    }
    return any(words in text for words in same.get(name, ()))


@pytest.mark.parametrize(("name", "variant"), SUMMARIES)
def test_nearly_all_ways_to_agree_are_taken_at_once(name: str, variant: str) -> None:
    ways = [way for way in WAYS if way]
    missed = [way for way in ways if not agrees(way, DEEDS[name][variant])]
    assert len(ways) >= 300
    assert len(missed) <= (1 - TAKEN_AT_LEAST) * len(ways), missed
