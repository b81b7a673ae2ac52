"""What Slack tells, whichever way it comes: read, taken in within Slack's patience, each thing once."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

import structlog

from commerce.database import DATABASE_ERRORS
from connectors.channels.port import SendLater, SendRefused
from connectors.channels.slack.desk import AgentsDesk
from connectors.channels.slack.events import Happening, HomeOpened, Ignored, read_event, read_press
from connectors.channels.slack.shoppers import Shoppers
from connectors.edge.rejections import Refusals
from connectors.edge.repeats import Repeats

log = structlog.get_logger(__name__)

# Slack waits three seconds.
_ANSWER_WITHIN_S = 2.5
NO_DESK = "The desk isn't set up in this workspace: see AISLE_SLACK_DESK_CHANNELS."
T = TypeVar("T")


class NotNow(Exception):
    """It is not stored: Slack is to tell it again."""


class Intake:
    """Where Slack's word is taken.

    A call that returns has stored what must not be lost. An acknowledged event is never told again, so one
    that is not stored in time is not acknowledged: Slack tells it again, at once, after a minute and after
    five, under the same id. Of a press it tells the shopper, whose button is still there.
    """

    def __init__(
        self,
        shoppers: Shoppers,
        refusals: Refusals,
        *,
        desk: AgentsDesk | None = None,
        answer_within_s: float = _ANSWER_WITHIN_S,
    ) -> None:
        self._shoppers = shoppers
        self._desk = desk
        self._refusals = refusals
        self._answer_within_s = answer_within_s
        self._repeats = Repeats(refusals)

    async def event(self, envelope: dict[str, Any]) -> None:
        """Take in an Events API envelope. Raises NotNow, ApiError (429) and MalformedEvent."""
        if envelope.get("type") != "event_callback":
            return
        if self._desk is not None:
            happening = self._desk.event(envelope)
            if happening is not None:
                # What an agent does is single by its own key: nothing is remembered for it here.
                await self._in_time(self._desk.take(happening))
                return
            if self._desk.overhears(envelope):
                return
        await self._take(envelope, read_event)

    async def interaction(self, payload: dict[str, Any]) -> dict[str, Any] | None:
        """Take in an interaction's payload; what Slack is to be answered, if anything.

        Raises NotNow, ApiError (429) and MalformedEvent.
        """
        happening = self._desk.interaction(payload) if self._desk is not None else None
        if self._desk is not None and happening is not None:
            return await self._in_time(self._desk.take(happening))
        await self._take(payload, read_press)
        return None

    async def command(self, form: Mapping[str, str]) -> dict[str, Any]:
        """Answer a slash command. Raises NotNow and MalformedEvent."""
        if self._desk is None:
            return {"response_type": "ephemeral", "text": NO_DESK}
        return await self._in_time(self._desk.take(self._desk.command(form))) or {}

    async def _take(self, told: dict[str, Any], read: Callable[[dict[str, Any]], Happening]) -> None:
        happening = read(told)
        if isinstance(happening, Ignored | HomeOpened):
            await self._shoppers.take(happening)
        elif not self._repeats.is_one(happening.told_as):
            await self._store(happening)
            self._repeats.remember(happening.told_as)

    async def _store(self, happening: Happening) -> None:
        await self._in_time(self._shoppers.take(happening))

    async def _in_time(self, taking: Awaitable[T]) -> T | None:
        try:
            async with asyncio.timeout(self._answer_within_s):
                return await taking
        except (SendLater, *DATABASE_ERRORS) as error:
            self._refusals.count("not stored in time")
            raise NotNow(type(error).__name__) from error
        except SendRefused as refused:
            log.error("Slack refuses what an answer needs; see docs/slack.md", code=refused.code)
            return None
