"""What a message means where products were just shown: one of them, a question about one, a comparison."""

import re
from dataclasses import replace

from actions.language.cart_words import adds_alone, takes
from actions.language.occasions import Wish, wish_in
from actions.language.refinements import asks_for_more
from actions.language.said import Said
from actions.language.shown_goods import (
    OnShow,
    adds_too,
    asks_of_each,
    asks_of_one,
    asks_which,
    named_alone,
    only_picks,
    picked,
    without_picks,
)
from actions.turn.history import previous_turn, ran_in_previous_turn
from actions.turn.on_show import latest_list
from actions.turn.shop import Turn
from actions.turn.shown import Shown, question_of_one
from commerce.search.facets import COLOR, SIZE
from commerce.search.naming import named_products

# What a question about a product may have been taken for.
_MAY_ASK = frozenset(
    """
    find_product recommend_product show_product_details check_availability check_price compare_products
    nlu_fallback out_of_scope leave_review ask_size inform identify
    """.split()  # noqa: SIM905  words read better as a text
)
_AND = re.compile(r"^\W*(?:and|what about|how about)\b(?: for| is| are)?", re.IGNORECASE)
_COUNTED = re.compile(r"\b(?:two|three|four|[2-4]|and|both)\b|&", re.IGNORECASE)
_FEW_WORDS = 4
_QUESTIONS = frozenset({"show_product_details", "check_availability", "check_price"})


async def of_what_was_shown(turn: Turn, whole: Said) -> Said | None:
    """The request that the message makes of the products shown last; None where it makes none."""
    if other := await _of_another(turn, whole):
        return other
    shown = await latest_list(turn, whole.text)
    if not shown:
        return None
    if whole.intent in _MAY_ASK and takes(whole.text) and picked(whole.text, shown):
        return replace(whole, intent="add_to_cart")
    if meant := _meant(whole, shown):
        return _of_picked(turn, whole, meant)
    if whole.intent == "deny" and asks_for_more(whole.text):
        return replace(whole, intent="find_product")
    return await _asked(turn, whole, shown) if whole.intent in _MAY_ASK else None


async def _asked(turn: Turn, whole: Said, shown: list[OnShow]) -> Said | None:
    """What is wished or asked of what was shown or is spoken of."""
    placed = picked(whole.text, shown)
    if not placed and (wished := _wished(whole.text)):
        return replace(whole, intent=wished)
    placed = placed or ([] if Shown.kept(turn).page else [each.key for each in shown])
    if placed and await _is_of_a_version(turn, whole):
        return _of(whole, "check_availability", placed)
    return await _question(turn, whole, shown)


async def _of_another(turn: Turn, whole: Said) -> Said | None:
    """What was just asked of one product, for another one that is named: "and the Keel"."""
    was_told = ran_in_previous_turn(turn.tracker, "action_answer_product")
    if not was_told or not _AND.match(whole.text) or len(whole.text.split()) > _FEW_WORDS + 2:
        return None
    vocabulary = await turn.shop.search.vocabulary(turn.session)
    named = await named_products(turn.session, _AND.sub("", whole.text), vocabulary)
    if len(named) != 1:
        return None
    before = Said.of(previous_turn(turn.tracker)[0].get("parse_data") or {})
    intent = before.intent if before.intent in _QUESTIONS else "show_product_details"
    text = "/show_product_details" if before.is_payload or not before.text else before.text
    return Said(intent, text, {"product_id": (named[0].product_id,)}, text)


def _wished(text: str) -> str | None:
    """What is wished of what is spoken of: more like it, or to have it."""
    if wish_in(text) is Wish.SIMILAR and len(text.split()) <= _FEW_WORDS:
        return "recommend_product"
    return "add_to_cart" if adds_alone(text) else None


async def _question(turn: Turn, whole: Said, shown: list[OnShow]) -> Said | None:
    """What is asked of several: which is so, or of each; else of the one that is spoken of, or of any."""
    spoken_of = _spoken_of(turn, shown)
    asks_each = spoken_of is None and asks_of_each(whole.text) and not await _narrows(turn, whole.text)
    if len(shown) > 1 and (asks_which(whole.text) or asks_each):
        return _of(whole, "compare_products", [each.key for each in shown])
    if not asks_of_one(whole.text) or (spoken_of and whole.intent in _QUESTIONS):
        return None
    intent = whole.intent if whole.intent in _QUESTIONS else "show_product_details"
    return _of(whole, intent, [spoken_of]) if spoken_of else replace(whole, intent=intent)


def _spoken_of(turn: Turn, shown: list[OnShow]) -> str | None:
    """The product that was told of last, or the only one."""
    return Shown.kept(turn).spoken_of or (shown[0].key if len(shown) == 1 else None)


def _meant(whole: Said, shown: list[OnShow]) -> list[str]:
    """The products that the message names, where it does nothing else."""
    if wish_in(whole.text) in (Wish.SIMILAR, Wish.WITH):
        return []
    return picked(whole.text, shown) if only_picks(whole.text, shown) else named_alone(whole.text, shown)


def _of_picked(turn: Turn, whole: Said, meant: list[str]) -> Said:
    """What was asked of one before it was said which; else to look at it, or at several side by side."""
    if adds_too(whole.text) and (adding := _just_added(turn)):
        return _of(whole, adding, meant)
    if question := question_of_one(turn):
        intent, text = question
        return Said(intent, text, {"product_id": tuple(meant)}, text)
    if whole.intent in ("check_price", "check_availability"):
        return _of(whole, whole.intent, meant)
    are_side_by_side = len(meant) > 1 and (whole.intent == "compare_products" or _COUNTED.search(whole.text))
    if are_side_by_side:
        return _of(whole, "compare_products", meant)
    return Said("show_product_details", "/show_product_details", {"product_id": tuple(meant)})


def _just_added(turn: Turn) -> str | None:
    """Where something of what was shown was just put: the cart or the wish list."""
    adding = ("add_to_cart", "add_to_wishlist")
    return next((each for each in adding if ran_in_previous_turn(turn.tracker, f"{each}_form")), None)


async def _is_of_a_version(turn: Turn, whole: Said) -> bool:
    """Whether beside a place only an option is said: "the second one in 10"."""
    if whole.intent not in _MAY_ASK or wish_in(whole.text) is not None:
        return False
    wanted = await turn.shop.search.read(turn.session, without_picks(whole.text))
    return bool(wanted.filters or wanted.loose) and not (wanted.kinds or wanted.words)


async def _narrows(turn: Turn, text: str) -> bool:
    """Whether the words are filters of a search: "do these come in blue"."""
    wanted = await turn.shop.search.read(turn.session, text)
    said = {facet.partition(":")[0] for group in (*wanted.filters, *wanted.loose) for facet in group}
    return not said.isdisjoint({COLOR, SIZE})


def _of(whole: Said, intent: str, ids: list[str]) -> Said:
    return replace(whole, intent=intent, entities={**whole.entities, "product_id": tuple(ids)})
