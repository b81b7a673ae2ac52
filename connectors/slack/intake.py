"""What Slack tells, whichever way it comes: read, taken in within Slack's patience, each thing once."""

import asyncio
from collections.abc import Callable
from typing import Any

import structlog

from commerce.database import DATABASE_ERRORS
from connectors.channel import SendLater, SendRefused
from connectors.refusals import Refusals
from connectors.repeats import Repeats
from connectors.slack.events import (
    Happening,
    HomeOpened,
    Ignored,
    read_event,
    read_press,
)
from connectors.slack.shoppers import Shoppers

log = structlog.get_logger(__name__)

# Slack waits three seconds.
_ANSWER_WITHIN_S = 2.5


class NotNow(Exception):
    """It is not stored: Slack is to tell it again."""


class Intake:
    """Where Slack's word is taken.

    A call that returns has stored what must not be lost. An acknowledged event is never told again, so one
    that is not stored in time is not acknowledged: Slack tells it again, at once, after a minute and after
    five, under the same id. Of a press it tells the shopper, whose button is still there.
    """

    def __init__(
        self, shoppers: Shoppers, refusals: Refusals, *, answer_within_s: float = _ANSWER_WITHIN_S
    ) -> None:
        self._shoppers = shoppers
        self._refusals = refusals
        self._answer_within_s = answer_within_s
        self._repeats = Repeats(refusals)

    async def event(self, envelope: dict[str, Any]) -> None:
        """Take in an Events API envelope. Raises NotNow, ApiError (429) and MalformedEvent."""
        if envelope.get("type") == "event_callback":
            await self._take(envelope, read_event)

    async def interaction(self, payload: dict[str, Any]) -> None:
        """Take in an interaction's payload. Raises NotNow, ApiError (429) and MalformedEvent."""
        await self._take(payload, read_press)

    async def _take(self, told: dict[str, Any], read: Callable[[dict[str, Any]], Happening]) -> None:
        happening = read(told)
        if isinstance(happening, Ignored | HomeOpened):
            await self._shoppers.take(happening)
        elif not self._repeats.is_one(happening.told_as):
            await self._store(happening)
            self._repeats.remember(happening.told_as)

    async def _store(self, happening: Happening) -> None:
        try:
            async with asyncio.timeout(self._answer_within_s):
                await self._shoppers.take(happening)
        except (SendLater, *DATABASE_ERRORS) as error:
            self._refusals.count("not stored in time")
            raise NotNow(type(error).__name__) from error
        except SendRefused as refused:
            log.error("Slack refuses what an answer needs; see docs/slack.md", code=refused.code)
