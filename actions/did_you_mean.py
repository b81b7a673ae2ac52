"""Which two requests a message that was not understood is likely to mean."""

from collections.abc import Mapping
from typing import Any

from actions.quick_replies import quick_reply
from actions.words import Button, Words

# Of the two together. From here one of them is right in two of three messages that fall back, measured on the
# folds of the training data, and hardly a message without a request gets here.
LIKELY_TOGETHER = 0.5
NO_REQUEST = "nlu_fallback"


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
