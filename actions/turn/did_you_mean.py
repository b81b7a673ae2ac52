"""Which two requests a message that was not understood is likely to mean."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rasa_sdk import Tracker

from actions.language.said import Said
from actions.turn.history import last_said_by_bot, previous_turn, ran_in_previous_turn
from actions.wording.quick_replies import quick_reply
from actions.wording.responses import Button, Words

# Of the two together. From here one of them is right in two of three messages that fall back, measured on the
# folds of the training data, and hardly a message without a request gets here.
LIKELY_TOGETHER = 0.5
NO_REQUEST = "nlu_fallback"
ACTION_MISUNDERSTOOD = "action_misunderstood"


def did_you_mean(message: Mapping[str, Any], words: Words) -> list[Button]:
    """Quick replies of the two likeliest requests and of neither; empty when they are not likely enough.

    A request is what has a title in the domain, which talk and answers have not.
    """
    ranking = [each for each in message.get("intent_ranking") or [] if each["name"] != NO_REQUEST][:2]
    titles = [f"utter_title_{each['name']}" for each in ranking]
    is_likely = sum(each["confidence"] for each in ranking) >= LIKELY_TOGETHER
    if len(ranking) < 2 or not is_likely or not all(map(words.has, titles)):
        return []
    named = [
        quick_reply(words.phrase(title), each["name"]) for title, each in zip(titles, ranking, strict=True)
    ]
    return [*named, quick_reply(words.phrase("utter_did_you_mean_neither"), "deny")]


def meant_before(tracker: Tracker) -> Said | None:
    """The message before the latest, as the request that it was guessed to be and the latest confirms."""
    intent = str((tracker.latest_message.get("intent") or {}).get("name"))
    pressed = tracker.latest_message.get("text")
    if pressed != f"/{intent}" or not ran_in_previous_turn(tracker, ACTION_MISUNDERSTOOD):
        return None
    offered = [button for said in last_said_by_bot(tracker) for button in (said["data"].get("buttons") or [])]
    if pressed not in [button["payload"] for button in offered]:
        return None
    before = previous_turn(tracker)[0]["parse_data"]
    return replace(Said.of(before), intent=intent, requests=())
