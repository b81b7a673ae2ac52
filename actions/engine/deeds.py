"""What each flow that changes something does, in the words people have for it."""

from collections.abc import Mapping

from actions.language.agreement import Deed
from commerce.policies.service import Remedy

_REFUNDED = """
refund|give_back me|it|that|them|my_money|the_money|- back|-
get|have|give_me|send_me my|the money back|-
"""
_REFUND = Deed("refund|report", acts="refund|report|claim", sayings=_REFUNDED)
_TO_THAT = """
change|update|set|switch it|address|delivery_address to that|this|that_one|that_address
change|update|set|switch the|my|its address|delivery_address|home_address to that|this|that_one|that_address
"""
_PROFILE = {
    "address": Deed(
        "change|update|save|replace|set",
        "address|default_address|home_address",
        "change|update",
        sayings=_TO_THAT,
    ),
    "email": Deed("change|update|save|replace|set", "email|e_mail|mail|email_address", "change|update"),
    "phone": Deed("change|update|save|replace|set", "number|phone|phone_number", "change|update"),
    "remove_method": Deed("remove|delete|drop|erase|forget", "card|method|payment_method", "removal"),
    "default_method": Deed(
        "change|set|use|make|propose", "card|method|default", "change", sayings="make it|that my|the default"
    ),
}

# By flow, then by what it comes down to in the request at hand; "" where that is always the same.
DEEDS: Mapping[str, Mapping[str, Deed]] = {
    "cancel_order": {
        "": Deed(
            "cancel|call_off|void",
            "order|orders|purchase",
            "cancellation|cancelation|cancelling|canceling",
            sayings=f"{_REFUNDED}\ncancel it|- and refund me|it|the_money|- please|-",
            is_whole=True,
        )
    },
    "return_items": {
        "": Deed(
            "return|send_back|give_back|take_back|refund",
            "item|items|product|products",
            "return",
            sayings=f"{_REFUNDED}\nsend|give|take it|them|that|this back",
        )
    },
    "exchange_items": {
        "": Deed("exchange|swap|switch|change|replace", "item|items|product|products", "exchange|swap|change")
    },
    "change_order_items": {
        "": Deed(
            "change|swap|switch|exchange|update|replace",
            "item|items|order|product",
            "change|changes|swap",
        )
    },
    "report_problem": {
        "": Deed("report", "problem|issue|it", "report|claim"),
        Remedy.REFUND.value: _REFUND,
        Remedy.REFUND_SHIPPING.value: _REFUND,
        Remedy.STORE_CREDIT.value: _REFUND,
        Remedy.REPLACEMENT.value: Deed(
            "report|replace|send|resend|send_out|ship",
            "replacement|replacements|new_one|new_ones|parcel|item|items",
            "replacement|report|claim",
            sayings="""
            send|ship|give me|us|- it|them|one|another again|out|-
            send|ship|give me|us|- another_one|a_new_one|a_replacement|the_replacement again|out|-
            """,
        ),
    },
    "cancel_return": {
        "": Deed(
            "cancel|call_off|withdraw|undo",
            "return|exchange|request",
            "cancellation|cancelation|withdrawal",
            is_whole=True,
        )
    },
    "change_order_address": {
        "": Deed(
            "change|update|replace|use|save",
            "address|delivery_address|shipping_address|new_address|new_one|order",
            "change|update|address_change|new_address",
            sayings="send|ship|deliver it|that|this|them|- there|to_that_address|to_the_new_address"
            + _TO_THAT,
        )
    },
    "change_order_payment": {
        "": Deed(
            "change|update|switch|charge|use|move",
            "payment|payment_method|card|method|order",
            "change|payment|payment_change|charge",
        )
    },
    "order_again": {
        "": Deed(
            "order|reorder|re_order|add|buy|put",
            "order|items|item|things",
            "order|reorder",
            sayings="""
            fill my|the cart|basket
            add|put it|them|that|those|everything in|into|to my|the cart|basket
            add|put all|all_of_them|all_of_it|the_items|- in|into|to my|the cart|basket
            order|buy|get it|them|that|those|everything|all|the_same again
            """,
            is_whole=True,
        )
    },
    "redeem_points": {
        "": Deed(
            "redeem|use|convert|exchange|turn|cash_in|spend",
            "points|point|credit",
            "redemption|conversion",
            sayings="""
            turn|convert|exchange|change them|it|those|my_points into|to|for credit|store_credit|money
            """,
        )
    },
    "redeem_gift_card": {
        "": Deed(
            "redeem|use|add|put|turn|take",
            "card|gift_card|code|credit",
            "redemption",
            sayings="put|add|turn it|that into|to my|- credit|store_credit|account",
            is_whole=True,
        )
    },
    "leave_review": {
        "": Deed(
            "send|post|publish|submit|write",
            "review|rating",
            "review",
            sayings="send|post|publish|put it|that|this|them in|up|online|-",
            is_whole=True,
        )
    },
    "subscribe": {
        "": Deed(
            "subscribe|start|begin|set_up|order|get",
            "subscription|it|that",
            "subscription",
            sayings="""
            subscribe me|us
            subscribe me|us|- to it|that|this
            set it|that|this|the_subscription up
            sign me|us up
            """,
            is_whole=True,
        )
    },
    "manage_subscription": {
        "": Deed("change|update", "subscription", "change"),
        "skip": Deed(
            "skip|leave_out",
            "delivery|order|one|next_one|box",
            "skip",
            sayings="skip it|that|- this|the_next|- time|one|-",
        ),
        "pause": Deed(
            "pause|suspend|hold", "subscription|deliveries", "pause", sayings="put it|that|- on hold"
        ),
        "resume": Deed("resume|restart|continue|unpause", "subscription|deliveries", "restart"),
        "interval": Deed("change|update|switch", "interval|subscription|schedule", "change"),
        "quantity": Deed("change|update", "quantity|number|subscription", "change"),
        "address": Deed(
            "change|update|replace|use",
            "address|delivery_address|new_address|subscription",
            "change|address_change",
            sayings="send|ship|deliver it|that|this|them|- there" + _TO_THAT,
        ),
        "payment": Deed(
            "change|update|switch|charge|use", "payment|card|method|subscription", "change|payment_change"
        ),
        "cancel": Deed(
            "cancel|end|terminate",
            "subscription|deliveries",
            "cancellation|cancelation",
            sayings="stop the_subscription|my_subscription|the_deliveries",
            is_whole=True,
        ),
        "stay": Deed(
            "take",
            "discount|offer",
            "",
            sayings="stay subscribed|-\ntake|use the_discount|the_offer|it\nkeep it|that|the_subscription",
        ),
    },
    "share_wishlist": {
        "": Deed(
            "share", "list|wish_list|wishlist|link", "sharing", sayings="give|send|make me|- the|a|- link"
        ),
        "stop": Deed(
            "unshare|end|hide",
            "list|wish_list|wishlist|link|sharing",
            "sharing",
            sayings="stop sharing it|that|this|-",
        ),
    },
    "change_profile": {"": Deed("change|update|save", "profile|details", "change|update"), **_PROFILE},
}

