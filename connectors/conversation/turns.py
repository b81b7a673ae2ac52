"""Takes up shoppers' messages: in order and one at a time in a conversation, conversations side by side."""

import asyncio
import contextlib
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import UUID

import structlog
from structlog.contextvars import bound_contextvars

from aisle.logs import described
from aisle.tracing import message_span
from commerce.clock import Clock
from commerce.database import DATABASE_ERRORS, Sessions
from commerce.desk.ratings import looks_like_rating, take_rating
from commerce.desk.reopening import reopen
from commerce.support.handoffs import queue_handoff
from commerce.support.messages import (
    LoggedMessage,
    Reply,
    WaitingMessage,
    has_received,
    waiting_conversations,
)
from commerce.support.models import ConversationOwner, Escalation, MessageAuthor
from commerce.support.signing_out import SIGNED_OUT, may_sign_out, sign_out
from commerce.support.understandings import Understood
from connectors.conversation.bursts import next_turn
from connectors.conversation.dialogue import (
    DialogueFailed,
    DialogueServers,
    DialogueUnavailable,
    TurnAnswer,
    question_of,
)
from connectors.conversation.escalations import Escalations
from connectors.conversation.hub import Answered, Changed, Hub, Typing
from connectors.conversation.locks import ConversationLocks
from connectors.conversation.outbox import Outbox
from connectors.conversation.patience import Patience
from connectors.conversation.pool import LogPool
from connectors.edge.meters import TURNS, UNDERSTOOD, note_turn, timed

logger = structlog.get_logger(__name__)

_CONTENDED_S = 0.1

WE_FAILED = Reply(
    "Something broke on our side, so I could not answer that. "
    "A person will look at it and write back to you here."
)


