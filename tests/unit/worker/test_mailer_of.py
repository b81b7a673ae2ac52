"""Which mailer the settings ask for."""

import pytest

from aisle.settings import Settings, SettingsError
from worker.mail import ConsoleMailer, SmtpMailer, mailer_of

SECRETS = {"shopper_token_secret": "0123456789abcdef" * 2, "conversation_secret": "fedcba9876543210" * 2}


def test_without_a_server_mail_is_printed() -> None:
    assert isinstance(mailer_of(Settings(**SECRETS)), ConsoleMailer)


def test_a_server_is_used_with_its_login() -> None:
    settings = Settings(
        **SECRETS, smtp_host="mail.example", smtp_user="shop", smtp_password="hush", mail_from="a@b.c"
    )
    assert mailer_of(settings) == SmtpMailer("mail.example", 587, "a@b.c", "shop", "hush")


def test_production_wants_a_server() -> None:
    with pytest.raises(SettingsError, match="AISLE_SMTP_HOST"):
        mailer_of(Settings(**SECRETS, env="production"))
