"""Payment methods are named by kind, brand, last digits, or as the one that paid."""

import pytest

from actions.language.methods import named_methods
from commerce.customers.models import PaymentMethodKind
from commerce.customers.payment_methods import MethodOnFile

VISA = MethodOnFile("visa", PaymentMethodKind.CREDIT_CARD, "visa", "4242")
MASTERCARD = MethodOnFile("mastercard", PaymentMethodKind.CREDIT_CARD, "mastercard", "9212")
PAYPAL = MethodOnFile("paypal", PaymentMethodKind.PAYPAL)
GIFT_CARD = MethodOnFile("gift", PaymentMethodKind.GIFT_CARD)
CREDIT = MethodOnFile("credit", PaymentMethodKind.STORE_CREDIT)
ALL = [VISA, MASTERCARD, PAYPAL, GIFT_CARD, CREDIT]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("to my visa", [VISA]),
        ("the Master Card please", [MASTERCARD]),
        ("the card ending in 9212", [MASTERCARD]),
        ("4242", [VISA]),
        ("my credit card", [VISA, MASTERCARD]),
        ("paypal", [PAYPAL]),
        ("ok but to my gift card", [GIFT_CARD]),
        ("giftcard", [GIFT_CARD]),
        ("as store credit", [CREDIT]),
        ("back to the original payment method", [VISA]),
        ("back to the card I paid with", [VISA]),
        ("not to the visa, to paypal", [PAYPAL]),
        ("the gift card instead of my visa", [GIFT_CARD]),
        ("yes", []),
        ("the lamp", []),
        ("the one with the SD card", []),
        ("still in its original box", []),
        ("I used it a few times", []),
        ("to the card I used", [VISA]),
    ],
)
def test_methods_are_named(text: str, expected: list[MethodOnFile]):
    assert named_methods(text, ALL, original={"visa"}) == expected


def test_a_kind_that_is_not_on_file_names_nothing():
    assert named_methods("my gift card", [VISA]) == []
