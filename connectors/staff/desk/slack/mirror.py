"""The desk in Slack as an implementation of the port: keeps each case's thread as the log is."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from commerce.clock import Clock
from commerce.database import Sessions
from commerce.desk import thread_posts, threads
from commerce.desk.alarms import clear_alarms, raise_alarm
from commerce.desk.briefing import Briefing, brief
from commerce.desk.clocks import soonest, unanswered_since
from commerce.desk.models import AlarmKind, DeskPost, DeskThread, DraftStatus
from commerce.desk.rules import DeskRules
from commerce.desk.transcript import Entry
from commerce.support.models import Handoff, HandoffStatus
from connectors.channels.port import SendLater, SendRefused
from connectors.conversation.locks import ConversationLocks
from connectors.staff.desk.slack.card import Card, alarm_part, card_of
from connectors.staff.desk.slack.posting import Poster, ThreadGone
from connectors.staff.desk.slack.presence import take_absent_off_duty
from connectors.staff.desk.slack.routing import Routing
from connectors.staff.desk.slack.transcript import transcript_parts

log = structlog.get_logger(__name__)

_AGAIN_AFTER_S = (2.0, 10.0)  # while Slack answers nothing
_AWAY_AFTER = timedelta(minutes=1)
_MARKS = {DraftStatus.SENT: "envelope", DraftStatus.NOTED: "memo"}


class SlackDesk:
    """The desk in one workspace."""

    name = "slack"

    def __init__(
        self,
        *,
        client: AsyncWebClient,
        routing: Routing,
        sessions: Sessions,
        locks: ConversationLocks,
        rules: DeskRules,
        clock: Clock,
        public_url: str,
    ) -> None:
        self._client = client
        self._poster = Poster(client, sessions, clock)
        self._routing = routing
        self._sessions = sessions
        self._locks = locks
        self._rules = rules
        self._clock = clock
        self._desk_url = f"{public_url.rstrip('/')}/desk"
        self._away_since: datetime | None = None
        self._following = set[UUID]()

    async def follow(self, conversation_id: UUID) -> bool:
        """Bring the case's thread up to date; whether nothing is left to do. Raises what the database raises.

        Another process that is at it, or another task of this one, sees to it: then something is left.
        """
        if conversation_id in self._following:  # the lock is the process's, whichever task asks for it
            return False
        self._following.add(conversation_id)
        try:
            if not await self._locks.try_lock(conversation_id):
                return False
            try:
                return await self._follow(conversation_id)
            finally:
                await self._locks.unlock(conversation_id)
        finally:
            self._following.discard(conversation_id)

    async def behind(self) -> Sequence[UUID]:
        """The conversations whose thread is not complete."""
        async with self._sessions() as session:
            return await threads.cases_behind(session, self._clock.now())

    async def look_who_is_there(self) -> int:
        """Take off duty who has gone away; how many. Raises what the database raises."""
        return await take_absent_off_duty(self._client, self._sessions, self._clock)

    async def _follow(self, conversation_id: UUID) -> bool:
        taken = await self._take_in(conversation_id)
        if taken is None:
            return True
        handoff, thread, card = taken.handoff, taken.thread, taken.card
        if thread.try_again_at is not None and thread.try_again_at > self._clock.now():
            return True  # the sweep knows when
        try:
            await self._show(handoff, thread, card)
        except ThreadGone as gone:
            await self._give_up(handoff, str(gone))
        except SendLater as later:
            await self._put_off(handoff, later)
        except SendRefused as refused:
            await self._lose(handoff, refused.code)
        else:
            await self._shown(taken)
            return not taken.has_more
        return True

    async def _take_in(self, conversation_id: UUID) -> "_Taken | None":
        """Note what is to be posted; None when no case is to be shown."""
        async with self._sessions.begin() as session:
            handoff = await threads.case_to_show(session, conversation_id)
            if handoff is None:
                return None
            briefing = await brief(session, handoff, self._clock)
            waiting = await unanswered_since(session, [conversation_id])
            due = soonest(handoff, waiting.get(conversation_id), self._rules, self._clock)
            card = card_of(briefing, due, self._clock, self._desk_url)
            renderer = threads.Renderer(
                card=lambda: card.part,
                entries=lambda entries: self._rendered(entries, briefing),
                alarm=lambda alarm: alarm_part(alarm.text),
                mark=lambda stamp, status: {"react": _MARKS[status], "stamp": stamp},
            )
            # What is closed while this is read is shown so, and is complete, the next time.
            is_over = handoff.status is HandoffStatus.RESOLVED
            channel = self._routing.channel_of(briefing)
            thread, has_more = await threads.take_in(session, handoff, channel, renderer, self._clock)
            if not thread.card:
                thread.card = card.digest
            return _Taken(handoff, thread, card, is_all=is_over and not has_more, has_more=has_more)

    def _rendered(self, entries: Sequence[Entry], briefing: Briefing) -> list[dict[str, Any]]:
        shopper = briefing.customer.called if briefing.customer else "Shopper"
        case_url = f"{self._desk_url}/conversations/{briefing.conversation.id}"
        return transcript_parts(entries, shopper, self._clock.zone, case_url)

    async def _show(self, handoff: Handoff, thread: DeskThread, card: Card) -> None:
        async with self._sessions() as session:
            waiting: Sequence[DeskPost] = await thread_posts.waiting_posts(session, handoff.id)
        stamp = thread.stamp
        for post in waiting:
            posted = await self._poster.post(post, thread.channel, stamp)
            stamp = stamp or posted
        if stamp is not None and thread.card != card.digest:
            await self._poster.update(thread.channel, stamp, card.part)

    async def _put_off(self, handoff: Handoff, later: SendLater) -> None:
        now = self._clock.now()
        wait_s = later.retry_after_s or random.uniform(*_AGAIN_AFTER_S)
        async with self._sessions.begin() as session:
            await threads.put_off(session, handoff.id, now + timedelta(seconds=wait_s), None)
            if later.retry_after_s is not None:  # it is there, and has much to do
                return
            self._away_since = self._away_since or now
            if now - self._away_since >= _AWAY_AFTER:
                text = "Slack doesn't answer. Cases go on here, and are shown there as soon as it is back."
                await raise_alarm(session, AlarmKind.DESK_AWAY, "slack", text, clock=self._clock)

    async def _lose(self, handoff: Handoff, code: str) -> None:
        """Leave a thread that Slack refuses to the web desk, and look again later: it may be put right."""
        until = self._clock.now() + threads.REACHABLE_AGAIN
        async with self._sessions.begin() as session:
            if await threads.put_off(session, handoff.id, until, code):
                text = f"This case can't be worked in Slack ({code}). It goes on here."
                await self._raise_lost(session, handoff, text)

    async def _give_up(self, handoff: Handoff, code: str) -> None:
        async with self._sessions.begin() as session:
            if await threads.give_thread_up(session, handoff.id, code, self._clock):
                text = f"This case's thread in Slack is gone ({code}). It goes on here."
                await self._raise_lost(session, handoff, text)

    async def _raise_lost(self, session: Any, handoff: Handoff, text: str) -> None:
        await raise_alarm(
            session,
            AlarmKind.THREAD_LOST,
            str(handoff.id),
            text,
            conversation_id=handoff.conversation_id,
            clock=self._clock,
        )

    async def _shown(self, taken: "_Taken") -> None:
        was_away, self._away_since = self._away_since is not None, None
        handoff, card = taken.handoff, taken.card
        async with self._sessions.begin() as session:
            if await threads.note_shown(session, handoff.id, card.digest, is_all=taken.is_all):
                await clear_alarms(session, [AlarmKind.THREAD_LOST], str(handoff.id), clock=self._clock)
            if was_away:
                await clear_alarms(session, [AlarmKind.DESK_AWAY], "slack", clock=self._clock)


@dataclass(frozen=True, slots=True)
class _Taken:
    """What was read of a case, and is to be shown."""

    handoff: Handoff
    thread: DeskThread
    card: Card
    is_all: bool  # nothing will come: the case is over
    has_more: bool  # of its transcript, to be taken in next
