"""Whether the bot has just asked about an order, so that a lone "cancel" is an answer to it."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from commerce.support.asking import Subject
from commerce.support.messages import LoggedMessage

_JUST = timedelta(hours=1)
_ORDER_PAYLOAD = re.compile(r"order_number|\w_reason|item|refund_to|^/(?:cancel|change|return|exchange)_")


def has_just_asked_about_order(said: Sequence[LoggedMessage], now: datetime) -> bool:
    """Whether these replies, the bot's last, put a question or choices about an order not long ago."""
    if not said or now - said[-1].created_at > _JUST:
        return False
    if any(reply.asks and reply.asks.subject is Subject.ORDER for reply in said):
        return True
    payloads = [each["payload"] for reply in said for each in reply.quick_replies]
    return any(_ORDER_PAYLOAD.search(payload) for payload in payloads)
