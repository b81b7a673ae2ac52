"""Links by which somebody comes back: they open one thing, and nothing that was not signed."""

from uuid import UUID, uuid4

import pytest

from commerce.journeys.chance import is_held_out, variant_for
from commerce.journeys.links import LIFETIME, CartLink, CartLinkExpired, CartLinkInvalid, CartLinks
from commerce.notifications.preferences import PreferenceLinkInvalid, PreferenceLinks
from tests.factories import SECRET, FixedClock

LINKS = CartLinks("https://store.example/", SECRET)
PREFERENCES = PreferenceLinks("https://store.example/", SECRET)


def test_a_link_opens_its_cart_with_its_code_until_it_expires() -> None:
    clock = FixedClock()
    link = CartLink(uuid4(), "BACK-7KQ2")
    url = LINKS.url(link, clock=clock)
    token = url.removeprefix("https://store.example/cart/")
    assert LINKS.read(token, clock=clock) == link
    clock.forward(seconds=int(LIFETIME.total_seconds()))
    with pytest.raises(CartLinkExpired):
        LINKS.read(token, clock=clock)


@pytest.mark.parametrize("change", ["cart", "signature", "secret", "cut", "empty", "odd", "dots"])
def test_nothing_else_opens_a_cart(change: str) -> None:
    clock, cart_id = FixedClock(), UUID(int=7)
    token = LINKS.url(CartLink(cart_id), clock=clock).rpartition("/")[2]
    other = LINKS.url(CartLink(UUID(int=8)), clock=clock).rpartition("/")[2]
    forged = CartLinks("https://store.example", SECRET[::-1]).url(CartLink(cart_id), clock=clock)
    given = {
        "cart": f"{other.partition('.')[0]}.{token.partition('.')[2]}",
        "signature": token[:-1] + ("A" if token[-1] != "A" else "B"),
        "secret": forged.rpartition("/")[2],
        "cut": token.partition(".")[0],
        "empty": "",
        "odd": "é.é",
        "dots": "...",
    }[change]
    with pytest.raises(CartLinkInvalid):
        LINKS.read(given, clock=clock)


@pytest.mark.parametrize("customer_id", ["C10023", "ürsula/42", "a" * 60])
def test_a_preference_link_is_its_customers(customer_id: str) -> None:
    token = PREFERENCES.one_click(customer_id).rpartition("/")[2]
    assert PREFERENCES.page(customer_id).endswith(token)
    assert PREFERENCES.read(token) == customer_id
    with pytest.raises(PreferenceLinkInvalid):
        PREFERENCES.read(token[:-1] + ("A" if token[-1] != "A" else "B"))
    with pytest.raises(PreferenceLinkInvalid):
        PREFERENCES.read(PREFERENCES.page("somebody else").rpartition("/")[2].partition(".")[0] + ".x")


def test_chance_is_the_same_each_time_and_even() -> None:
    people = [f"customer_{number}" for number in range(20_000)]
    held_out = [each for each in people if is_held_out("abandoned_cart", each, 10)]
    assert held_out == [each for each in people if is_held_out("abandoned_cart", each, 10)]
    assert 0.09 < len(held_out) / len(people) < 0.11
    assert not any(is_held_out("abandoned_cart", each, 0) for each in people)
    shares = {"plain": 3, "asking": 1}
    plain = sum(variant_for("abandoned_cart", "second", each, shares) == "plain" for each in people)
    assert 0.73 < plain / len(people) < 0.77
