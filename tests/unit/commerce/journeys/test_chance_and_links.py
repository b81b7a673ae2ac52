"""Links by which somebody chooses, and chance that comes out the same each time."""

import pytest

from commerce.journeys.chance import is_held_out, variant_for
from commerce.notifications.preferences import PreferenceLinkInvalid, PreferenceLinks
from tests.factories import SECRET

PREFERENCES = PreferenceLinks("https://store.example/", SECRET)


@pytest.mark.parametrize("customer_id", ["C10023", "ürsula/42", "a" * 60])
def test_a_preference_link_is_its_customers(customer_id: str) -> None:
    token = PREFERENCES.one_click(customer_id).rpartition("/")[2]
    assert PREFERENCES.page(customer_id).endswith(token)
    assert PREFERENCES.read(token) == customer_id


@pytest.mark.parametrize("token", ["", ".", "...", "é.é", "QzEw", "QzEw.", "QzEw.AAAAAAAAAAAAAAAA"])
def test_nothing_that_was_not_signed_is_anybodys(token: str) -> None:
    with pytest.raises(PreferenceLinkInvalid):
        PREFERENCES.read(token)


def test_a_signature_is_of_one_customer() -> None:
    mine, yours = (PREFERENCES.page(each).rpartition("/")[2] for each in ("C1", "C2"))
    with pytest.raises(PreferenceLinkInvalid):
        PREFERENCES.read(f"{mine.partition('.')[0]}.{yours.partition('.')[2]}")


def test_chance_is_the_same_each_time_and_even() -> None:
    people = [f"customer_{number}" for number in range(20_000)]
    held_out = [each for each in people if is_held_out("abandoned_cart", each, 10)]
    assert held_out == [each for each in people if is_held_out("abandoned_cart", each, 10)]
    assert 0.09 < len(held_out) / len(people) < 0.11
    assert not any(is_held_out("abandoned_cart", each, 0) for each in people)
    shares = {"plain": 3, "asking": 1}
    plain = sum(variant_for("abandoned_cart", "second", each, shares) == "plain" for each in people)
    assert 0.73 < plain / len(people) < 0.77
