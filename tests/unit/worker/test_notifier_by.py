"""The worker's notifier sends by the ways that the settings have."""

import pytest
from pydantic import SecretStr

from aisle.settings import Settings
from commerce.clock import SystemClock
from worker.__main__ import notifier_by

SETTINGS = {
    "shopper_token_secret": "0123456789abcdef" * 2,
    "conversation_secret": "fedcba9876543210" * 2,
    "configured_database_url": SecretStr("postgresql://nobody@localhost/none"),
}
TWILIO = {"twilio_account_sid": "AC" + "0" * 32}


@pytest.mark.parametrize(
    ("given", "sends"), [({"env": "production", **TWILIO}, True), ({"env": "production"}, False), ({}, True)]
)
def test_texts_leave_where_the_settings_can_send_them(given: dict[str, str], sends: bool) -> None:
    settings = Settings(**SETTINGS, **given)
    assert (notifier_by(settings, SystemClock()).texts is not None) is sends
