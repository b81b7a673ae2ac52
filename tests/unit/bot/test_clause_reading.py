import pytest

from bot.classifier.clause_reading import REQUEST_THRESHOLD, Heard, Part, heard, is_request, requests

STATUS, ADDRESS = ("check_order_status", 0.9), ("change_order_address", 0.8)


def _said(parts: list[Heard]) -> list[Part]:
    return [(*part, "whatever it says") for part in parts]


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("the mechanical keyboard in order 6348442", False),
        ("mechanical keyboard", False),
        ("do you have a mechanical keyboard", True),
        ("I'm looking for a keyboard", True),
        ("show me tents", True),
    ],
)
def test_a_clause_that_only_names_a_thing_is_no_search(clause: str, expected: bool) -> None:
    assert is_request(("find_product", 0.9, clause), REQUEST_THRESHOLD) is expected


def test_requests_are_the_sure_clauses_that_ask_for_something_in_the_order_said() -> None:
    parts = [("greet", 1.0), ADDRESS, ("return_items", 0.4), STATUS, ("change_order_address", 0.95)]
    assert list(requests(_said(parts), REQUEST_THRESHOLD).items()) == [("change_order_address", 0.95), STATUS]


@pytest.mark.parametrize(
    ("whole", "parts", "expected"),
    [
        (STATUS, [], STATUS),  # one clause
        (("help", 0.9), [("greet", 1.0), STATUS, ("thank", 1.0)], STATUS),  # courtesy around it
        (("list_orders", 0.3), [("inform", 0.7), STATUS], STATUS),  # a story before it
        (("list_orders", 0.85), [("inform", 0.7), STATUS], STATUS),  # less sure than the clause
        (("list_orders", 0.95), [("inform", 0.7), STATUS], ("list_orders", 0.95)),
        (("check_order_status", 0.5), [ADDRESS, STATUS], STATUS),  # both ask: the whole says which
        (("inform", 0.9), [ADDRESS, STATUS], ADDRESS),  # both ask: the first of them
        (("return_items", 0.8), [ADDRESS, STATUS], ("return_items", 0.8)),
        (("affirm", 0.9), [("affirm", 1.0), STATUS], ("affirm", 0.9)),  # an answer stays one
        (("affirm", 0.3), [("inform", 0.5), STATUS], STATUS),
        (("thank", 0.9), [("thank", 1.0), ("check_order_status", 0.5)], ("thank", 0.9)),
    ],
)
def test_one_request_is_heard_through_what_surrounds_it(
    whole: Heard, parts: list[Heard], expected: Heard
) -> None:
    assert heard(whole, _said(parts), REQUEST_THRESHOLD) == expected