# The verbs that ask for a flow when it begins, and its names as a thing. Others of its deed are said of more.
_BEGINNINGS: Mapping[str, tuple[str, str]] = {
    "change_order_address": ("change|update|correct", "address change"),
    "change_order_payment": ("change|update|switch|charge", "payment change"),
    "change_profile": ("change|update|remove|delete", "change"),
    "check_refund_status": ("refund", "refund"),
    "leave_review": ("write|review|rate|post", "review|rating"),
    "order_again": ("reorder|order_again|buy_again", "reorder"),
    "redeem_gift_card": ("redeem", "redemption"),
    "redeem_points": ("redeem|convert|cash_in", "redemption|conversion"),
    "report_problem": ("report|claim|refund|replace|resend", "refund|replacement|claim"),
    "share_wishlist": ("share|make|publish", ""),
    "subscribe": ("subscribe|start|begin|set_up", ""),
    "return_items": ("return|send_back|give_back|refund", "return|refund"),
}


def beginnings(flow: str) -> tuple[tuple[str, ...], str]:
    """The verbs that ask for `flow`, and its names as a thing; none for a flow that does nothing."""
    if flow in _BEGINNINGS:
        verbs, acts = _BEGINNINGS[flow]
    elif flow in DEEDS:
        verbs, acts = DEEDS[flow][""].verbs, DEEDS[flow][""].acts
    else:
        return (), ""
    return tuple(verbs.split("|")), acts
