"""What of an event has to be known to handle it. Names, e-mails and addresses stand in none of it."""

from collections.abc import Mapping
from typing import Any

_OF_THING = ("object", "id", "status", "failure_reason", "payment_intent", "amount", "currency", "reason")
_LONGEST = 255


class NoEvent(Exception):
    """This is no event as Stripe tells them."""


def facts_of(event: Any) -> dict[str, Any]:
    """Pick the facts of an event, bounded and fit to be stored. Raises NoEvent."""
    try:
        thing: Mapping[str, Any] = event["data"]["object"]
        facts = {name: _plain(thing[name]) for name in _OF_THING if thing.get(name) is not None}
        attempt = (thing.get("metadata") or {}).get("attempt")
        return facts | {"attempt": _plain(attempt), "created": int(event["created"])}
    except (KeyError, TypeError, AttributeError, ValueError, OverflowError):
        raise NoEvent from None


def _plain(value: Any) -> Any:
    """A number as it is, anything else as text that a database takes."""
    if value is None or type(value) is int:
        return value
    if isinstance(value, dict):  # Stripe sends whole what it was asked to expand
        return _plain(value.get("id"))
    return str(value).replace("\0", "").encode(errors="replace").decode()[:_LONGEST]
