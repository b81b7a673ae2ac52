"""What a message means in the light of what was just told or shown, whatever it was taken for."""

import json
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from actions.engine.just_shown import of_what_was_shown
from actions.engine.store_news import of_store_news
from actions.language.alert_words import asks_for_alerts, stops_alerts, watches_a_product
from actions.language.no_goods import rather_than_search
from actions.language.said import Said
from actions.language.tiers import tier_named
from actions.language.told_before import (
    asks_for_own_code,
    asks_for_perks,
    asks_for_reward,
    asks_how_to_send,
    asks_of_own_points,
    asks_when,
    asks_where_to,
    asks_who_came,
    asks_worth,
    cancels_it,
    earns_more,
    goes_off_again,
    has_not_come,
    has_sent,
    puts_in_again,
    speaks_of_invited,
    speaks_of_return_label,
    undoes,
    uses_them,
)
from actions.turn.history import (
    last_said_by_bot,
    previous_turn,
    ran_in_previous_turn,
    ran_last,
)
from actions.turn.requests import hand_on, was_followed_up
from actions.turn.shop import Turn
from actions.turn.shopping import of_cart_just_changed
from actions.wording.quick_replies import UNDO
from commerce.alerts.asking import waiting_alerts
from commerce.loyalty.policy import tier_policy
from commerce.returns.status import returns_of
from commerce.returns.withdraw import OPEN

_RMA = re.compile(r"\bRMA-\w+")
_RETURNS_TOLD = ("check_return_status_form", "return_items_form", "exchange_items_form")
_REFERRALS_TOLD = ("check_referrals_form", "invite_friend_form")
_SEARCHES = frozenset(
    {"find_product", "recommend_product", "nlu_fallback", "check_price", "out_of_scope", "inform"}
)
_MAY_COUNT = _SEARCHES | {"affirm", "correct", "deny"}
_OF_POINTS = frozenset({"ask_loyalty", "check_points", "redeem_points"})
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
    button = _offered(turn, UNDO)
    if button is None:
        return None
    if whole.intent in _MAY_COUNT and (changes := of_cart_just_changed(turn)):
        return replace(whole, intent=changes)
    was_taken_out = ran_in_previous_turn(turn.tracker, "remove_from_cart_form")
    is_undone = undoes(whole.text) or (was_taken_out and puts_in_again(whole.text))
    return _pressed(button) if is_undone else None


async def _of_points(turn: Turn, whole: Said) -> Said | None:
    is_of_points = _intent_before(turn) in _OF_POINTS or ran_last(turn.tracker, "check_points_form", turns=2)
    if is_of_points and asks_of_own_points(whole.text):
        return replace(whole, intent="check_points")
    if not ran_last(turn.tracker, "check_points_form", turns=2):
        return None
    were_told = ran_in_previous_turn(turn.tracker, "check_points_form")
    if were_told and uses_them(whole.text):
        return replace(whole, intent="redeem_points")
    if earns_more(whole.text):
        return replace(whole, intent="ask_loyalty")
    is_of_tier = len(whole.text.split()) <= _FEW_WORDS and await _names_tier(turn, whole.text)
    is_of_them = is_of_tier or (were_told and asks_worth(whole.text))
    return replace(whole, intent="check_points") if is_of_them else None


async def _of_perks(turn: Turn, whole: Said) -> Said | None:
    """What a tier brings is in the help; how far it is, is in the ledger."""
    if whole.intent != "check_points" or not asks_for_perks(whole.text):
        return None
    return replace(whole, intent="ask_loyalty") if await _names_tier(turn, whole.text) else None


async def _names_tier(turn: Turn, text: str) -> bool:
    return tier_named(text, (await tier_policy(turn.session)).tiers) is not None


def _intent_before(turn: Turn) -> str:
    """What the message before was taken for."""
    before = previous_turn(turn.tracker)
    return Said.of(before[0].get("parse_data") or {}).intent if before else ""


async def _of_balance(turn: Turn, whole: Said) -> Said | None:
    """A gift card, a balance or a code that was just put on the cart is to go off it again."""
    if not ran_in_previous_turn(turn.tracker, "apply_code_form") or not goes_off_again(whole.text):
        return None
    is_balance = "credit" in _said_last(turn)
    return Said("apply_code", "take my gift card off my cart" if is_balance else "remove the code")


def _said_last(turn: Turn) -> str:
    return " ".join(str(each.get("text") or "") for each in last_said_by_bot(turn.tracker))


