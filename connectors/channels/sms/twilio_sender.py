"""Texts by Twilio's REST API, through Twilio's own asynchronous client."""

from collections.abc import Sequence
from datetime import datetime
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode

import aiohttp
from twilio.base.exceptions import TwilioRestException
from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client

from connectors.channels.port import SendLater, SendRefused
from connectors.channels.sms.line import SmsLine
from connectors.channels.sms.sender import OutcomeUnknown

_TIMEOUT_S = 20.0
_LOOKED_THROUGH = 100  # texts to one number, the latest first


class TwilioSender:
    """Sends by one line. To be entered in the event loop in which it sends."""

    def __init__(self, line: SmsLine, *, timeout_s: float = _TIMEOUT_S) -> None:
        self._line = line
        self._http = _Http(timeout_s)
        self._client = Client(line.account_sid, line.auth_token, http_client=self._http)
        self._client.api.base_url = line.api_url

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.close()

    async def send(self, to: str, body: str, key: str) -> str:
        """Hand over one text. Raises SendRefused, SendLater and OutcomeUnknown."""
        fields = {"to": to, "body": body, **self._sender()}
        if self._line.status_url is not None:
            fields["status_callback"] = f"{self._line.status_url}?{urlencode({'delivery': key})}"
        try:
            message = await self._client.messages.create_async(**fields)
        except TwilioRestException as error:
            raise SendRefused(str(error.code or error.status), f"Twilio answered {error.status}") from None
        return str(message.sid)

    async def find(self, to: str, body: str, since: datetime) -> Sequence[str]:
        """The texts of these words to this number that Twilio took after `since`. Raises SendLater."""
        try:
            # Not by DateSent: a text that still waits in Twilio's queue has none.
            messages = await self._client.messages.list_async(to=to, limit=_LOOKED_THROUGH)
        except TwilioRestException as error:
            raise SendLater(
                "Twilio does not say what it took", code=str(error.code or error.status)
            ) from None
        found = [
            str(each.sid)
            for each in messages
            if each.body == body and str(each.direction).startswith("outbound") and each.date_created >= since
        ]
        return found[::-1]

    def _sender(self) -> dict[str, str]:
        is_service = self._line.sender.startswith("MG")
        return {"messaging_service_sid" if is_service else "from_": self._line.sender}


class _Http(AsyncTwilioHttpClient):
    """Twilio's client on one session that is kept, telling our failures from its answers.

    By itself it waits for ever, whatever timeout it was made with, and what it raises has lost the header
    Retry-After. It also logs in by what aiohttp is about to remove, so the login goes into a header here.
    """

    def __init__(self, timeout_s: float) -> None:
        super().__init__(pool_connections=False)
        self.session = aiohttp.ClientSession()
        self._timeout_s = timeout_s

    async def request(self, *arguments: Any, **named: Any) -> Response:
        named["timeout"] = self._timeout_s
        login = aiohttp.encode_basic_auth(*named.pop("auth"))
        named["headers"] = {**named["headers"], "Authorization": login}
        try:
            response = await super().request(*arguments, **named)
        except aiohttp.ClientConnectorError as error:
            raise SendLater(f"Twilio cannot be reached: {type(error).__name__}") from None
        except (aiohttp.ClientError, TimeoutError) as error:
            raise OutcomeUnknown(f"Twilio did not answer: {type(error).__name__}") from None
        status = response.status_code
        if status == 429:
            wait_s = _retry_after(response)
            raise SendLater("too many at once for Twilio", code="429", retry_after_s=wait_s)
        if status >= 500:
            wait_s = _retry_after(response)
            raise OutcomeUnknown("an error of Twilio's", code=str(status), retry_after_s=wait_s)
        return response


def _retry_after(response: Response) -> float | None:
    value = response.headers.get("Retry-After", "")
    return float(value) if value.isascii() and value.isdecimal() else None
