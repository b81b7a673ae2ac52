"""How it is told whether a promotion code works, and why not."""

from actions.turn.shop import Turn
from actions.wording.formats import on_day
from commerce.promotions.conditions import Refusal


def code_told(turn: Turn, code: str, refusal: Refusal | None) -> str:
    """Word why `code` takes nothing off the shopper's cart, or that it does."""
    if refusal is None:
        return turn.words.phrase("utter_code_works", code=code)
    return turn.words.phrase(
        f"utter_code_{refusal.failure.value}",
        code=code,
        day=on_day(turn.clock.day_of(refusal.day), turn.clock.today()) if refusal.day else "",
        minimum=str(refusal.minimum or ""),
        missing=str(refusal.missing or ""),
        other=refusal.other or "",
    )
