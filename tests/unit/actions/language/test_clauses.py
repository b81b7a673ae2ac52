"""A message of several clauses is several requests only where they ask for several things."""

from typing import Any

import pytest

from actions.language.clauses import after_arrival, requests_in


def message(intent: str, text: str, **clauses: str) -> dict[str, Any]:
    """A message as the classifier hands it over: the clauses by their intents."""
    requests = [
        {"intent": name, "text": part, "start": text.index(part), "end": text.index(part) + len(part)}
        for name, part in clauses.items()
    ]
    return {"text": text, "intent": {"name": intent}, "requests": requests}


def parts(said: dict[str, Any]) -> list[tuple[str, str]]:
    return [(intent, said["text"][start:end]) for intent, start, end in requests_in(said)]


def test_two_things_are_two_requests():
    said = message(
        "cancel_order", "cancel my order. Where is the other one?",
        cancel_order="cancel my order", check_order_status="Where is the other one",
    )  # fmt: skip
    assert parts(said) == [
        ("cancel_order", "cancel my order. "),
        ("check_order_status", "Where is the other one?"),
    ]


def test_where_the_money_goes_is_part_of_the_return():
    said = message(
        "return_items", "return the lamp, I don't like it and please refund my card",
        return_items="return the lamp", check_refund_status="please refund my card",
    )  # fmt: skip
    assert parts(said) == []


def test_asking_where_the_money_is_is_another_request():
    said = message(
        "return_items", "return the lamp, and where is my refund?",
        return_items="return the lamp", check_refund_status="where is my refund",
    )  # fmt: skip
    assert [intent for intent, _ in parts(said)] == ["return_items", "check_refund_status"]


def test_a_reason_in_front_belongs_to_the_return():
    said = message(
        "report_problem", "the lamp is broken, I want to return it",
        report_problem="the lamp is broken", return_items="I want to return it",
    )  # fmt: skip
    assert parts(said) == [("return_items", "the lamp is broken, I want to return it")]


def test_more_items_without_a_verb_belong_to_the_swap():
    said = message(
        "change_order_items", "change the lamp to black and oak, the mug to blue and the rug in A1 to wool",
        change_order_items="change the lamp to black", find_product="oak, the mug to blue",
        show_order_details="the rug in A1 to wool",
    )  # fmt: skip
    assert parts(said) == []


def test_another_verb_is_another_request_beside_a_swap():
    said = message(
        "change_order_items", "change the lamp to black and show me my orders",
        change_order_items="change the lamp to black", list_orders="show me my orders",
    )  # fmt: skip
    assert [intent for intent, _ in parts(said)] == ["change_order_items", "list_orders"]


def test_what_follows_a_request_belongs_to_it():
    said = message(
        "cancel_order", "cancel A1, I no longer need it. I also want to return the lamp",
        cancel_order="cancel A1", return_items="want to return the lamp",
    )  # fmt: skip
    assert parts(said)[0] == ("cancel_order", "cancel A1, I no longer need it. I also ")


def test_why_it_is_not_wanted_is_no_question_of_its_own():
    said = message(
        "cancel_order", "cancel my order, I found it cheaper elsewhere",
        cancel_order="cancel my order", ask_price_match="I found it cheaper elsewhere",
    )  # fmt: skip
    assert parts(said) == []


def test_a_question_about_a_topic_is_another_request():
    said = message(
        "cancel_order", "cancel my order. And do you match prices?",
        cancel_order="cancel my order", ask_price_match="do you match prices?",
    )  # fmt: skip
    assert [intent for intent, _ in parts(said)] == ["cancel_order", "ask_price_match"]


def test_the_money_for_what_came_broken_is_part_of_the_report():
    said = message(
        "return_items", "my package got lost, I want my money back",
        report_problem="my package got lost", return_items="I want my money back",
    )  # fmt: skip
    assert parts(said) == [("report_problem", "my package got lost, I want my money back")]


def test_another_order_is_another_request_than_the_report():
    said = message(
        "report_problem", "the lamp came broken and I want my money back for A200123",
        report_problem="the lamp came broken", return_items="I want my money back for A200123",
    )  # fmt: skip
    assert [intent for intent, _ in parts(said)] == ["report_problem", "return_items"]


def test_a_late_order_and_where_it_is_are_one_question():
    said = message(
        "track_late_order", "my parcel is late, where is it?",
        track_late_order="my parcel is late", check_order_status="where is it",
    )  # fmt: skip
    assert [intent for intent, _ in parts(said)] == ["check_order_status"]


def test_the_order_it_is_about_is_no_request_of_its_own():
    said = message(
        "ask_return_policy", "can I exchange the perfume? order #W4821057 thanks",
        ask_return_policy="can I exchange the perfume", show_order_details="order #W4821057 thanks",
    )  # fmt: skip
    assert parts(said) == []


def test_one_more_item_of_a_question_is_no_request_of_its_own():
    said = message(
        "return_items", "can I send back the keyboard and the skateboard?",
        return_items="can I send back the keyboard", find_product="the skateboard",
    )  # fmt: skip
    assert parts(said) == []


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("my order W2570197 arrived, could i exchange the mug", "could i exchange the mug"),
        ("It came today. I want to return the mug", "I want to return the mug"),
        ("my package arrived broken", ""),
        ("has my order arrived, or not", ""),
    ],
)
def test_what_follows_the_news_that_it_has_come(text: str, rest: str) -> None:
    assert after_arrival(text) == rest


@pytest.mark.parametrize(
    ("intent", "text", "found"),
    [
        (
            "exchange_items",
            "return the lamp, exchange the fleece for M black",
            [("return_items", "return the lamp, "), ("exchange_items", "exchange the fleece for M black")],
        ),
        ("change_order_address", "send it to 5 Bay St, Hilo, HI 96720", []),
        ("return_items", "return it, it's broken", []),
        ("return_items", "return the lamp, refund to my card", []),
    ],
)
def test_commands_with_only_a_comma_between(intent: str, text: str, found: list[tuple[str, str]]) -> None:
    assert parts(message(intent, text)) == found


def test_a_swap_by_either_name_comes_after_the_address() -> None:
    said = message(
        "exchange_items", "swap lamp to white, and the address is wrong too",
        exchange_items="swap lamp to white", change_order_address="the address is wrong too",
    )  # fmt: skip
    assert [intent for intent, _ in parts(said)] == ["change_order_address", "exchange_items"]
