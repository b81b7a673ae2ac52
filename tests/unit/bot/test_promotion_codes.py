import pytest

from bot.entities.promotion_codes import promotion_codes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("HELLO15", "HELLO15"),
        ("the code hello15 is refused", "HELLO15"),
        ("my coupon is VIPONLY", "VIPONLY"),
        ('promo code "xmas-20"', "XMAS-20"),
        ("Discount code: 5OFF", "5OFF"),
        ("apply SAVE10NOW please", "SAVE10NOW"),
    ],
)
def test_codes_are_read_in_capitals(text, code) -> None:
    assert {mention.value for mention in promotion_codes(text)} == {code}


@pytest.mark.parametrize(
    "text",
    [
        "the code expired",
        "my code does not work",
        "is there a discount for students",
        "post code SW1A 1AA",
        "zip code is 10001",
        "the code is 493021",
        "order W1234567",
        "my voucher please",
        "the verification code a1b2c3 never came",
    ],
)
def test_what_is_no_promotion_is_left_alone(text) -> None:
    assert list(promotion_codes(text)) == []
