"""Where a message names the address or the method of an order as the value, and where the order itself."""

import pytest

from actions.language.same_as import source_in


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("make the address of my last order my default address", "my last order"),
        ("set my default address to the address of order A12345", "order A12345"),
        ("change the address of order A12345 to the address of order A54321", "order A54321"),
        ("send it to the same address as my last order", "my last order"),
        ("change the delivery address to my last order's address", "my last order"),
        ("please use the address from the order with the lamp for my new order", "the order with the lamp"),
    ],
)
def test_an_order_lends_its_address(text: str, of: str) -> None:
    source = source_in(text, "address")
    assert source is not None
    assert source["of"].strip() == of


@pytest.mark.parametrize(
    "text",
    [
        "change the address of my last order",
        "change the address of order A12345 to 12 Main Street",
        "update the shipping address on my order",
        "change the address for order A1234567",
    ],
)
def test_an_order_whose_address_changes_lends_nothing(text: str) -> None:
    assert source_in(text, "address") is None


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("pay with the same card as last time", "last time"),
        ("use the card I used for order A12345", "order A12345"),
        ("pay it with the card from my last order", "my last order"),
        ("change the payment of order A12345 to paypal", None),
        ("change the card on my last order", None),
    ],
)
def test_an_order_lends_its_card(text: str, of: str | None) -> None:
    source = source_in(text, "method")
    assert (source["of"].strip() if source else None) == of
