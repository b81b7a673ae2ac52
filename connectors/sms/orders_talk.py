"""Whether the bot has just asked about an order, so that a lone "cancel" is an answer to it."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from commerce.support.messages import LoggedMessage

_JUST = timedelta(hours=1)
# One order, return or exchange: "order #W123", "the return", but not "your orders".
_ORDER = re.compile(r"\b(?:order|return|exchange|refund|cancel|items?)\b", re.IGNORECASE)
_ORDER_PAYLOAD = re.compile(r"order_number|\w_reason|item|refund_to|^/(?:cancel|change|return|exchange)_")
_QUESTION = re.compile(r"[^.!?\n]++\??")
_YES_OR_NO = {"/affirm", "/deny"}


def has_just_asked_about_order(said: Sequence[LoggedMessage], now: datetime) -> bool:
    """Whether these replies, the bot's last, put a question or choices about an order not long ago."""
    if not said or now - said[-1].created_at > _JUST:
        return False
    payloads = [each["payload"] for reply in said for each in reply.quick_replies]
    if any(_ORDER_PAYLOAD.search(payload) for payload in payloads):
        return True
    texts = [reply.text for reply in said]
    asked = (
        texts
        if _YES_OR_NO & set(payloads)
        else [each for text in texts for each in _QUESTION.findall(text) if each.endswith("?")]
    )
    return any(_ORDER.search(each) for each in asked)
