"""E-mail addresses and phone numbers."""

import pytest

from commerce.customers.contacts import InvalidEmail, InvalidPhone, normal_email, normal_phone


def test_an_email_keeps_its_name_and_loses_the_capitals_of_its_domain() -> None:
    assert normal_email(" Ada.Moss@Example.COM ") == "Ada.Moss@example.com"


@pytest.mark.parametrize("text", ["", "ada", "ada@", "@example.com", "ada@example", "a b@example.com"])
def test_what_is_no_email_is_refused(text: str) -> None:
    with pytest.raises(InvalidEmail):
        normal_email(text)


@pytest.mark.parametrize(
    ("text", "country"),
    [("(303) 555-0142", "US"), ("+1 303 555 0142", None), ("303.555.0142", "US"), ("+13035550142", "GB")],
)
def test_a_phone_number_is_kept_in_e164(text: str, country: str | None) -> None:
    assert normal_phone(text, country) == "+13035550142"


@pytest.mark.parametrize(
    ("text", "country"), [("555-0142", "US"), ("3035550142", None), ("hello", "US"), ("", "US")]
)
def test_what_is_no_phone_number_is_refused(text: str, country: str | None) -> None:
    with pytest.raises(InvalidPhone):
        normal_phone(text, country)