async def _of_credit(turn: Turn, whole: Said) -> Said | None:
    """A balance that was just told is to pay for the cart."""
    was_told = ran_in_previous_turn(turn.tracker, "check_credit_form")
    is_used = was_told and uses_them(whole.text) and "?" not in whole.text
    return Said("apply_code", "use my store credit") if is_used else None


async def _of_alerts(turn: Turn, whole: Said) -> Said | None:
    """The alerts that were set, where there are any: offers the store writes about are another matter."""
    if watches_a_product(whole.text):
        return replace(whole, intent="request_restock_alert")
    if not (asks_for_alerts(whole.text) or stops_alerts(whole.text)):
        return None
    has_any = bool(await waiting_alerts(turn.session, turn.shopper))
    return replace(whole, intent="request_restock_alert") if has_any else None


async def _of_returns(turn: Turn, whole: Said) -> Said | None:
    if cancels_it(whole.text) and (rma_number := _return_told(turn)):
        return Said("cancel_return", "/cancel_return", {"rma_number": (rma_number,)})
    is_of_label = speaks_of_return_label(whole.text)
    was_spoken_of = any(ran_last(turn.tracker, each) for each in _RETURNS_TOLD)
    is_of_sending = asks_how_to_send(whole.text) or has_sent(whole.text)
    if not is_of_label and not (was_spoken_of and is_of_sending):
        return None
    if turn.shopper.customer_id is None:
        return None
    returns = await returns_of(turn.session, turn.shopper)
    is_open = any(each.status in OPEN for each in returns)
    return replace(whole, intent="check_return_status") if is_open else None


def _return_told(turn: Turn) -> str | None:
    """The number of the one return that was just told of or set up."""
    if not any(ran_in_previous_turn(turn.tracker, each) for each in _RETURNS_TOLD):
        return None
    numbers = set(_RMA.findall(_said_last(turn)))
    return numbers.pop() if len(numbers) == 1 else None


async def _of_refunds(turn: Turn, whole: Said) -> Said | None:
    if not ran_last(turn.tracker, "check_refund_status_form", turns=2):
        return None
    was_just_told = ran_in_previous_turn(turn.tracker, "check_refund_status_form")
    is_of_it = asks_when(whole.text) or (
        was_just_told and (has_not_come(whole.text) or asks_where_to(whole.text))
    )
    return replace(whole, intent="check_refund_status") if is_of_it else None


async def _of_referrals(turn: Turn, whole: Said) -> Said | None:
    was_told = any(ran_last(turn.tracker, each, turns=3) for each in _REFERRALS_TOLD)
    if was_told and asks_for_own_code(whole.text):
        return replace(whole, intent="invite_friend")
    if whole.intent == "nlu_fallback" and asks_who_came(whole.text):
        return replace(whole, intent="check_referrals")
    is_of_it = asks_for_reward(whole.text) and (was_told or speaks_of_invited(whole.text))
    is_likely = whole.intent in _MAY_ASK_FOR_REWARD
    return replace(whole, intent="check_referrals") if is_of_it and is_likely else None


async def _of_no_goods(turn: Turn, whole: Said) -> Said | None:
    del turn
    request = rather_than_search(whole.text)
    is_total = request == "view_cart" and whole.intent in ("ask_delivery_costs", "cancel_order")
    is_possible = request != whole.intent and (is_total or whole.intent in _SEARCHES)
    return replace(whole, intent=request) if request and is_possible else None


_READERS: Sequence[Callable[[Turn, Said], Awaitable[Said | None]]] = (
    of_store_news,
    _of_cart,
    _of_perks,
    _of_points,
    _of_balance,
    _of_credit,
    _of_returns,
    _of_refunds,
    _of_referrals,
    _of_alerts,
    of_what_was_shown,
    _of_no_goods,
)


def _offered(turn: Turn, title: str) -> str | None:
    """The payload of the one quick reply of this title that was offered last; None where several are."""
    payloads = [
        str(button["payload"])
        for said in last_said_by_bot(turn.tracker)
        for button in (said.get("data") or {}).get("buttons") or []
        if button["title"] == title
    ]
    return payloads[0] if len(payloads) == 1 else None


def _pressed(payload: str) -> Said:
    """The quick reply with this payload, as if it were pressed."""
    intent, _, facts = payload.removeprefix("/").partition("{")
    values: Mapping[str, Any] = json.loads("{" + facts)
    return Said(intent, payload, {name: (value,) for name, value in values.items()})
