"""What is refused before anything is started."""

import pytest

from aisle.settings import Settings, SettingsError
from ops.run import check_before_start

SECRETS = {"shopper_token_secret": "0123456789abcdef" * 2, "conversation_secret": "fedcba9876543210" * 2}


def test_production_without_a_mail_server_is_refused_in_one_line() -> None:
    settings = Settings(**SECRETS, env="production", smtp_host="")
    with pytest.raises(SettingsError, match="AISLE_SMTP_HOST is missing") as refusal:
        check_before_start(settings)
    assert "\n" not in str(refusal.value)


def test_production_with_one_may_start() -> None:
    check_before_start(Settings(**SECRETS, env="production", smtp_host="mail.example"))
