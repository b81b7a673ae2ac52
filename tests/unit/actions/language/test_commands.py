import pytest

from actions.language.commands import commanded
from actions.steps.rather import (
    rather_than_cancelled_return,
    rather_than_report,
    rather_than_return,
    rather_than_return_status,
)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("return the lamp, it's broken", "return_items"),
        ("Hi, can I please send back the mug?", "return_items"),
        ("what is your return policy", None),
        ("return policy please", None),
        ("swap the shoes for a bigger pair", "exchange_items"),
        ("call off order 48210", "cancel_order"),
        ("cancel my subscription", None),
        ("in order #W4821057 change the luggage set to black", "change_order_items"),
        ("I want to change the email to jane@x.example", None),
        ("please send my order to 12 Mill Lane", "change_order_address"),
        ("can you send the order with the tablet to another address?", "change_order_address"),
        ("actually can u just send it somewhere else", "change_order_address"),
        ("ship it to a different address", "change_order_address"),
        ("cos i want to change the card", "change_order_payment"),
        ("kindly cancel my order", "cancel_order"),
        ("send it to my gift card", None),
        ("charge my paypal for my order with the grill", "change_order_payment"),
        ("can I use a gift card", None),
        ("where is my return", None),
    ],
)
def test_the_first_words_may_tell_the_request(text: str, intent: str | None) -> None:
    assert commanded(text) == intent


@pytest.mark.parametrize(
    ("rather", "text", "flow"),
    [
        (rather_than_return, "the mug is missing, I want my money back", "report_problem"),
        (rather_than_return, "I'd like to exchange the lamp for a red one", "exchange_items"),
        (rather_than_return, "the lamp came with a crack, I'd like a refund to my visa", "report_problem"),
        (rather_than_return, "return the lamp, it's broken", None),
        (rather_than_return, "return the lamp", None),
        (rather_than_report, "return the lamp, it's broken", "return_items"),
        (rather_than_report, "the lamp arrived broken", None),
        (rather_than_report, "its the wrong colour, can i swap it", "exchange_items"),
        (rather_than_report, "it came broken, can you exchange it", None),
        (rather_than_report, "whats happening w the blender", "check_order_status"),
        (rather_than_cancelled_return, "I don't want the lamp anymore", "return_items"),
        (rather_than_cancelled_return, "return 48210, changed my mind", "return_items"),
        (rather_than_cancelled_return, "I don't want to return it after all", None),
        (rather_than_return_status, "return 48210, changed my mind, unopened", "return_items"),
        (rather_than_return_status, "return 48210 status please", None),
    ],
)
def test_a_request_is_handed_to_the_flow_it_is_meant_for(rather, text: str, flow: str | None) -> None:
    assert rather(text) == flow
