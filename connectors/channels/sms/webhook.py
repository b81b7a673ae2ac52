"""Twilio's webhooks: whether they are Twilio's, and what they say."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import parse_qsl

from sanic import Request
from twilio.request_validator import (
    HMAC_SHA1,
    HMAC_SHA256,
    SIGNATURE_HEADER,
    SIGNATURE_SETTINGS_HEADER,
    RequestValidator,
    get_signature_algorithm,
)

from connectors.channels.phone.text import PhoneText
from connectors.channels.sms.line import SmsLine
from connectors.edge.schemas import LONGEST_TEXT

_SID = re.compile(r"[A-Z]{2}[0-9a-f]{32}")
_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")
_MOST_MEDIA = 10  # in a message, says Twilio
_MOST_FIELDS = 100
_ALGORITHMS = {HMAC_SHA1, HMAC_SHA256}


class NotTwilios(Exception):
    """The request was not signed by Twilio with the account's token, or was changed on its way."""


class Malformed(Exception):
    """Twilio signed it, and it is no message we know; says what is missing."""


def text_of(form: Mapping[str, str]) -> PhoneText:
    """Read a shopper's text from the form. Raises Malformed."""
    count = form.get("NumMedia", "0")
    if not (count.isascii() and count.isdecimal()) or int(count) > _MOST_MEDIA:
        raise Malformed("NumMedia")
    return PhoneText(
        id=_matching(form, "MessageSid", _SID),
        sender=_matching(form, "From", _NUMBER),
        body=_present(form, "Body")[:LONGEST_TEXT],
        media=tuple(_present(form, f"MediaUrl{number}") for number in range(int(count))),
        opt_out=form.get("OptOutType", ""),
    )


@dataclass(frozen=True, slots=True)
class StatusIn:
    """What became of a text of ours."""

    sid: str
    status: str
    error_code: str | None

    @classmethod
    def of(cls, form: Mapping[str, str]) -> Self:
        """Read the form. Raises Malformed."""
        return cls(
            sid=_matching(form, "MessageSid", _SID),
            status=_present(form, "MessageStatus"),
            error_code=form.get("ErrorCode") or None,
        )


class SignedByTwilio:
    """Checks the signature of a request on the URL that Twilio called."""

    def __init__(self, line: SmsLine) -> None:
        self._line = line
        self._validator = RequestValidator(line.auth_token)
        self._shared_key_validator = RequestValidator(line.shared_key or line.auth_token)

    def form(self, request: Request) -> dict[str, str]:
        """The form of a genuine request. Raises NotTwilios."""
        signature = request.headers.get(SIGNATURE_HEADER, "")
        form = _single_values(request.body)
        url = self._url(request)
        named = request.headers.get(SIGNATURE_SETTINGS_HEADER)
        algorithm = get_signature_algorithm(named)
        validator = self._shared_key_validator if named else self._validator
        if algorithm not in _ALGORITHMS or not validator.validate(url, form, signature, algorithm):
            raise NotTwilios
        if form.get("AccountSid") != self._line.account_sid:
            raise NotTwilios
        return {name: value.replace("\x00", "") for name, value in form.items()}  # which no row can hold

    def _url(self, request: Request) -> str:
        """The URL as Twilio called it: as configured, else as the request or its trusted proxy says."""
        base = self._line.configured_public_url or f"{request.scheme}://{request.host}"
        query = f"?{request.query_string}" if request.query_string else ""
        return f"{base}{request.path}{query}"


def _single_values(body: bytes) -> dict[str, str]:
    """The form in a body. Raises NotTwilios for what Twilio does not send: a field twice, no form."""
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=True,
            errors="strict",
            max_num_fields=_MOST_FIELDS,
        )
    except ValueError:
        raise NotTwilios from None
    form = dict(pairs)
    if len(form) != len(pairs):
        raise NotTwilios
    return form


def _present(form: Mapping[str, str], name: str) -> str:
    if name not in form:
        raise Malformed(name)
    return form[name]


def _matching(form: Mapping[str, str], name: str, shape: re.Pattern[str]) -> str:
    value = _present(form, name)
    if shape.fullmatch(value) is None:
        raise Malformed(name)
    return value
