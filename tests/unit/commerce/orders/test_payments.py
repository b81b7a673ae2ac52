"""Splitting a refund over what paid."""

from hypothesis import given
from hypothesis import strategies as st

from commerce.orders.payments import split_refund


def test_the_first_method_is_filled_before_the_others() -> None:
    assert split_refund({"a": 500, "b": 300}, 400, "b") == {"b": 300, "a": 100}


def test_a_method_gets_no_more_than_it_paid() -> None:
    assert split_refund({"a": 500}, 800) == {"a": 500}


def test_nothing_is_split_into_nothing() -> None:
    assert split_refund({"a": 500}, 0) == {}


@given(
    remaining=st.dictionaries(st.sampled_from("abcd"), st.integers(1, 10**6)),
    amount=st.integers(0, 10**7),
    first=st.sampled_from("abcd"),
)
def test_the_parts_add_up(remaining: dict[str, int], amount: int, first: str) -> None:
    parts = split_refund(remaining, amount, first)
    assert sum(parts.values()) == min(amount, sum(remaining.values()))
    assert all(0 < part <= remaining[method] for method, part in parts.items())
