"""What never reaches a log, and what must stay readable in one."""

import pytest

from aisle.masking import mask, mask_cards, mask_text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("write to jo.b+x@shop.example.org now", "write to [e-mail] now"),
        ("call +44 20 7946 0958 today", "call [phone] today"),
        ("call (415) 555-0100.", "call [phone]."),
        ("sms from +14155550100", "sms from [phone]"),
        ("from 4155550100", "from [phone]"),
        ("paid with 4111 1111 1111 1111", "paid with [card ending 1111]"),
        ("paid with 5500-0000-0000-0004,", "paid with [card ending 0004],"),
        ("Authorization: Bearer abc.def-ghi", "Authorization: Bearer [token]"),
        ("jwt eyJhbGciOi.eyJzdWIi.c2ln", "jwt [token]"),
        ("slack xoxb-12-34-abc", "slack [token]"),
        ("GET /x?shopper_token=abc&y=1", "GET /x?shopper_token=[secret]&y=1"),
        ("wss://wss.example/link/?ticket=8aa3&app_id=1", "wss://wss.example/link/?ticket=[secret]&app_id=1"),
        ("postgresql://aisle:pa55@/aisle", "postgresql://aisle:[secret]@/aisle"),
        ("key dev-AbCdEfGhIjKlMnOpQrStUvWx", "key [secret]"),
    ],
)
def test_personal_data_and_secrets_are_masked(text: str, masked: str) -> None:
    assert mask_text(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "order #W1234567 of 2026-01-31T12:00:00Z",
        "conversation 3f2504e0-4f89-41d3-9a0c-0305e82c3301",
        "took 1234.5678901 s on 127.0.0.1:8080",
        "sku TS-100-RED-XL, rma RMA-2026-000123",
        "not a card: 1234567890123",
        "/var/log/gateway.log:1024",
        "$1,299.00 refunded",
    ],
)
def test_what_an_operator_needs_stays_readable(text: str) -> None:
    assert mask_text(text) == text


def test_values_are_masked_however_deep() -> None:
    event = {"shopper": {"emails": ["a@b.io"], "age": 7}, "pair": ("x", "+14155550100")}
    assert mask(event) == {"shopper": {"emails": ["[e-mail]"], "age": 7}, "pair": ["x", "[phone]"]}


def test_whatever_is_under_a_secrets_name_is_hidden() -> None:
    assert mask({"api_key": 7, "Shopper_Token": ["a"], "password": None, "has_token": True}) == {
        "api_key": "[secret]",
        "Shopper_Token": "[secret]",
        "password": None,
        "has_token": True,
    }


def test_other_objects_are_masked_as_text() -> None:
    assert mask(ValueError("no a@b.io")) == "no [e-mail]"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("4111111111111111", "[card ending 1111]"),
        ("my card is 4111111111111111 12/27 123 thanks", "my card is [card ending 1111] thanks"),
        ("4242 4242 4242 4242, exp 03/2028, cvv 987", "[card ending 4242]"),
        ("amex 3782 822463 10005", "amex [card ending 0005]"),
        ("4111.1111.1111.1111", "[card ending 1111]"),
        ("use 5555555555554444 not 4111111111111111", "use [card ending 4444] not [card ending 1111]"),
        ("order 100234 card 4111111111111111", "order 100234 card [card ending 1111]"),
        ("100234 4111111111111111", "100234 [card ending 1111]"),
        ("+4111 1111 1111 1111", "+[card ending 1111]"),
        ("1234 4111 1111 1111 1111-5555-5555-5555-4444", "1234 [card ending 1111]-[card ending 4444]"),
        ("the security code is 314", "the security code is [code]"),
    ],
)
def test_a_card_number_is_taken_out_of_what_is_typed(typed: str, kept: str) -> None:
    assert mask_cards(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "order W4471920 and 4471921",
        "4111111111111112",  # the check digit is wrong
        "my number is +1 415 555 0100 1234",
        "+44 07911 123456",  # as a card's, its check digit is right
        "tracking 1Z999AA10123456784",
        "two mugs, 12/27 at 3",
        "the code is 493827",
    ],
)
def test_what_is_no_card_number_stays(typed: str) -> None:
    assert mask_cards(typed) == typed
