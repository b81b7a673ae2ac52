"""Why a turn could not be completed, in words that quote nothing of the conversation."""

from __future__ import annotations

import asyncio
import json
import re
import traceback
from collections.abc import Iterator

import aiohttp
import sqlalchemy.exc
from rasa.utils.endpoints import ClientResponseError

from bot.event_log import ConversationMovedOn

_UNAVAILABLE = 503
_KIND = re.compile(r"\w{1,60}")
# Somebody else is away, restarting or overloaded: the same turn may succeed later.
_AWAY = (
    aiohttp.ClientConnectionError,
    asyncio.TimeoutError,
    sqlalchemy.exc.OperationalError,
    sqlalchemy.exc.InterfaceError,
    sqlalchemy.exc.TimeoutError,
    ConversationMovedOn,
    ConnectionError,
)


class TurnFailed(Exception):
    """The turn could not be completed, so nothing of it was saved.

    `may_pass` tells that what it needs is away: it may be tried again. Else it fails the same way each time.
    """

    def __init__(self, reason: str, *, may_pass: bool = False) -> None:
        super().__init__(reason)
        self.may_pass = may_pass


def action_failed(action_name: str, failure: Exception) -> TurnFailed:
    """What becomes of a turn one of whose actions raised `failure`."""
    answers = [each for each in _chain(failure) if isinstance(each, ClientResponseError)]
    kind = _kind_told(answers[0]) if answers else type(list(_chain(failure))[-1]).__name__
    may_pass = any(each.status == _UNAVAILABLE for each in answers) or is_away(failure)
    return TurnFailed(f"action {action_name} could not be run: {kind}", may_pass=may_pass)


def is_away(failure: BaseException) -> bool:
    """Whether it comes of something that is away, and not of the turn itself."""
    return any(isinstance(each, _AWAY) for each in _chain(failure))


def described(failure: BaseException) -> str:
    """The failure for the log: its kind and where it came from, not its text, which may quote a shopper."""
    frames = traceback.extract_tb(failure.__traceback__)[-8:]
    places = " < ".join(f"{frame.filename}:{frame.lineno}" for frame in reversed(frames))
    return f"{type(failure).__name__} at {places or 'an unknown place'}"


def _chain(failure: BaseException) -> Iterator[BaseException]:
    each: BaseException | None = failure
    while each is not None:
        yield each
        each = each.__cause__ or each.__context__


def _kind_told(answer: ClientResponseError) -> str:
    """The kind of error that the action server names; its status where it names none."""
    try:
        kind = json.loads(answer.text)["error"]
    except (ValueError, TypeError, KeyError):
        kind = None
    is_kind = isinstance(kind, str) and _KIND.fullmatch(kind)
    return kind if is_kind else f"HTTP {answer.status}"
