"""Words that forbid what a flow does, ask whether it was done, or wonder, are no request for it."""

from itertools import product

import pytest

from actions.engine.change import ChangeFlow
from actions.flows.listed import FLOWS
from actions.language.mood import Mood
from actions.language.said import Said

FLOW = {flow.name: flow for flow in FLOWS}
# As one would ask for it, as one would say that it was done, and what doing it is called.
DEEDS = {
    "cancel_order": [("cancel my order", "my order", "cancelled", "cancelling my order"),
                     ("call off order A1234567", "order A1234567", "called off", "calling off the order")],
    "return_items": [("return the lamp", "the lamp", "returned", "returning the lamp"),
                     ("send the shoes back", "the pair of shoes", "sent back", "sending the shoes back")],
    "exchange_items": [("exchange the lamp for a white one", "the lamp", "exchanged", "exchanging the lamp"),
                       ("swap the shirt", "the shirt", "swapped", "swapping the shirt")],
    "change_order_items": [("change the lamp to white", "the lamp", "changed", "changing the lamp"),
                           ("swap the mug for a green one", "the mug", "swapped", "swapping the mug")],
    "change_order_address": [("change the address", "the address", "changed", "changing the address"),
                             ("update my delivery address", "my address", "updated", "updating the address")],
    "change_order_payment": [("change the payment method", "the payment", "changed", "changing the payment"),
                             ("switch the card", "the card", "switched", "switching the card")],
    "cancel_return": [("cancel my return", "my return", "cancelled", "cancelling the return"),
                      ("withdraw the return", "the return", "withdrawn", "withdrawing the return")],
    "order_again": [("reorder it", "it", "reordered", "reordering it"),
                    ("order the socks again", "that", "ordered again", "ordering the socks again")],
    "change_profile": [("change my e-mail", "my e-mail", "changed", "changing my e-mail"),
                       ("remove my card", "my card", "removed", "removing the card")],
    "redeem_points": [("redeem my points", "my balance", "redeemed", "redeeming points"),
                      ("convert 500 points into credit", "it", "converted", "converting my points")],
    "redeem_gift_card": [("redeem my gift card", "my gift card", "redeemed", "redeeming my gift card"),
                         ("redeem the code", "the code", "redeemed", "redeeming the code")],
    "leave_review": [("write a review", "the lamp", "reviewed", "writing a review"),
                     ("rate the lamp", "the lamp", "rated", "rating the lamp")],
    "subscribe": [("subscribe to the soap", "the soap", "subscribed", "subscribing to the soap"),
                  ("start a subscription", "my subscription", "started", "starting a subscription")],
    "manage_subscription": [
        ("cancel my subscription", "my subscription", "cancelled", "cancelling my subscription"),
        ("pause my subscription", "my subscription", "paused", "pausing my subscription"),
    ],
    "share_wishlist": [("make a link to my wish list", "the link", "made", "making a link"),
                       ("publish the list", "the list", "published", "publishing the list")],
    "report_problem": [("report a problem", "it", "reported", "reporting it"),
                       ("refund the lamp", "the lamp", "refunded", "refunding the lamp")],
}  # fmt: skip
FORBIDDEN = (
    "don't {do}", "do not {do}", "please don't {do}", "please do not {do}", "dont {do} please", "never {do}",
    "I don't want to {do}", "I do not want you to {do}", "I didn't ask you to {do}", "no need to {do}",
    "I'm not asking you to {do}", "you should not {do}", "I never wanted to {do}", "I decided not to {do}",
    "I'd rather not {do}", "don't go ahead and {do}", "I am not {doing}", "stop {doing}", "no {doing} please",
    "Hi, please do not {do}. Thanks", "I won't {do}", "don't you dare {do}",
)  # fmt: skip
WHETHER = (
    "is {thing} {done}?", "was {thing} {done}", "has {thing} been {done} yet?", "did you {do}?", "did I {do}",
    "have you {done} {thing}?", "I just want to know if {thing} is {done}", "when was {thing} {done}?",
    "why was {thing} {done}", "why did you {do}", "I thought I had {done} {thing}", "who {done} {thing}",
    "I thought you {done} {thing}", "please tell me whether {thing} was {done}", "it says {done}, why?",
)  # fmt: skip
WONDERED = (
    "should I {do}?", "should we {do}", "what happens if I {do}?", "I'm thinking about {doing}",
    "do I have to {do}?", "I'm not sure if I should {do}", "maybe I should {do}", "is it better to {do}?",
    "would you recommend {doing}?", "would you {do} if you were me?", "would you {do} in my place",
    "would u {do} if u were me", "I might {do}", "if I {do}, what do I get?",
)  # fmt: skip
ASKED_FOR = (
    "{do}", "please {do}", "I want to {do}", "can you {do}?", "I'd like to {do} please", "could I {do}",
    "I need you to {do}", "{do}, I don't like it", "I don't need it, {do}", "how do I {do}?",
    "go ahead and {do}", "I have to {do}", "is it too late to {do}?", "why don't you {do}",
    "I can't {do}, please help",
    "hi, I would like to {do} because it is not what I wanted", "I was wondering if you could {do}",
)  # fmt: skip
ENGLISH = [(flow, form) for flow, forms in DEEDS.items() for form in forms]


def moods(templates: tuple[str, ...], allowed: set[Mood]) -> list[str]:
    """What is taken for another mood than the `allowed` ones."""
    wrong = []
    for (flow, (do, thing, done, doing)), template in product(ENGLISH, templates):
        text = template.format(do=do, thing=thing, done=done, doing=doing)
        mood = FLOW[flow].mood(Said(flow, text))
        if mood not in allowed:
            wrong.append(f"{flow}: {text}: {mood}")
    return wrong


