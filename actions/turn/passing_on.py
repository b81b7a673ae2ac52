"""Whether people hear of a message anyway: then none needs to be offered beside the answer."""

from actions.turn.shop import Turn
from commerce.support.signals import signal_of


def is_passed_on(turn: Turn, topic: str) -> bool:
    """Whether the gateway passes the message on once it is answered, for how it was said or for its topic."""
    if turn.said.is_payload:
        return False
    return signal_of(turn.said.text, topic, turn.shop.human_topics) is not None
