"""The number that texts go out from and come in at, as the settings have it."""

import re
from dataclasses import dataclass, field

from aisle.setting_values import DEVELOPMENT_SECRET_PREFIX
from aisle.settings import Settings, SettingsError

# Nobody's account and number, for the phone that the development page plays.
_CONSOLE_ACCOUNT = "AC" + "0" * 32
_CONSOLE_NUMBER = "+15005550006"

_ACCOUNT = re.compile(r"AC[0-9a-fA-F]{32}")
_SENDER = re.compile(r"\+[1-9][0-9]{6,14}|[1-9][0-9]{4,5}|MG[0-9a-fA-F]{32}")  # E.164, short code, service


@dataclass(frozen=True, slots=True)
class SmsLine:
    """An account at Twilio and its number or messaging service; or, for development, none."""

    account_sid: str
    auth_token: str = field(repr=False)  # also signs the webhooks
    sender: str  # a number in E.164, or a messaging service's SID
    api_url: str
    public_url: str  # what the gateway's own links begin with
    configured_public_url: str  # empty when the gateway has to take it from the request
    is_console: bool = False
    shared_key: str = field(default="", repr=False)  # signs the webhooks of accounts that have one

    @property
    def status_url(self) -> str | None:
        """Where Twilio tells what became of a text; None when it could not reach the gateway."""
        return f"{self.configured_public_url}/sms/twilio/status" if self.configured_public_url else None


def sms_line_of(settings: Settings) -> SmsLine | None:
    """The line that the settings name, the console's in development, else None.

    Raises SettingsError for half of a line, and for what is none.
    """
    token = settings.twilio_auth_token.get_secret_value()
    is_generated = token.startswith(DEVELOPMENT_SECRET_PREFIX)
    if not settings.twilio_account_sid:
        if settings.twilio_number or (token and not is_generated):
            raise SettingsError("AISLE_TWILIO_ACCOUNT_SID is missing; the other Twilio settings are there")
        if settings.is_production or not token:
            return None
        return _line(settings, _CONSOLE_ACCOUNT, token, _CONSOLE_NUMBER, is_console=True)
    if not token or is_generated:
        raise SettingsError("AISLE_TWILIO_AUTH_TOKEN is missing: the token of AISLE_TWILIO_ACCOUNT_SID")
    if not settings.twilio_number:
        raise SettingsError("AISLE_TWILIO_NUMBER is missing: a number like +14155550100, or MG...")
    if not _ACCOUNT.fullmatch(settings.twilio_account_sid):
        raise SettingsError("AISLE_TWILIO_ACCOUNT_SID is no account's SID: AC and 32 digits")
    if not _SENDER.fullmatch(settings.twilio_number):
        raise SettingsError("AISLE_TWILIO_NUMBER is no number like +14155550100, and no service's SID, MG...")
    return _line(settings, settings.twilio_account_sid, token, settings.twilio_number)


def _line(settings: Settings, sid: str, token: str, sender: str, *, is_console: bool = False) -> SmsLine:
    return SmsLine(
        account_sid=sid,
        auth_token=token,
        sender=sender,
        api_url=settings.twilio_api_url.rstrip("/"),
        public_url=settings.public_url,
        configured_public_url=settings.configured_public_url.rstrip("/"),
        is_console=is_console,
        shared_key=settings.twilio_shared_key.get_secret_value(),
    )
