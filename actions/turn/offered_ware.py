"""The ware that the bot has just offered to put into the cart, which a yes accepts."""

from actions.language.said import Said
from actions.turn.history import was_set_in_previous_turn
from actions.turn.shop import Turn

_OFFERED, _INTENT = "offered", "add_to_cart"


def offer_ware(turn: Turn, *, product_id: str, sku: str | None, count: int) -> None:
    """Let a yes, or "put it in", mean this ware in the next turn."""
    kind, value = ("sku", sku) if sku else ("product_id", product_id)
    turn.remember(_OFFERED, f"{_INTENT} {kind} {count} {value}")


def offered_ware(turn: Turn) -> Said | None:
    """The request that accepts what was offered; None where no ware was."""
    offered = was_set_in_previous_turn(turn.tracker, _OFFERED)
    intent, *rest = str(offered or "").split(" ", 3)
    if intent != _INTENT or len(rest) < 3:
        return None
    kind, count, value = rest
    return Said(_INTENT, f"/{_INTENT}", {kind: (value,), "quantity": (int(count),)})
