"""One message, one turn: a turn is run and saved once, or it fails as a whole."""

from __future__ import annotations

from itertools import takewhile
from typing import Any

from rasa.core.actions.action import Action, ActionExecutionRejection
from rasa.core.channels.channel import CollectingOutputChannel, OutputChannel, UserMessage
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_NAME_KEY, PREDICTED_CONFIDENCE_KEY, TEXT

from bot.failures import TurnFailed, action_failed
from bot.meanwhile import meanwhile_events
from bot.regional_spelling import respell
from bot.tracing import TRACER
from bot.understanding import MESSAGE_ID, understanding_of

# In a message's metadata. A turn that only shows that turns work: it is run and not saved.
IS_PROBE = "is_probe"
# The message's turn has failed before, and would again: what was under way is left, and a person told of it.
IS_GIVEN_UP = "is_given_up"
ACTION_GIVE_UP = "action_give_up"
_NOTHING_UNDERSTOOD = {INTENT_NAME_KEY: None, PREDICTED_CONFIDENCE_KEY: 0.0}


class CollectedTurn(CollectingOutputChannel):
    """What the bot said in a turn, and what it had understood."""

    def __init__(self) -> None:
        super().__init__()
        self.understanding: dict[str, Any] | None = None


class TurnProcessor(MessageProcessor):
    """Rasa's processor, with turns that are idempotent by `metadata.message_id` and all or nothing.

    Runs inside the agent's lock of the conversation. Rasa saves the tracker when a turn is over, so a message
    found in it is a message that was answered.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        respell(self.domain)

    async def handle_message(self, message: UserMessage) -> list[dict[str, Any]] | None:
        """Runs the turn, or reads its answer back; raises TurnFailed with nothing saved."""
        tracker = await self.get_tracker(message.sender_id)
        message_id = (message.metadata or {}).get(MESSAGE_ID)
        answer = answer_given(tracker, message_id)
        if answer is None:
            tracker = await self._run_turn(message, tracker)
        else:
            await self._send_bot_messages(answer, tracker, message.output_channel)
        channel = message.output_channel
        if isinstance(channel, CollectedTurn):
            channel.understanding = understanding_of(tracker.events, message_id)
        return channel.messages if isinstance(channel, CollectingOutputChannel) else None

    async def _run_turn(self, message: UserMessage, tracker: DialogueStateTracker) -> DialogueStateTracker:
        """All of a turn; raises TurnFailed, also where it ends without listening or says nothing."""
        metadata = message.metadata or {}
        if _never_listened(tracker):
            tracker.update(ActionExecuted(ACTION_LISTEN_NAME), self.domain)
        await self._update_tracker_session(tracker, message.output_channel, message.metadata)
        tracker.update_with_events(meanwhile_events(metadata, tracker, self.domain), self.domain)
        began = len(tracker.events)
        if metadata.get(IS_GIVEN_UP):
            await self._give_up(message, tracker)
        else:
            await self._handle_message_with_tracker(message, tracker)
            tracker = await self.run_action_extract_slots(message.output_channel, tracker)
            await self._run_prediction_loop(message.output_channel, tracker)
        if tracker.latest_action_name != ACTION_LISTEN_NAME:
            raise TurnFailed("the turn did not come to its end")
        if not any(map(_says_something, list(tracker.events)[began:])):
            raise TurnFailed("the turn said nothing")
        if not metadata.get(IS_PROBE):
            await self.save_tracker(tracker)
        return tracker

    async def parse_message(self, *args: Any, **options: Any) -> dict[str, Any]:
        """As Rasa does, as a part of the trace."""
        with TRACER.span("understand"):
            return await super().parse_message(*args, **options)

    async def _give_up(self, message: UserMessage, tracker: DialogueStateTracker) -> None:
        """In place of what broke: nothing is understood, predicted or validated."""
        parsed = {TEXT: message.text, INTENT: _NOTHING_UNDERSTOOD, ENTITIES: []}
        heard = UserUttered(
            message.text,
            _NOTHING_UNDERSTOOD,
            parse_data=parsed,
            input_channel=message.input_channel,
            metadata=message.metadata,
        )
        tracker.update(heard, self.domain)
        for name in (ACTION_GIVE_UP, ACTION_LISTEN_NAME):
            prediction = PolicyPrediction.for_action_name(self.domain, name)
            action = self._get_action(name)
            await self._run_action(action, tracker, message.output_channel, self.nlg, prediction)

    async def _run_action(
        self,
        action: Action,
        tracker: DialogueStateTracker,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        prediction: PolicyPrediction,
    ) -> bool:
        watched = _WatchedAction(action)
        with TRACER.span(action.name()):
            goes_on = await super()._run_action(watched, tracker, output_channel, nlg, prediction)
        if watched.failure is not None:
            raise action_failed(action.name(), watched.failure) from watched.failure
        return goes_on


class _WatchedAction:
    """Keeps why an action failed from Rasa, which would log it with the conversation, and go on."""

    def __init__(self, action: Action) -> None:
        self._action = action
        self.failure: Exception | None = None

    def name(self) -> str:
        return self._action.name()

    async def run(
        self,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        tracker: DialogueStateTracker,
        domain: Domain,
    ) -> list[Event]:
        try:
            return await self._action.run(output_channel, nlg, tracker, domain)
        except ActionExecutionRejection:
            raise
        except Exception as failure:  # noqa: BLE001  raised again when Rasa is done
            self.failure = failure
            return []

    def event_for_successful_execution(self, prediction: PolicyPrediction) -> Event:
        return self._action.event_for_successful_execution(prediction)


def answer_given(tracker: DialogueStateTracker, message_id: str | None) -> list[BotUttered] | None:
    """What the bot said to the message of that id; None when the conversation does not hold it."""
    if message_id is None:
        return None
    events = iter(tracker.events)
    for event in events:
        if isinstance(event, UserUttered) and event.metadata.get(MESSAGE_ID) == message_id:
            return [said for said in takewhile(_within_turn, events) if isinstance(said, BotUttered)]
    return None


def _within_turn(event: Event) -> bool:
    over = isinstance(event, ActionExecuted) and event.action_name == ACTION_LISTEN_NAME
    return not over and not isinstance(event, UserUttered)


def _says_something(event: Event) -> bool:
    return isinstance(event, BotUttered) and bool((event.text or "").strip() or any(event.data.values()))


def _never_listened(tracker: DialogueStateTracker) -> bool:
    """Whether an earlier turn was saved before its end: Rasa counts its actions on, and says nothing more."""
    since = takewhile(_is_no_listen, reversed(list(tracker.events)))
    return any(isinstance(event, UserUttered) for event in since)


def _is_no_listen(event: Event) -> bool:
    return not (isinstance(event, ActionExecuted) and event.action_name == ACTION_LISTEN_NAME)
