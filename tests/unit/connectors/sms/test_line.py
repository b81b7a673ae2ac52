"""Which line the settings name, and which half of one they are refused for."""

from typing import Any

import pytest

from aisle.settings import Settings, SettingsError
from connectors.channels.sms.line import SmsLine, sms_line_of

SECRET = "0123456789abcdef" * 2
LINE = {"twilio_account_sid": "AC" + "1" * 32, "twilio_auth_token": "t" * 32, "twilio_number": "+14155550100"}


def line_of(**values: Any) -> SmsLine | None:
    secrets = {"shopper_token_secret": SECRET, "conversation_secret": SECRET[::-1]}
    blank = {
        "twilio_account_sid": "",
        "twilio_auth_token": "",
        "twilio_number": "",
        "configured_public_url": "",
    }
    return sms_line_of(Settings(_env_file=None, **(secrets | blank | values)))


def test_a_whole_line_is_twilios() -> None:
    line = line_of(**LINE, configured_public_url="https://store.example/")
    assert line is not None
    assert (line.account_sid, line.sender, line.is_console) == ("AC" + "1" * 32, "+14155550100", False)
    assert line.status_url == "https://store.example/sms/twilio/status"
    assert "t" * 32 not in repr(line)


def test_where_twilio_cannot_reach_us_no_statuses_are_asked_for() -> None:
    line = line_of(**LINE)
    assert line is not None
    assert line.status_url is None


def test_development_has_the_consoles_line_with_a_generated_token() -> None:
    line = line_of(twilio_auth_token="dev-" + "x" * 40)
    assert line is not None
    assert line.is_console


def test_production_has_none_by_itself() -> None:
    assert line_of(env="production", twilio_auth_token="dev-" + "x" * 40) is None
    assert line_of(env="production") is None


@pytest.mark.parametrize(
    ("missing", "named"),
    [
        ({"twilio_account_sid": ""}, "AISLE_TWILIO_ACCOUNT_SID"),
        ({"twilio_auth_token": ""}, "AISLE_TWILIO_AUTH_TOKEN"),
        ({"twilio_auth_token": "dev-" + "x" * 40}, "AISLE_TWILIO_AUTH_TOKEN"),
        ({"twilio_number": ""}, "AISLE_TWILIO_NUMBER"),
    ],
)
def test_half_a_line_is_refused_by_name(missing: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsError, match=f"^{named} is missing"):
        line_of(**(LINE | missing))


@pytest.mark.parametrize("sender", ["+14155550100", "12345", "MG" + "0a" * 16])
def test_texts_go_out_from_a_number_a_short_code_or_a_service(sender: str) -> None:
    line = line_of(**(LINE | {"twilio_number": sender}))
    assert line is not None
    assert line.sender == sender


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("twilio_number", "415-555-0100"),
        ("twilio_number", "4155550100"),
        ("twilio_number", "MG123"),
        ("twilio_number", "Corner Store"),
        ("twilio_account_sid", "SK" + "1" * 32),
        ("twilio_account_sid", "AC123"),
    ],
)
def test_what_is_no_line_is_refused_by_name_before_the_first_text(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"^AISLE_{name.upper()} is no "):
        line_of(**(LINE | {name: value}))
