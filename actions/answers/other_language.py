"""What is said to a message in another language: in that language, what can be done."""

from typing import Any

from actions.answers.shop_action import ShopAction, leave_flow
from actions.turn.escalation import hand_over
from actions.turn.history import ran_in_previous_turn
from actions.turn.shop import Event, Turn
from commerce.support.handoffs import open_handoff
from commerce.support.languages import language_named
from commerce.support.models import Escalation

# Those that are answered in.
ANSWERED = ("ar", "de", "es", "fr", "hi", "it", "ja", "pt", "ru", "zh")
_NOT_ENGLISH = "They do not write in English."


class ActionOtherLanguage(ShopAction):
    """Offers English or a person, in the shopper's language; the second time in a row it hands over."""

    action_name = "action_other_language"

    async def answer(self, turn: Turn) -> list[Event]:
        message: dict[str, Any] = turn.tracker.latest_message
        language = message.get("language")
        turn.conversation.language = language or turn.conversation.language  # the desk goes by it
        if not ran_in_previous_turn(turn.tracker, self.action_name):
            is_spoken = language in ANSWERED
            turn.say(f"utter_other_language_{language}" if is_spoken else "utter_other_language")
            return []
        known = f"They write in {language_named(language)}." if language else _NOT_ENGLISH
        await hand_over(turn, Escalation.NOT_UNDERSTOOD, matter=known)
        if language in ANSWERED and await open_handoff(turn.session, turn.conversation.id) is not None:
            turn.say(f"utter_passed_on_{language}")
        return leave_flow(turn)
