"""What is said right after a matter was settled and belongs to it: "postcode should be ..."."""

import re

from actions.steps.how_many_points import takes_points
from actions.turn.history import previous_turn, ran_in_previous_turn
from actions.turn.shop import Turn

_OF_ADDRESSES = re.compile(
    r"\b(?:post ?code|zip|postal code|address|street|road|house|flat|apartment|apt|unit|suite|city|town|state"
    r"|number \d+)\b",
    re.IGNORECASE,
)
_OF_PROFILES = re.compile(rf"{_OF_ADDRESSES.pattern}|\b(?:e-?mail|phone|number|mobile|cell)\b", re.IGNORECASE)
_OF_ITEMS = re.compile(
    r"\b(?:sizes?|colou?rs?|both)\b|\b(?:i meant|should (?:be|have been))\b"
    r"|\b(?:just|only|not|rather|actually)\W+(?:the\b|a\b|\d|one|two|three|four|five)",
    re.IGNORECASE,
)
_OF_PAYMENT = re.compile(r"\b(?:card|visa|mastercard|amex|paypal|credit|pay\w*)\b", re.IGNORECASE)
# By which words, and by which entities, a message goes on with what each flow has settled.
_GOES_ON = {
    "change_order_address": (_OF_ADDRESSES, {"postcode"}),
    "change_profile": (_OF_PROFILES, {"email", "phone", "postcode"}),
    "change_order_payment": (_OF_PAYMENT, set()),
    "change_order_items": (_OF_ITEMS, {"size", "colour", "quantity", "product"}),
    "return_items": (_OF_ITEMS, {"quantity", "product"}),
    "exchange_items": (_OF_ITEMS, {"size", "colour", "quantity", "product"}),
}  # fmt: skip

_WHAT_IS_IN_IT = re.compile(
    r"\W*(?:(?:and|so|ok|okay|but|hey|then)\W+)*(?:what(?:'?s|’s| is| was| were| all is| do i have"
    r"| have i got)?"
    r"|how much(?:'?s| is)?)(?: (?:left|still|actually|all|exactly))* (?:on|in|inside|of) (?:it|there"
    r"|that|that one"
    r"|this|this one)(?: (?:now|again|then|exactly|please|left))*\W*$",
    re.IGNORECASE,
)
_WHICH_IT_WAS = re.compile(
    r"\W*(?:(?:and|so|ok|okay|but|hey|wait|hm+)\W+)*"
    r"(?:what|which) (?:size|colou?r|version|model|variant|kind|one)"
    r"(?:'?s|’s| is| was| were| did| have)\b.{0,30}\W*",
    re.IGNORECASE,
)
_TELLS_WHAT_IS_IN = (
    ("check_credit_form", "check_credit"),
    ("redeem_gift_card_form", "check_credit"),
    ("view_cart_form", "view_cart"),
    ("add_to_cart_form", "view_cart"),
    ("remove_from_cart_form", "view_cart"),
    ("view_wishlist_form", "view_wishlist"),
)


def taken_up_again(turn: Turn) -> str | None:
    """Return the flow that was over with the message before, where this one says more of its matter."""
    flow = _just_settled(turn)
    if flow not in _GOES_ON or turn.said.is_payload:
        return None
    words, entities = _GOES_ON[flow]
    is_of_it = words.search(turn.said.text) or entities & turn.said.entities.keys()
    return flow if is_of_it else None


def of_points_just_told(turn: Turn) -> str | None:
    """Return redeeming, where the points that were just told are to be used: "can I use 200 of them"."""
    were_told = ran_in_previous_turn(turn.tracker, "check_points_form")
    return "redeem_points" if were_told and takes_points(turn.said.text) else None


def of_what_was_told(turn: Turn) -> str | None:
    """Return who tells what is on the card, in the cart or the order just told of: "what's on it"."""
    is_of_contents = _WHAT_IS_IN_IT.match(turn.said.text) is not None
    if turn.said.is_payload or not (is_of_contents or _WHICH_IT_WAS.fullmatch(turn.said.text)):
        return None
    forms = _TELLS_WHAT_IS_IN if is_of_contents else ()
    tellers = (told for form, told in forms if ran_in_previous_turn(turn.tracker, form))
    is_of_order = bool(turn.get("order_number")) and turn.is_fresh("order_number")
    return next(tellers, "show_order_details" if is_of_order else None)


def _just_settled(turn: Turn) -> str | None:
    """The flow that ended in the turn before this one."""
    values = [
        each["value"] for each in turn.tracker.events if each["event"] == "slot" and each["name"] == "flow"
    ]
    ended = [
        each for each in previous_turn(turn.tracker) if each["event"] == "slot" and each["name"] == "flow"
    ]
    under_way = [value for value in values if value]
    if turn.get("flow") or not ended or ended[-1]["value"] is not None or not under_way:
        return None
    return str(under_way[-1]["flow"])
