"""Parts of prices."""

from hypothesis import given
from hypothesis import strategies as st

from commerce.orders.amounts import share, swap_price

amounts = st.integers(0, 10**7)


def test_the_parts_of_a_price_add_up_to_it() -> None:
    cumulative = [share(1000, units, 3) for units in range(4)]
    assert cumulative == [0, 333, 666, 1000]


def test_a_dearer_variant_costs_the_difference() -> None:
    assert swap_price(list_minor=4000, paid_minor=4000, new_list_minor=4500).difference_minor == 500


def test_a_cheaper_variant_gives_the_difference_back() -> None:
    assert swap_price(list_minor=4000, paid_minor=4000, new_list_minor=3500).difference_minor == -500


def test_the_promotions_share_stays_with_the_item() -> None:
    price = swap_price(list_minor=4000, paid_minor=3000, new_list_minor=4500)
    assert (price.difference_minor, price.discount_minor) == (500, 1000)


def test_no_more_goes_back_than_was_paid() -> None:
    assert swap_price(list_minor=10_000, paid_minor=1000, new_list_minor=5000).difference_minor == -1000


@given(list_minor=amounts, off=amounts, new=amounts)
def test_the_new_price_is_never_below_nothing(list_minor: int, off: int, new: int) -> None:
    paid = max(0, list_minor - off)
    price = swap_price(list_minor=list_minor, paid_minor=paid, new_list_minor=new)
    assert 0 <= price.new_minor <= new
    assert price.difference_minor >= -paid
