"""What becomes of a request whose words do not ask for what the flow does."""

from collections.abc import Mapping
from dataclasses import replace

from actions.engine.deeds import beginnings
from actions.engine.flow import Flow
from actions.engine.questions import OF_DELIVERIES_TO_COME, asks_deadline
from actions.language.cart_words import adds_to_order, moves_into_cart
from actions.language.clauses import after_arrival
from actions.language.commands import commanded, misspelt_command
from actions.language.delivery_wishes import said_to_carrier
from actions.language.mistakes import mistaken_order
from actions.language.mood import Mood, mood_of
from actions.language.order_places import asks_for_extreme
from actions.language.said import Said
from actions.turn.awaiting import speaks_of_handoff
from actions.turn.history import ran_in_previous_turn
from actions.turn.passing_on import tell_first_aid
from actions.turn.requests import hand_on, keep_the_others, was_followed_up
from actions.turn.shop import Turn
from actions.turn.shopping import of_cart_just_changed
from commerce.referrals.codes import code_in

# Who tells whether it was done.
_TELLS: Mapping[str, str] = {
    "cancel_order": "check_order_status",
    "report_problem": "check_order_status",
    "order_again": "list_orders",
    "redeem_gift_card": "check_credit",
    "redeem_points": "check_points",
    "return_items": "check_return_status",
    "exchange_items": "check_return_status",
    "cancel_return": "check_return_status",
    "share_wishlist": "view_wishlist",
    "subscribe": "manage_subscription",
    "change_order_items": "show_order_details",
    "change_order_address": "show_order_details",
    "change_order_payment": "show_order_details",
}
# What is said of a thing that was just put into the cart sounds like these: "swap it for a red one".
_OF_ITEMS = frozenset({"exchange_items", "change_order_items", "order_again"})
# What a story of an order that was a slip sounds like: "i ordered a mug by mistake, remove it".
_TAKES_SLIPS = frozenset(
    """
    report_problem remove_from_cart add_to_cart order_again exchange_items check_order_status list_orders
    show_order_details
    """.split()  # noqa: SIM905  words read better as a text
)
# A friend's code is used, whatever it was taken for, but where it is asked about.
_OF_FRIENDS = frozenset({"apply_code", "check_referrals", "invite_friend"})
_MAY_ADD = frozenset({"change_order_items", "order_again", "place_order", "remove_from_cart"})
_TELL_OF_ORDERS = frozenset({"check_order_status", "list_orders"})
_TURNED_DOWN = ("cancel_order", "return_items", "exchange_items")
# What those are asked to tell who would take the shopper's own words for a request again.
_SUBSCRIPTIONS = Said("manage_subscription", "/manage_subscription", {"subscription_wish": ("show",)})
_TELL_THEMSELVES: Mapping[str, Said] = {
    "change_profile": Said("change_profile", "/change_profile", {"profile_field": ("show",)}),
    "leave_review": Said("leave_review", "/leave_review", {"stars": ("own",)}),
    "manage_subscription": _SUBSCRIPTIONS,
    "share_wishlist": Said("view_wishlist", "/view_wishlist"),
    "subscribe": _SUBSCRIPTIONS,
}


async def is_for_others(turn: Turn, flow: Flow) -> bool:
    """Whether a message that would begin `flow` is served otherwise; else what cannot wait is told first."""
    if await speaks_of_handoff(turn) or is_not_asked_for(turn, flow) or is_misheard(turn, flow):
        return True
    tell_first_aid(turn)
    return False


def is_not_asked_for(turn: Turn, flow: Flow) -> bool:
    """Whether the words that would begin `flow` forbid it, ask whether it was done, or wonder; if so, answer.

    What was pressed is asked for, whatever was typed before.
    """
    if Said.by(turn.tracker).is_payload:
        return False
    mood = flow.mood(turn.said)
    if mood is Mood.ASKS_FOR:
        return False
    has_others = keep_the_others(turn, flow.name)
    if mood is Mood.FORBIDS:
        _leave(turn, flow, has_others=has_others)
    elif mood is Mood.WONDERS:
        hand_on(turn, turn.said, "ask_policy")
    else:
        hand_on(turn, _TELL_THEMSELVES.get(flow.name, turn.said), _TELLS.get(flow.name, flow.name))
    return True


def is_misheard(turn: Turn, flow: Flow) -> bool:
    """Whether something else is asked for, which then is served: "retrun the socks" is no reorder."""
    request = misspelt_command(turn.said.text)
    if flow.name in _TAKES_SLIPS:
        request = request or mistaken_order(turn.said.text)
    if flow.name == "check_order_status":
        request = request or commanded(after_arrival(turn.said.text))
    request = _worded_otherwise(turn.said.text, flow.name) or request
    if flow.name == "view_cart" and moves_into_cart(turn.said.text):
        was_of_wishes = ran_in_previous_turn(turn.tracker, "view_wishlist_form")
        request = request or ("remove_from_wishlist" if was_of_wishes else "add_to_cart")
    if flow.name in _OF_ITEMS:
        request = request or of_cart_just_changed(turn)
    if flow.name not in _OF_FRIENDS and code_in(turn.said.text):
        request = "apply_code"
    said = turn.said
    is_of_later = said.is_payload or flow.name in OF_DELIVERIES_TO_COME
    if matter := None if is_of_later else said_to_carrier(said.text):
        request, said = matter.intent, replace(said, text=matter.words)
    if request is None or request == flow.name or was_followed_up(turn.tracker):
        return False
    keep_the_others(turn, flow.name)
    hand_on(turn, said, request)
    return True


def _worded_otherwise(text: str, flow: str) -> str | None:
    """What the words ask for instead of `flow`."""
    if flow == "check_return_status" and asks_deadline(text):
        return "ask_return_policy"  # before anything is sent back
    if flow in _MAY_ADD and adds_to_order(text):
        return "add_to_cart"  # which says that no order takes more
    # What it cost is the matter, not where it is.
    return "show_order_details" if flow in _TELL_OF_ORDERS and asks_for_extreme(text) else None


def turns_down(text: str) -> bool:
    """Whether `text` says that something is not asked for: "I'm not asking for a refund"."""
    return any(mood_of(text, *beginnings(flow)) is Mood.FORBIDS for flow in _TURNED_DOWN)


def _leave(turn: Turn, flow: Flow, *, has_others: bool) -> None:
    """Reassure, unless the same words ask for something else instead."""
    parts = [part for part in turn.said.text.replace(" but ", ",").split(",") if part.strip()]
    other = next(
        (found for part in parts if (found := commanded(part.strip())) not in (None, flow.name)), None
    )
    if other is not None:
        hand_on(turn, turn.said, other)
    elif not has_others:
        turn.say("utter_left_as_it_is")
