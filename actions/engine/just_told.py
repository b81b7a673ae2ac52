"""What a message means in the light of what was just told or shown, whatever it was taken for."""

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from actions.engine.just_shown import of_what_was_shown
from actions.engine.store_news import of_store_news
from actions.language.alert_words import stops_alerts
from actions.language.no_goods import rather_than_search
from actions.language.said import Said
from actions.language.tiers import tier_named
from actions.language.told_before import (
    asks_for_reward,
    asks_how_to_send,
    asks_when,
    asks_worth,
    cancels_it,
    has_not_come,
    puts_in_again,
    speaks_of_invited,
    speaks_of_return_label,
    undoes,
    uses_them,
)
from actions.turn.history import last_said_by_bot, ran_in_previous_turn, ran_lately
from actions.turn.requests import hand_on, was_followed_up
from actions.turn.shop import Turn
from commerce.loyalty.policy import tier_policy
from commerce.returns.status import returns_of
from commerce.returns.withdraw import OPEN

_UNDO = "Undo"
_RETURNS_TOLD = ("check_return_status_form", "return_items_form", "exchange_items_form")
_SEARCHES = frozenset(
    {"find_product", "recommend_product", "nlu_fallback", "check_price", "out_of_scope", "inform"}
)
_FEW_WORDS = 6
_MAY_ASK_FOR_REWARD = frozenset(
    {"check_order_status", "check_points", "check_referrals", "nlu_fallback", "report_missing_points"}
)


async def is_meant_otherwise(turn: Turn, intent: str) -> bool:
    """Whether the message asks for something else than `intent` in that light, which then is served next.

    Only what was typed while nothing was open counts. What the same request is about is heard.
    """
    whole = Said.by(turn.tracker)
    if whole.is_payload or whole.is_silent or turn.get("flow") or was_followed_up(turn.tracker):
        return False
    found = await _read(turn, whole)
    if found is None:
        return False
    if found.intent == intent:
        turn.said = found
        return False
    hand_on(turn, found, found.intent)
    return True


async def _read(turn: Turn, whole: Said) -> Said | None:
    for reader in _READERS:
        if found := await reader(turn, whole):
            is_one = not whole.requests or found.first("product_id") is not None
            return replace(found, requests=(), parts=()) if is_one else None
    return None


async def _of_cart(turn: Turn, whole: Said) -> Said | None:
    """The cart as it was before its last change."""
    button = _offered(turn, "remove_from_cart", title=_UNDO)
    if button is None:
        return None
    was_taken_out = ran_in_previous_turn(turn.tracker, "remove_from_cart_form")
    is_undone = undoes(whole.text) or (was_taken_out and puts_in_again(whole.text))
    return _pressed(button) if is_undone else None


async def _of_points(turn: Turn, whole: Said) -> Said | None:
    if not ran_lately(turn.tracker, "check_points_form", turns=2):
        return None
    were_told = ran_in_previous_turn(turn.tracker, "check_points_form")
    if were_told and uses_them(whole.text):
        return replace(whole, intent="redeem_points")
    is_of_tier = len(whole.text.split()) <= _FEW_WORDS and await _names_tier(turn, whole.text)
    return (
        replace(whole, intent="check_points")
        if is_of_tier or (were_told and asks_worth(whole.text))
        else None
    )


async def _names_tier(turn: Turn, text: str) -> bool:
    return tier_named(text, (await tier_policy(turn.session)).tiers) is not None


async def _of_credit(turn: Turn, whole: Said) -> Said | None:
    """A balance that was just told is to pay for the cart."""
    was_told = ran_in_previous_turn(turn.tracker, "check_credit_form")
    is_used = was_told and uses_them(whole.text) and "?" not in whole.text
    return Said("apply_code", "use my store credit") if is_used else None


async def _of_alerts(turn: Turn, whole: Said) -> Said | None:
    del turn
    is_stopped = stops_alerts(whole.text) and whole.intent in ("never_mind", "nlu_fallback", "find_product")
    return replace(whole, intent="request_restock_alert") if is_stopped else None


async def _of_returns(turn: Turn, whole: Said) -> Said | None:
    was_told = any(ran_in_previous_turn(turn.tracker, each) for each in _RETURNS_TOLD)
    if was_told and cancels_it(whole.text) and (button := _offered(turn, "cancel_return")):
        return _pressed(button)
    is_of_label = speaks_of_return_label(whole.text)
    was_spoken_of = any(ran_lately(turn.tracker, each) for each in _RETURNS_TOLD)
    if not is_of_label and not (was_spoken_of and asks_how_to_send(whole.text)):
        return None
    if turn.shopper.customer_id is None:
        return None
    returns = await returns_of(turn.session, turn.shopper)
    is_open = any(each.status in OPEN for each in returns)
    return replace(whole, intent="check_return_status") if is_open else None


async def _of_refunds(turn: Turn, whole: Said) -> Said | None:
    was_told = ran_in_previous_turn(turn.tracker, "check_refund_status_form")
    is_of_it = was_told and (has_not_come(whole.text) or asks_when(whole.text))
    return replace(whole, intent="check_refund_status") if is_of_it else None


async def _of_referrals(turn: Turn, whole: Said) -> Said | None:
    was_told = any(ran_lately(turn.tracker, each) for each in ("check_referrals_form", "invite_friend_form"))
    is_of_it = asks_for_reward(whole.text) and (was_told or speaks_of_invited(whole.text))
    is_likely = whole.intent in _MAY_ASK_FOR_REWARD
    return replace(whole, intent="check_referrals") if is_of_it and is_likely else None


async def _of_no_goods(turn: Turn, whole: Said) -> Said | None:
    del turn
    if whole.intent not in _SEARCHES:
        return None
    request = rather_than_search(whole.text)
    return replace(whole, intent=request) if request and request != whole.intent else None


_READERS: Sequence[Callable[[Turn, Said], Awaitable[Said | None]]] = (
    of_store_news,
    _of_cart,
    _of_points,
    _of_credit,
    _of_returns,
    _of_refunds,
    _of_referrals,
    _of_alerts,
    of_what_was_shown,
    _of_no_goods,
)


def _offered(turn: Turn, intent: str, *, title: str = "") -> str | None:
    """The payload of the one quick reply of `intent` that was offered last; None where there are several."""
    payloads = [
        str(button["payload"])
        for said in last_said_by_bot(turn.tracker)
        for button in (said.get("data") or {}).get("buttons") or []
        if str(button["payload"]).startswith(f"/{intent}{{") and title in ("", button["title"])
    ]
    return payloads[0] if len(payloads) == 1 else None


def _pressed(payload: str) -> Said:
    """The quick reply with this payload, as if it were pressed."""
    intent, _, facts = payload.removeprefix("/").partition("{")
    values: Mapping[str, Any] = json.loads("{" + facts)
    return Said(intent, payload, {name: (value,) for name, value in values.items()})