def test_every_writing_flow_is_tried() -> None:
    assert set(DEEDS) == {flow.name for flow in FLOWS if isinstance(flow, ChangeFlow)}


@pytest.mark.parametrize("template", FORBIDDEN)
def test_what_is_forbidden_begins_no_flow(template: str) -> None:
    assert moods((template,), set(Mood) - {Mood.ASKS_FOR}) == []


@pytest.mark.parametrize("template", WHETHER)
def test_what_is_asked_about_begins_no_flow(template: str) -> None:
    assert moods((template,), set(Mood) - {Mood.ASKS_FOR}) == []


@pytest.mark.parametrize("template", WONDERED)
def test_what_is_wondered_about_begins_no_flow(template: str) -> None:
    assert moods((template,), set(Mood) - {Mood.ASKS_FOR}) == []


@pytest.mark.parametrize("template", ASKED_FOR)
def test_what_is_asked_for_is_asked_for(template: str) -> None:
    assert moods((template,), {Mood.ASKS_FOR}) == []


@pytest.mark.parametrize(
    ("flow", "text", "mood"),
    [
        ("cancel_order", "please don't cancel my order", Mood.FORBIDS),
        ("cancel_order", "keep my order", Mood.FORBIDS),
        ("cancel_order", "I don't want my order cancelled", Mood.FORBIDS),
        ("cancel_order", "I'd like my order cancelled", Mood.ASKS_FOR),
        ("cancel_order", "can I get it cancelled", Mood.ASKS_FOR),
        ("cancel_order", "don't change the address, cancel it", Mood.ASKS_FOR),
        ("cancel_order", "I don't want it any more", Mood.ASKS_FOR),
        ("check_refund_status", "I'm not asking for a refund", Mood.FORBIDS),
        ("check_refund_status", "was it refunded?", Mood.ASKS_FOR),
        ("change_order_address", "I changed my address last week", Mood.ASKS_FOR),
        ("change_order_address", "my address has changed", Mood.ASKS_FOR),
        ("change_order_address", "please do not change my address", Mood.FORBIDS),
        ("report_problem", "the lamp is not broken", Mood.FORBIDS),
        ("report_problem", "nothing is damaged", Mood.FORBIDS),
        ("report_problem", "the lamp is broken", Mood.ASKS_FOR),
        ("report_problem", "it's not the wrong size, it's broken", Mood.ASKS_FOR),
        ("report_problem", "it's not working, it is broken", Mood.ASKS_FOR),
        ("report_problem", "it's not what I ordered, it's the wrong one", Mood.ASKS_FOR),
    ],
)
def test_a_mood(flow: str, text: str, mood: Mood) -> None:
    assert FLOW[flow].mood(Said(flow, text)) is mood


def test_what_is_pressed_is_asked_for() -> None:
    assert FLOW["cancel_order"].mood(Said("cancel_order", "/cancel_order")) is Mood.ASKS_FOR


@pytest.mark.parametrize(
    ("flow", "text", "mood"),
    [
        ("cancel_order", "plz dont cancle my order", Mood.FORBIDS),
        ("cancel_order", "did you cansel it", Mood.ASKS_WHETHER),
        ("cancel_order", "pls cancell my order", Mood.ASKS_FOR),
        ("return_items", "i dont want to retrun the lamp", Mood.FORBIDS),
        ("exchange_items", "dont exhange it", Mood.FORBIDS),
        ("change_order_address", "please do not chnage my address", Mood.FORBIDS),
        ("cancel_order", "I do not wish to have my order A1234567 cancelled", Mood.FORBIDS),
        ("return_items", "I don't want the blue lamp to be returned", Mood.FORBIDS),
        ("cancel_order", "I was going to cancel but I'll keep it", Mood.FORBIDS),
        ("return_items", "I wanted to return the lamp but I don't want to", Mood.FORBIDS),
        ("cancel_order", "my husband wants to cancel but I don't", Mood.FORBIDS),
        ("cancel_order", "I changed my mind about cancelling", Mood.FORBIDS),
        ("cancel_order", "I'd hate to cancel this", Mood.FORBIDS),
        ("cancel_order", "cancel it, I don't want it any more", Mood.ASKS_FOR),
        ("cancel_order", "I changed my mind, cancel it", Mood.ASKS_FOR),
        ("return_items", "return the lamp, I'll keep the mug", Mood.ASKS_FOR),
        ("return_items", "I'll keep the mug but return the lamp", Mood.ASKS_FOR),
    ],
)
def test_slips_and_words_that_take_it_back(flow: str, text: str, mood: Mood) -> None:
    assert FLOW[flow].mood(Said(flow, text)) is mood


@pytest.mark.parametrize(
    ("text", "mood"),
    [
        ("whats my order again", Mood.ASKS_WHETHER),
        ("sorry, when does my order arrive again?", Mood.ASKS_WHETHER),
        ("how much was my order again", Mood.ASKS_WHETHER),
        ("order the mug again", Mood.ASKS_FOR),
        ("how do I order that again", Mood.ASKS_FOR),
        ("what I bought in May, order it again please", Mood.ASKS_FOR),
    ],
)
def test_what_is_to_be_told_again_is_not_ordered_again(text: str, mood: Mood) -> None:
    assert FLOW["order_again"].mood(Said("order_again", text)) is mood
