"""Carries what happens in a conversation to those who watch it in this process."""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from commerce.support.messages import Answer


@dataclass(frozen=True, slots=True)
class Changed:
    """Something is new in the conversation; the message log says what."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A shopper's message was stored by this process."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A message was answered by this process, whose watchers need not read the log for it."""

    message_id: UUID
    answer: Answer


@dataclass(frozen=True, slots=True)
class Typing:
    """Somebody began or stopped writing; the bot, working on an answer."""

    is_on: bool
    by: str = "bot"  # or "agent", or "shopper"


Event = Changed | Stored | Answered | Typing


class Subscription:
    """The events of one conversation from the moment of subscribing, in order."""

    def __init__(self) -> None:
        self._events: asyncio.Queue[Event] = asyncio.Queue()

    def put(self, event: Event) -> None:
        self._events.put_nowait(event)

    async def next(self) -> Event:
        """The next event, whenever it comes."""
        return await self._events.get()

    def skip_repeats(self) -> None:
        """Forget waiting news that one look into the log covers; stops at what that look does not tell."""
        waiting = [self._events.get_nowait() for _ in range(self._events.qsize())]
        for event in waiting:
            if isinstance(event, Typing):
                self._events.put_nowait(event)


class Hub:
    """Who watches what."""

    def __init__(self) -> None:
        self._watchers: defaultdict[UUID, set[Subscription]] = defaultdict(set)

    @contextmanager
    def subscribe(self, conversation_id: UUID) -> Iterator[Subscription]:
        """Watch a conversation until the block ends."""
        subscription = Subscription()
        self._watchers[conversation_id].add(subscription)
        try:
            yield subscription
        finally:
            self._watchers[conversation_id].discard(subscription)
            if not self._watchers[conversation_id]:
                del self._watchers[conversation_id]

    def publish(self, conversation_id: UUID, event: Event) -> None:
        """Tell everybody who watches the conversation."""
        for subscription in self._watchers.get(conversation_id, ()):
            subscription.put(event)

    def publish_to_all(self, event: Event) -> None:
        """Tell everybody, after news may have been missed."""
        for conversation_id in self.watched():
            self.publish(conversation_id, event)

    def watched(self) -> Collection[UUID]:
        """The conversations somebody watches now."""
        return tuple(self._watchers)
