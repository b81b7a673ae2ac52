"""Passes a conversation on to people because of how something was said, whatever the bot answers to it."""

from dataclasses import dataclass
from uuid import UUID

from commerce.clock import Clock
from commerce.database import Sessions
from commerce.desk.rules import DeskRules
from commerce.desk.waiting import expected_wait, wait_in_words
from commerce.notification import Notifier, Recipient, notification
from commerce.support.conversations import lock_conversation
from commerce.support.handoffs import TooManyHandoffs, open_handoff, queue_handoff, require_room
from commerce.support.models import ConversationOwner
from commerce.support.signals import Signal, signal_of

_URGENT = 1


@dataclass(frozen=True, slots=True)
class Escalations:
    """Looks at what shoppers say once the bot has answered it."""

    sessions: Sessions
    notifier: Notifier
    rules: DeskRules
    clock: Clock
    human_topics: frozenset[str] = frozenset()

    async def look_at(self, conversation_id: UUID, text: str, topic: str | None) -> None:
        """Queue the conversation for a person where the words call for one. Raises DATABASE_ERRORS."""
        signal = signal_of(text, topic, self.human_topics)
        if signal is not None:
            await self._pass_on(conversation_id, signal)

    async def _pass_on(self, conversation_id: UUID, signal: Signal) -> None:
        async with self.sessions.begin() as session:
            conversation = await lock_conversation(session, conversation_id)
            if conversation is None or conversation.owner is ConversationOwner.AGENT:
                return
            waiting = await open_handoff(session, conversation_id)
            if waiting is not None:  # who waits already waits with better reason
                waiting.priority = max(waiting.priority, _URGENT)
                if signal.reason not in waiting.summary:
                    waiting.summary = f"{waiting.summary} {signal.reason}".strip()
                return
            try:
                await require_room(session, conversation, self.clock)
            except TooManyHandoffs:
                return  # the bot has answered; those of the sender that wait are served first
            handoff, _ = await queue_handoff(
                session, conversation_id, signal.escalation, summary=signal.reason, clock=self.clock
            )
            handoff.priority = _URGENT
            expected = await expected_wait(session, self.rules.hours, self.clock)
            told = notification("passed_on", wait=wait_in_words(expected, self.clock))
            await self.notifier.notify(session, Recipient(conversation_id=conversation_id), told)
