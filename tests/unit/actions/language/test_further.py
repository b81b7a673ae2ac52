"""Requests that are joined to a yes, and what only says more about what was summarised."""

import pytest

from actions.language.further import further_requests


def parted(text: str) -> tuple[str, str] | None:
    """The beginning and the intent of the first request that stands for itself."""
    found = next(further_requests(text), None)
    return (text[: found.end], found.intent) if found else None


@pytest.mark.parametrize(
    ("text", "head", "intent"),
    [
        ("yes and also return my lamp", "yes", "return_items"),
        ("yes, then return the blue shirt please", "yes", "return_items"),
        ("yes please. also, can you send my kettle back?", "yes please", "return_items"),
        ("yep\nand i want to send back one of my mugs", "yep", "return_items"),
        ("ok and exchange the shoes for a size 10", "ok", "exchange_items"),
        ("go ahead, and could you swap my mug for the green?", "go ahead", "exchange_items"),
        ("yes, and cancel order A200002 too", "yes", "cancel_order"),
        ("sure, and call off my sofa order as well", "sure", "cancel_order"),
        ("do it and cancel my other order", "do it", "cancel_order"),
        ("yes, send me the receipt too", "yes", "get_invoice"),
        ("yes plus e-mail me my latest invoice", "yes", "get_invoice"),
        ("yes and then let me talk to a person", "yes", "ask_human"),
        ("yes. please also put me through to an agent", "yes", "ask_human"),
        ("yes. then add a mug to my cart", "yes", "add_to_cart"),
        ("yes, and update my phone number", "yes", "change_profile"),
        ("yes and change the address of my other order", "yes", "change_order_address"),
        ("yes, after that track my parcel", "yes", "check_order_status"),
        ("ok, and find my kettle order", "ok", "check_order_status"),
        ("yes and reorder the filters", "yes", "order_again"),
        ("yes, and my mug arrived broken too", "yes", "report_problem"),
        ("yes and the kettle never arrived", "yes", "report_problem"),
        ("yes, go ahead and also return my lamp", "yes", "return_items"),
        ("yes and also where is my jacket", "yes", "check_order_status"),
        ("yes, and where's my other jacket?", "yes", "check_order_status"),
        ("ok do it. also, when will my lamp arrive?", "ok do it", "check_order_status"),
        ("yes and how many points do i have?", "yes", "check_points"),
        ("sure, and also what's in my cart", "sure", "view_cart"),
    ],
)  # fmt: skip
def test_a_request_of_its_own(text: str, head: str, intent: str):
    assert parted(text) == (head, intent)


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "yes and refund it to my store credit",
        "yes and send the money back to my visa",
        "yes and return the money",
        "yes, return my lamp",
        "yes, cancel order A200002",
        "yes, and return it",
        "yes, and send them back",
        "yes and cancel it",
        "yes and cancel the order",
        "yes, cancel the whole order",
        "yes and return the items",
        "yes, and return the old one",
        "yes, return my lamp if it is free",
        "yes, but return the mug instead",
        "yes, return the mug only",
        "yes, and return the lamp tomorrow",
        "yes, and exchange my mug first",
        "yes, once you return my money",
        "yes and don't return the lamp",
        "yes, and never cancel order A200002",
        "yes and change the address",
        "yes, and change my address in my account",
        "yes, and send the label to my e-mail",
        "yes and use my points for the difference",
        "yes. where is my other order?",
        "yes, and how much is it?",
        "yes and what about returning my lamp?",
        "yes, it arrived broken",
        "yes, and that one is broken too",
        "yes, and the order is late",
        "yes and keep the mug",
        "yes, 2 of them",
        "yes, to my other address",
        "yes and gift wrap the lamp",
        "yes and the socks too",
        "yes and tell me when it is done",
        "yes and where is my refund?",
        "yes, and when will my money arrive",
        "yes and where do I send my lamp?",
        "yes and where is it?",
        "yes, but where is my jacket first",
    ],
)
def test_what_says_more_about_the_plan(text: str):
    assert parted(text) is None


@pytest.mark.parametrize(
    ("rest", "is_other"),
    [
        ("cancel order A200002", True),
        ("cancel #200002 too", True),
        ("cancel order #A100234", False),
        ("cancel 100234", False),
        ("cancel my other order", True),
        ("cancel my sofa order", False),
    ],
)
def test_which_order_it_is_about(rest: str, is_other: bool):
    further = next(further_requests(f"yes, and {rest}"))
    assert further.names_other_order("A100234") is is_other
