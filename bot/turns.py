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

from bot.understanding import MESSAGE_ID, understanding_of


class TurnFailed(Exception):
    """An action could not be run, so nothing of the turn was saved and it may be tried again."""

    def __init__(self, action_name: str) -> None:
        super().__init__(f"action {action_name} could not be run")
        self.action_name = action_name


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
        await self._update_tracker_session(tracker, message.output_channel, message.metadata)
        await self._handle_message_with_tracker(message, tracker)
        tracker = await self.run_action_extract_slots(message.output_channel, tracker)
        await self._run_prediction_loop(message.output_channel, tracker)
        await self.save_tracker(tracker)
        return tracker

    async def _run_action(
        self,
        action: Action,
        tracker: DialogueStateTracker,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        prediction: PolicyPrediction,
    ) -> bool:
        watched = _WatchedAction(action)
        goes_on = await super()._run_action(watched, tracker, output_channel, nlg, prediction)
        if watched.failure is not None:
            raise TurnFailed(action.name()) from watched.failure
        return goes_on


class _WatchedAction:
    """Remembers why an action failed: Rasa logs that and goes on as if the action had done nothing."""

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
        except Exception as failure:
            self.failure = failure
            raise

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
