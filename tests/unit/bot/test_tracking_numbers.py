import pytest

from bot.entities.check_digits import is_dhl_express, is_fedex_express, is_gs1, is_s10, is_ups, is_usps
from bot.entities.tracking_numbers import tracking_numbers


def found(text: str) -> list[tuple[str, object]]:
    return [(text[m.start : m.end], m.value) for m in tracking_numbers(text)]


@pytest.mark.parametrize(
    ("is_valid", "code"),
    [
        (is_ups, "1Z999AA10123456784"),  # UPS's own example
        (is_usps, "9400111201080805483016"),
        (is_usps, "420221539101026837331000039521"),
        (is_s10, "RB473124829US"),  # the example of UPU S10
        (is_fedex_express, "986578788855"),
        (is_gs1, "7035114477138472"),
        (is_dhl_express, "3318810025"),
    ],
)
def test_check_digits_are_those_of_the_carriers(is_valid, code) -> None:
    digit = max(place for place, character in enumerate(code) if character.isdigit())
    others = [f"{code[:digit]}{other}{code[digit + 1 :]}" for other in "0123456789" if other != code[digit]]
    assert is_valid(code)
    assert not any(map(is_valid, others))


@pytest.mark.parametrize(
    ("text", "said", "number"),
    [
        ("where is 1z999aa10123456784 now", "1z999aa10123456784", "1Z999AA10123456784"),
        ("1Z 999 AA1 01 2345 6784", "1Z 999 AA1 01 2345 6784", "1Z999AA10123456784"),
        ("9400 1112 0108 0805 4830 16", "9400 1112 0108 0805 4830 16", "9400111201080805483016"),
        ("RB473124829US", "RB473124829US", "RB473124829US"),
        ("fedex has lost 986578788855", "986578788855", "986578788855"),
        ("my tracking number is 366909522011", "366909522011", "366909522011"),
        ("tracking: 0034 0434 1234", "0034 0434 1234", "003404341234"),
        ("DHL 3318810025 says nothing", "3318810025", "3318810025"),
    ],
)
def test_numbers_of_carriers_are_read(text, said, number) -> None:
    assert found(text)[0] == (said, number)
    assert {value for _, value in found(text)} == {number}


@pytest.mark.parametrize(
    "text",
    [
        "1Z999AA10123456785",
        "order 9865787888",
        "call +1 415 555 0133",
        "UPS, call me on 415 555 0133",
        "my card 4111 1111 1111 1111",
        "the tracking of W1234567 is stuck",
        "tracking of my order since 2026-11-02",
        "tracking shows delivered",
    ],
)
def test_other_numbers_are_not(text) -> None:
    assert found(text) == []
