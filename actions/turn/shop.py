"""What every action is given: the store's database and the clock; and one turn with them."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict
from sqlalchemy.ext.asyncio import AsyncSession

from actions.language.said import Said
from actions.wording.responses import Button, Words
from commerce.audit.models import ActorKind
from commerce.audit.service import Cause
from commerce.changes import Context
from commerce.clock import Clock
from commerce.database import Sessions
from commerce.desk.hours import DeskHours
from commerce.identity import Shopper
from commerce.links.documents import DocumentLinks
from commerce.notification import Notifier
from commerce.search.service import ProductSearch
from commerce.support.asking import Asks
from commerce.support.conversations import begin_conversation, find_conversation
from commerce.support.models import Conversation

Event = dict[str, Any]
FRESH = timedelta(minutes=15)
_SENTENCE = 4  # words from which on a message tells its language
_NOT_UNDERSTOOD = frozenset({"other_language", "nlu_fallback", "out_of_scope"})


@dataclass(frozen=True)
class Shop:
    """The dependencies of all actions."""

    sessions: Sessions
    clock: Clock
    notifier: Notifier
    links: DocumentLinks
    search: ProductSearch
    name: str  # how the store is called
    code_secret: str = field(repr=False)  # keys the hashes of one-time codes
    desk_hours: DeskHours = field(default_factory=DeskHours)
    human_topics: frozenset[str] = frozenset()  # passed on to people, whatever is answered
    charges_only_saved: bool = False  # whether a provider takes only methods that it keeps for that

    @asynccontextmanager
    async def turn(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: DomainDict,
        said: Said | None = None,
    ) -> AsyncIterator["Turn"]:
        """One action's work in one transaction, with the shopper as the conversation's row says now."""
        async with self.sessions.begin() as session:
            conversation = await _conversation(session, tracker)
            if conversation.language and _is_english(tracker):
                conversation.language = None  # the desk goes by what is written now
            yield Turn(
                shop=self,
                session=session,
                conversation=conversation,
                shopper=Shopper(conversation.id, conversation.customer_id, conversation.identity_level),
                clock=self.clock,
                dispatcher=dispatcher,
                tracker=tracker,
                words=Words(domain),
                said=Said.by(tracker) if said is None else said,
                slots=dict(tracker.slots),
                message_id=_message_id(tracker),
            )


@dataclass
class Turn:
    """A shopper's message while an action answers it."""

    shop: Shop
    session: AsyncSession
    conversation: Conversation
    shopper: Shopper
    clock: Clock
    dispatcher: CollectingDispatcher
    tracker: Tracker
    words: Words
    said: Said
    slots: dict[str, Any]
    message_id: UUID | None = None
    is_correction: bool = False  # the message changed something that was settled before
    is_heard: bool = False  # the message said what was settled before
    _changed: dict[str, Any] = field(default_factory=dict)

    def get(self, slot: str) -> Any:
        """The slot's value, changes of this turn included."""
        return self.slots.get(slot)

    def set(self, slot: str, value: Any | None) -> None:
        """Give the slot a value; it reaches the dialogue with `slot_events`."""
        if self.slots.get(slot) != value:
            self.slots[slot] = value
            self._changed[slot] = value

    def remember(self, slot: str, value: Any) -> None:
        """As `set`, but tells the dialogue even when nothing changed, so that the value is fresh again."""
        self.slots[slot] = value
        self._changed[slot] = value

    def is_fresh(self, slot: str) -> bool:
        """Whether the slot got its value in the last few minutes of talk."""
        since = (self.clock.now() - FRESH).timestamp()
        return any(
            event["event"] == "slot"
            and event["name"] == slot
            and event["value"] == self.slots.get(slot)
            and (event.get("timestamp") or since) >= since
            for event in self.tracker.events
        )

    def slot_events(self) -> list[Event]:
        """The slots this turn has changed."""
        return [SlotSet(slot, value) for slot, value in self._changed.items()]

    def say(
        self,
        response: str,
        *,
        buttons: Sequence[Button] = (),
        cards: Sequence[Mapping[str, Any]] = (),
        asks: Asks | None = None,
        **values: Any,
    ) -> None:
        """Utter `response` of the domain with `values` in its places; raises KeyError when it has none.

        `asks` tells the channel what kind of answer it wants.
        """
        self.words.require(response)
        beside: dict[str, Any] = {"cards": list(cards)} if cards else {}
        if asks is not None:
            beside["asks"] = asks.storable()
        self.dispatcher.utter_message(
            response=response,
            buttons=list(buttons),
            json_message=beside or None,
            **values,
        )

    @property
    def context(self) -> Context:
        """With what the shopper changes something in this turn."""
        shop = self.shop
        return Context(self.session, self.cause, self.clock, shop.notifier, shop.links, self.shopper)

    @property
    def cause(self) -> Cause:
        """Who changes something in this turn, and from which message."""
        return Cause(ActorKind.SHOPPER, self.shopper.customer_id, self.message_id)


async def _conversation(session: AsyncSession, tracker: Tracker) -> Conversation:
    """The gateway stores a conversation before Rasa hears of it; `rasa shell` has none yet."""
    conversation_id = UUID(tracker.sender_id)
    found = await find_conversation(session, conversation_id)
    channel = tracker.get_latest_input_channel() or "rasa"
    return found or await begin_conversation(session, conversation_id, channel)


def _is_english(tracker: Tracker) -> bool:
    """Whether the message is a sentence in English; a number or a name is none in any language."""
    message: dict[str, Any] = tracker.latest_message
    text, intent = message.get("text") or "", (message.get("intent") or {}).get("name")
    is_sentence = not text.startswith("/") and len(text.split()) >= _SENTENCE
    return is_sentence and not message.get("language") and intent not in _NOT_UNDERSTOOD


def _message_id(tracker: Tracker) -> UUID | None:
    sent = (tracker.latest_message.get("metadata") or {}).get("message_id")
    return UUID(sent) if sent else None
