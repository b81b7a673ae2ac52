"""What a message means as an answer to what the store wrote first: of goods, an order, points."""

import re
from dataclasses import replace
from functools import cache
from string import Formatter

from sqlalchemy import select

from actions.language.goods import goods_in
from actions.language.said import Said
from actions.language.small_words import takes_note
from actions.language.subscription_words import subscription_wish
from actions.turn.history import last_said_by_store
from actions.turn.shop import Turn
from actions.turn.shown import Shown
from commerce.catalogue.models import Product
from commerce.notifications.catalogue import catalogue

_OF_GOODS = ("back_in_stock", "price_dropped")
_OF_ORDERS = (
    "parcel_shipped_news", "out_for_delivery_news", "order_delivered_news", "order_late_news", "order_placed",
)  # fmt: skip
_OF_SUBSCRIPTIONS = ("subscription_coming",)
_OF_POINTS = ("points_expiring_news",)
_OF_PAYMENTS = ("payment_failed",)
_TAKES = re.compile(
    r"\W*(?:(?:yes|yeah|yep|sure|ok|okay|great|please|pls)\W+)*(?:i(?:'ll| will|'d like to| want to)? )?"
    r"(?:add|take|buy|order|get|want|put)(?: (?:it|one|that|this|me one|one of them))(?: (?:in|into"
    r"|to)(?: my| the)?"
    r" (?:cart|basket|bag))?(?:\W+(?:please|pls|now|thanks|then))*\W*",
    re.IGNORECASE,
)
_NOT_HERE = re.compile(
    r"\b(?:no,? it (?:hasn'?t|has not|isn'?t|didn'?t|wasn'?t)|(?:don'?t|do not|didn'?t"
    r"|haven'?t) (?:have|got?|get"
    r"|see|receive\w*)(?: got)? (?:it|anything)|not (?:here|arrived|received)|never (?:came|arrived"
    r"|got))\b",
    re.IGNORECASE,
)
_SKIPS = re.compile(
    r"\W*(?:(?:no|nope|please|yes)\W+)*(?:skip(?: (?:it|this|that|this one|the next one|this time))?"
    r"|not this time"
    r"|i don'?t need (?:it|one|any)(?: this time| right now| now)?|pass)(?:\W+(?:please|pls|thanks"
    r"|thank you))*\W*",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"\W*(?:(?:please|pls|ok|just|no)\W+)*(?:stop(?: (?:it|this|these|that|sending .*|writing .*"
    r"|messaging .*"
    r"|telling me .*))?|unsubscribe(?: me)?|leave me alone|no more (?:of )?(?:this|these|messages)|quit it)"
    r"(?:\W+(?:please|pls|now|thanks))*\W*",
    re.IGNORECASE,
)
_ASKS_WHEN = re.compile(
    r"\W*(?:(?:and|ok|so|but)\W+)*(?:at )?(?:what time|when|how (?:long|soon))\b.{0,30}", re.IGNORECASE
)
_AGAIN = re.compile(
    r"\W*(?:(?:ok|yes|please|let me|let's|can i|i'?ll)\W+)*(?:try|retry|pay)\b.{0,25}", re.IGNORECASE
)
_REDEEMS = re.compile(r"\b(?:redeem|use|turn|convert|cash)\b", re.IGNORECASE)
_HOW_MANY = re.compile(r"\bhow many\b", re.IGNORECASE)
# What is asked for after news of an order is asked for that order.
_CHANGES = frozenset({"cancel_order", "change_order_address", "change_order_items", "change_order_payment"})
_SHORT = 3  # words of a yes that says no more


async def of_store_news(turn: Turn, whole: Said) -> Said | None:
    """The request that answers what was written first; what that spoke of is kept in mind."""
    told = _told_first(turn)
    if told is None:
        return None
    name, values = told
    text = whole.text.replace("’", "'")
    if name in _OF_SUBSCRIPTIONS:  # "stop it" is of the subscription
        return _of_subscription(text)
    if _ENDS.fullmatch(text):
        return replace(whole, intent="unsubscribe_newsletter")
    if name in _OF_ORDERS:
        return _of_order(turn, values.get("order_number") or values["number"], name, whole)
    is_yes = whole.intent == "affirm" and len(text.split()) <= _SHORT and not takes_note(text)
    if name in _OF_GOODS:
        return await _of_goods(turn, values["product"], takes=is_yes or _TAKES.fullmatch(text) is not None)
    return _of_points(text, is_yes=is_yes) if name in _OF_POINTS else _of_payment(text, is_yes=is_yes)


def _of_subscription(text: str) -> Said | None:
    wish = "skip" if _SKIPS.fullmatch(text) else subscription_wish(text)
    return Said("manage_subscription", text, {"subscription_wish": (wish,)}) if wish else None


def _of_points(text: str, *, is_yes: bool) -> Said | None:
    if is_yes or _REDEEMS.search(text):
        return Said("redeem_points", "/redeem_points")
    return Said("check_points", "/check_points") if _HOW_MANY.search(text) else None


def _of_payment(text: str, *, is_yes: bool) -> Said | None:
    return Said("place_order", "/place_order") if is_yes or _AGAIN.fullmatch(text) else None


def _told_first(turn: Turn) -> tuple[str, dict[str, str]] | None:
    """Which notification the store's last words are, and what it named, where nothing was said since."""
    text = last_said_by_store(turn.tracker)
    for name, words in _patterns() if text else ():
        if found := words.fullmatch(text):
            return name, found.groupdict()
    return None


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    """The words of each notification that is answered, as they read once its values are put in."""
    entries = catalogue()
    return [
        (name, _pattern(words))
        for name in (*_OF_GOODS, *_OF_ORDERS, *_OF_SUBSCRIPTIONS, *_OF_POINTS, *_OF_PAYMENTS)
        for words in (entries[name].chat, entries[name].sms)
        if words
    ]


def _pattern(words: str) -> re.Pattern[str]:
    parts = []
    for literal, place, _, _ in Formatter().parse(words.strip()):
        parts.append(re.escape(literal))
        if place:
            parts.append(f"(?P<{place}>.+)")
    return re.compile("".join(parts), re.DOTALL)


async def _of_goods(turn: Turn, title: str, *, takes: bool) -> Said | None:
    """The goods, put into the cart where they are taken; "it" means them from here on."""
    ids = (await turn.session.scalars(select(Product.id).where(Product.title == title).limit(2))).all()
    if len(ids) != 1:
        return None
    Shown(ids=ids, size=1, spoken_of=ids[0]).keep(turn)
    if not takes:
        return None
    return Said("add_to_cart", "/add_to_cart", {"product_id": (ids[0],), "quantity": (1,)})


def _of_order(turn: Turn, number: str, name: str, whole: Said) -> Said | None:
    """The order is what is spoken of from here on; what is said to have come, and has not, is looked into."""
    number = number.removeprefix("#")
    text = whole.text.replace("’", "'")
    turn.remember("order_number", number)
    if name == "order_delivered_news" and _NOT_HERE.search(text):
        lost = {"order_number": (number,), "problem": ("lost_parcel",)}
        return Said("report_problem", "/report_problem", lost)
    if _ASKS_WHEN.fullmatch(text):
        return Said("check_order_status", "/check_order_status", {"order_number": (number,)})
    is_other = whole.wants_other or whole.first("order_number") or goods_in(text)
    if whole.intent in _CHANGES and not is_other:
        return replace(whole, entities={**whole.entities, "order_number": (number,)})
    return None
