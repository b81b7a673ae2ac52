"""The share of points that a refund takes back."""

from hypothesis import given
from hypothesis import strategies as st

from commerce.loyalty.points import share_of_points


def test_a_full_refund_takes_all() -> None:
    assert share_of_points(41, 0, 4000, 4000) == 41


def test_half_the_goods_take_half_rounded_down() -> None:
    assert share_of_points(41, 0, 2000, 4000) == 20


def test_what_was_taken_is_not_taken_again() -> None:
    assert share_of_points(41, 20, 2000, 4000) == 0


@given(earned=st.integers(0, 10_000), parts=st.lists(st.integers(1, 10_000), min_size=1, max_size=8))
def test_parts_take_exactly_the_whole(earned: int, parts: list[int]) -> None:
    goods, refunded, clawed = sum(parts), 0, 0
    for part in parts:
        refunded += part
        clawed += share_of_points(earned, clawed, refunded, goods)
        assert clawed <= earned
    assert clawed == earned
