"""Slack's Web API as we call it: no retries of the library's own, failures as ours."""

import asyncio
from collections.abc import Awaitable
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from connectors.channels.port import SendLater, SendRefused

API_URL = "https://slack.com/api/"
_TIMEOUT_S = 10

# What Slack itself calls temporary, beside every 429 and 5xx.
_TEMPORARY = frozenset(
    {"fatal_error", "internal_error", "ratelimited", "rate_limited", "request_timeout", "service_unavailable"}
)
# What a call meets when Slack does not answer.
NO_ANSWER = (aiohttp.ClientError, asyncio.TimeoutError, OSError)


def web_client(token: str, api_url: str = API_URL, *, timeout_s: int = _TIMEOUT_S) -> AsyncWebClient:
    """A client that tries once: whether to try again is decided where the message is kept."""
    return AsyncWebClient(token=token, base_url=api_url, timeout=timeout_s, retry_handlers=[])


async def called(call: Awaitable[AsyncSlackResponse]) -> dict[str, Any]:
    """What a call answered. Raises SendLater when it may help to call again, SendRefused when not."""
    try:
        response = await call
    except SlackApiError as error:
        raise _failure(error) from None  # its text holds what was sent
    except NO_ANSWER as error:
        raise SendLater(f"no answer from Slack: {type(error).__name__}", code="no_answer") from None
    assert isinstance(response.data, dict)
    return response.data


def _failure(error: SlackApiError) -> SendLater | SendRefused:
    answer = error.response
    if not isinstance(answer, AsyncSlackResponse):
        return SendLater("Slack's answer is no JSON", code="no_json")
    body = answer.data if isinstance(answer.data, dict) else {}
    code = str(body.get("error") or f"http_{answer.status_code}")
    if answer.status_code == 429 or answer.status_code >= 500 or code in _TEMPORARY:
        return SendLater(
            f"Slack answered {code}", code=code, retry_after_s=_seconds(answer.headers.get("Retry-After"))
        )
    return SendRefused(code, "Slack refuses the call")


def _seconds(value: str | None) -> float | None:
    return float(value) if value is not None and value.isdecimal() else None
