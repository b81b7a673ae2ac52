"""What a message asks for in the light of what was just spoken of, where the classifier does not say."""

import re

from actions.answers.reopening import of_points_just_told, of_what_was_told
from actions.language.cart_words import takes
from actions.language.problems import problem_in
from actions.steps.naming_wares import wares_in
from actions.steps.own_goods import asked_of_own_goods, asked_of_own_order
from actions.steps.refining import refines
from actions.turn.history import flow_before
from actions.turn.shop import Turn
from actions.turn.shopping import of_cart_just_changed

_SAME = re.compile(r"\b(?:same|likewise|also|too|as well)\b", re.IGNORECASE)
_SURELY_OTHERS = 0.9


async def of_search(turn: Turn) -> str | None:
    """The search, where the words change the one that was just answered: "in blue", "cheaper"."""
    is_of_order = turn.said.first("order_number") or turn.said.first("email")
    return "find_product" if not is_of_order and await refines(turn) else None


async def asked(turn: Turn) -> str | None:
    """What the words ask for, after what was just spoken of; None where they ask for nothing."""
    return (
        same_for_another(turn)
        or of_points_just_told(turn)
        or of_what_was_told(turn)
        or of_cart_just_changed(turn)
        or await _of_wares(turn)
        or (None if _is_of_others(turn) else await asked_of_own_goods(turn, is_lost=True))
        or _report(turn)
        or await asked_of_own_order(turn)
    )


def _is_of_others(turn: Turn) -> bool:
    """Whether it is surely no store's business, whatever its words ask for: "cancel my gym contract"."""
    ranking = turn.tracker.latest_message.get("intent_ranking") or []
    return any(
        each["name"] == "out_of_scope" and each["confidence"] >= _SURELY_OTHERS for each in ranking[:1]
    )


async def _of_wares(turn: Turn) -> str | None:
    """Putting something into the cart, where a product of the store's is to be taken."""
    if turn.said.is_payload or not takes(turn.said.text):
        return None
    return "add_to_cart" if (await wares_in(turn)).wares else None


def same_for_another(turn: Turn) -> str | None:
    """The request that was served last, where the same is wished for another order."""
    is_wished = turn.said.wants_other and turn.get("order_number") and _SAME.search(turn.said.text)
    return flow_before(turn.tracker) if is_wished else None


def _report(turn: Turn) -> str | None:
    """The report of a problem, where the words tell of one and it is among the guesses."""
    ranking = turn.tracker.latest_message.get("intent_ranking") or []
    is_likely = any(each["name"] == "report_problem" for each in ranking)
    return "report_problem" if is_likely and problem_in(turn.said.text) else None
