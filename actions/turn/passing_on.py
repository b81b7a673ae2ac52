"""What becomes of a message that people hear of anyway: none needs to be offered beside the answer."""

from actions.language.said import Said
from actions.turn.requests import was_followed_up
from actions.turn.shop import Turn
from commerce.support.signals import Matter, signal_of

# What cannot wait for a person.
_FIRST_AID = {Matter.SAFETY: "utter_safety_first", Matter.FRAUD: "utter_fraud_first"}
# What the words of a topic speak of where its article says what to do at once.
_TOLD_BY_ARTICLE = {
    "report_unknown_charge": ("charge", "payment", "transaction", "debit", "statement"),
    "recover_access": ("account",),
}


def is_passed_on(turn: Turn, topic: str) -> bool:
    """Whether the gateway passes the message on once it is answered, for how it was said or for its topic."""
    if turn.said.is_payload:
        return False
    return signal_of(turn.said.text, topic, turn.shop.human_topics) is not None


def tell_first_aid(turn: Turn) -> bool:
    """Say what to do at once where somebody is in danger, or their money is; whether they are."""
    said = Said.by(turn.tracker)
    if said.is_payload or not said.text or was_followed_up(turn.tracker):
        return False
    signal = signal_of(said.text)
    if signal is None or signal.matter not in _FIRST_AID:
        return False
    told = _TOLD_BY_ARTICLE.get(said.intent, ())
    if signal.matter is Matter.FRAUD and any(word in said.text.lower() for word in told):
        return False
    turn.say(_FIRST_AID[signal.matter])
    return True