@dataclass(slots=True)
class _Lane:
    """The task that works through one conversation, and whether a message came since it last looked."""

    task: asyncio.Task[None] | None = None
    news: asyncio.Event = field(default_factory=asyncio.Event)

    async def wait(self, seconds: float) -> None:
        """Until a message comes, or the time is up."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.news.wait(), seconds)


class Turns:
    """Runs the turns of every conversation that has a message waiting."""

    def __init__(
        self,
        *,
        sessions: Sessions,
        log: LogPool,
        locks: ConversationLocks,
        dialogue: DialogueServers,
        patience: Patience,
        hub: Hub,
        clock: Clock,
        outbox: Outbox,
        at_once: int = 16,
        reopen_within: timedelta = timedelta(0),
        escalations: Escalations | None = None,
    ) -> None:
        self._sessions = sessions
        self._log = log
        self._locks = locks
        self._dialogue = dialogue
        self._patience = patience
        self._hub = hub
        self._clock = clock
        self._outbox = outbox
        self._reopen_within = reopen_within
        self._escalations = escalations
        # Counted per server, so that one that is away holds up nobody else's shoppers.
        self._places: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(at_once))
        self._lanes: dict[UUID, _Lane] = {}

    def take_up(self, conversation_id: UUID) -> None:
        """See to it that the conversation's waiting messages are answered; returns at once."""
        lane = self._lanes.get(conversation_id)
        if lane is not None:
            lane.news.set()
            return
        lane = self._lanes[conversation_id] = _Lane()
        lane.news.set()
        lane.task = asyncio.create_task(self._run(conversation_id, lane), name=f"turns of {conversation_id}")
        lane.task.add_done_callback(_log_failure)

    @property
    def waiting(self) -> int:
        """How many conversations have a message in work or waiting for it."""
        return len(self._lanes)

    def is_at(self, conversation_id: UUID) -> bool:
        """Whether the conversation is one of them."""
        return conversation_id in self._lanes

    async def sweep(self, every_s: float) -> None:
        """Until cancelled, take up what was stored and not finished: by a killed gateway, or in an outage."""
        while True:
            try:
                waiting = await self._log.run(waiting_conversations)
            except DATABASE_ERRORS as error:
                logger.warning("could not look for waiting messages", kind=type(error).__name__)
            else:
                for conversation_id in waiting:
                    self.take_up(conversation_id)
            await asyncio.sleep(every_s)

    async def close(self) -> None:
        """Stop all turns; what is unfinished stays in the log and is taken up on the next start."""
        tasks = [lane.task for lane in self._lanes.values() if lane.task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _run(self, conversation_id: UUID, lane: _Lane) -> None:
        try:
            while lane.news.is_set():
                lane.news.clear()
                wait_s = await self._turn(conversation_id)
                if wait_s is not None:
                    await lane.wait(wait_s)
                    lane.news.set()
        except DATABASE_ERRORS as error:
            logger.warning("turn interrupted, to be taken up again", kind=type(error).__name__)
        finally:
            del self._lanes[conversation_id]

    async def _is_waiting(self, conversation_id: UUID) -> bool:
        return await self._log.run(lambda log: has_received(log, conversation_id))

    async def _turn(self, conversation_id: UUID) -> float | None:
        """Answer what comes next; in how many seconds to look again, None when nothing waits."""
        async with self._places[self._dialogue.of(conversation_id).url]:
            if await self._locks.try_lock(conversation_id):
                try:
                    return await self._turn_under_lock(conversation_id)
                finally:
                    await self._locks.unlock(conversation_id)
        # Another gateway is at it, and may have looked before our message was stored: it is ours to see to.
        await asyncio.sleep(_CONTENDED_S)
        return 0.0 if await self._is_waiting(conversation_id) else None

    async def _turn_under_lock(self, conversation_id: UUID) -> float | None:
        turn = await self._log.run(lambda log: next_turn(log, conversation_id))
        if turn is None:
            return None
        if turn.wait_s:
            return turn.wait_s
        if turn.is_joined:
            self._hub.publish(conversation_id, Changed())
        message, began = turn.waiting.message, self._clock.now()
        with (
            bound_contextvars(message=str(message.id)),
            message_span(message.id, message.created_at, channel=message.channel),
        ):
            await self._answer(turn.waiting)
        note_turn(message, began, self._clock.now())
        return 0.0 if turn.is_followed else None

    async def _answer(self, waiting: WaitingMessage) -> None:
        message = waiting.message
        if waiting.owner is ConversationOwner.AGENT:
            await self._store(message, [], MessageAuthor.AGENT)
            return
        thanks = await self._rated(message)
        if thanks is not None:
            await self._store(message, [Reply(thanks)], MessageAuthor.BOT)
            return
        if await self._signed_out(message):
            await self._store(message, [Reply(SIGNED_OUT)], MessageAuthor.SYSTEM)
            return
        if self._reopen_within and await self._reopened(message):
            await self._store(message, [], MessageAuthor.AGENT)
            return
        self._hub.publish(message.conversation_id, Typing(is_on=True))
        try:
            answer = await self._ask(waiting)
            if answer:
                await self._store(
                    message,
                    answer.replies,
                    MessageAuthor.BOT,
                    answer.kept_of(waiting),
                )
                await self._look_at(message, answer)
            else:
                await self._store(message, await self._give_up(waiting), MessageAuthor.SYSTEM)
        finally:
            self._hub.publish(message.conversation_id, Typing(is_on=False))

    async def _look_at(self, message: LoggedMessage, answer: TurnAnswer) -> None:
        """See whether how it was said calls for a person; what was pressed was not said."""
        if self._escalations is not None and message.payload is None:
            topic = answer.understanding.intent if answer.understanding else None
            await self._escalations.look_at(message.conversation_id, message.text, topic)

    async def _reopened(self, message: LoggedMessage) -> bool:
        """Whether the message goes to the agent who has just resolved the case."""
        async with self._sessions.begin() as session:
            return await reopen(session, message.conversation_id, self._reopen_within, self._clock)

    async def _signed_out(self, message: LoggedMessage) -> bool:
        """Whether the message ends the conversation: its shopper signs out, or is somebody else."""
        if not may_sign_out(message.text, message.payload):
            return False
        async with self._sessions.begin() as session:
            return await sign_out(session, message.conversation_id, message.text, clock=self._clock)

    async def _rated(self, message: LoggedMessage) -> str | None:
        """What is said to a rating of our people's help; None for any other message."""
        if not looks_like_rating(message.text, message.payload):
            return None
        async with self._sessions.begin() as session:
            return await take_rating(
                session, message.conversation_id, message.text, message.payload, clock=self._clock
            )

    async def _ask(self, waiting: WaitingMessage) -> TurnAnswer | None:
        """The bot's answer; None when it cannot be brought to one."""
        server = self._dialogue.of(waiting.message.conversation_id)
        try:
            with timed("dialogue"):
                return await self._patience.ask(server, question_of(waiting))
        except (DialogueFailed, DialogueUnavailable) as error:
            _log_no_answer(waiting, error)
            return None

    async def _give_up(self, waiting: WaitingMessage) -> list[Reply]:
        """Leave what was under way and pass it on to a person; what the shopper is told of it.

        The bot does it, which knows what it had collected; where it cannot, the conversation is passed on as
        it is. The promise is kept before it is made.
        """
        server = self._dialogue.of(waiting.message.conversation_id)
        try:
            return (await server.ask(replace(question_of(waiting), is_given_up=True))).replies
        except (DialogueFailed, DialogueUnavailable) as error:
            _log_no_answer(waiting, error)
        await self._hand_over(waiting.message)
        return [WE_FAILED]

    async def _store(
        self,
        message: LoggedMessage,
        replies: list[Reply],
        author: MessageAuthor,
        heard: Understood | None = None,
    ) -> None:
        with timed("store"):
            answer = await self._log.run(lambda log: self._outbox.put(log, message, replies, author, heard))
        TURNS.labels(message.channel, author.value).inc()
        if heard is not None:
            UNDERSTOOD.labels(heard.intent, str(heard.is_fallback).lower()).inc()
        news = Changed() if answer is None else Answered(message.id, answer)
        self._hub.publish(message.conversation_id, news)

    async def _hand_over(self, message: LoggedMessage) -> None:
        async with self._sessions.begin() as session:
            await queue_handoff(
                session,
                message.conversation_id,
                Escalation.FAILURE,
                summary="The assistant could not answer.",
                clock=self._clock,
            )


def _log_no_answer(waiting: WaitingMessage, error: Exception) -> None:
    logger.error("no answer from the dialogue server", message=str(waiting.message.id), reason=str(error))


def _log_failure(task: asyncio.Task[None]) -> None:
    error = None if task.cancelled() else task.exception()
    if error is not None:
        logger.error("turn failed, to be taken up again", **described(error))
