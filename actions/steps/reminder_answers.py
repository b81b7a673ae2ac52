"""What is done about an answer to a reminder of a cart: later, no, too dear, no more of this."""

import re
from datetime import datetime

from actions.language.later import moment_to_come
from actions.replies.cart import cart_in_short
from actions.turn.reminded import just_reminded, reminded
from actions.turn.shop import Turn
from actions.turn.shopping import cart_of, quoted_cart
from actions.wording.quick_replies import quick_reply
from commerce.checkout.links import checkout_ref
from commerce.consent.models import ConsentSource
from commerce.identity import IdentityLevel
from commerce.journeys.answering import Reminded, leave_journey, remind_at
from commerce.journeys.files import journeys
from commerce.journeys.offers import RecoveryOffers
from commerce.journeys.world import goods_in, priced
from commerce.notifications.choices import EMAIL, SMS, WEB, unsubscribe

_ASKED_REMINDER = "asked_reminder"
_OF_PRICE = re.compile(
    r"\b(?:expensive|overpriced|pric(?:e|es|ey|y)|dear|costly|costs?|afford|budget|cheap\w*|discount\w*|deal"
    r"|coupon|promo\w*|voucher|too much|a lot of money|for less|lower|knock|percent|money off"
    r"|my (?:range|reach))\b|% ?off",
    re.IGNORECASE,
)
_STOPS = re.compile(
    r"\b(?:stop|quit|unsubscribe|leave me alone|no more (?:of )?(?:this|these|messages))\b", re.IGNORECASE
)


async def answers_reminder(turn: Turn) -> bool:
    """Answer what is said to a reminder just sent: of its price, or of a better time; whether that was it."""
    if turn.said.is_payload or not turn.said.text:
        return False
    text = turn.said.text
    is_of_price = _OF_PRICE.search(text) is not None
    is_of_time = moment_to_come(text, turn.clock.now(), turn.clock.zone) is not None
    if not is_of_price and not is_of_time:
        return False
    found = await just_reminded(turn)
    if found is None:
        return False
    if is_of_price:
        await offer(turn, found)
    else:
        await put_off(turn)
    return True


async def put_off(turn: Turn) -> None:
    """Remind of the shopper's cart at the moment they name, tomorrow where they name none."""
    if turn.shopper.level is not IdentityLevel.VERIFIED:
        turn.say("utter_remind_whom")
        return
    cart = await cart_of(turn)
    if cart is None or not cart.lines:
        turn.say("utter_cart_empty")
        return
    now, zone = turn.clock.now(), turn.clock.zone
    text = "" if turn.said.is_payload else turn.said.text
    moment = moment_to_come(text, now, zone) or moment_to_come("tomorrow", now, zone)
    assert moment is not None
    await remind_at(turn.session, cart, journeys()[_ASKED_REMINDER], moment, clock=turn.clock)
    turn.say("utter_reminder_set", when=_when(turn, moment))


async def turn_down(turn: Turn, found: Reminded) -> None:
    """Say nothing more of this cart; nothing more of any, where that is what they want."""
    if not turn.said.is_payload and _STOPS.search(turn.said.text):
        await stop_offers(turn)
        return
    await leave_journey(turn.session, found.run_id, "declined", clock=turn.clock)
    turn.say("utter_left_alone", buttons=[quick_reply("Stop all offers", "unsubscribe_newsletter")])


async def stop_offers(turn: Turn) -> None:
    """End what the store writes about offers, at once and on every channel, where it is known who asks."""
    customer_id = turn.shopper.customer_id
    if turn.shopper.level is not IdentityLevel.VERIFIED or customer_id is None:
        turn.say("utter_unsubscribe_how")
        return
    await unsubscribe(turn.session, customer_id, {EMAIL, SMS, WEB}, ConsentSource.OWN_WORDS)
    if found := await reminded(turn):
        await leave_journey(turn.session, found.run_id, "unsubscribed", clock=turn.clock)
    turn.say("utter_unsubscribed")


async def offer(turn: Turn, found: Reminded) -> None:
    """Take something off, where the store's rule leaves room for it."""
    cart = await cart_of(turn)
    goods = priced(await goods_in(turn.session, found.cart_id))
    made = await RecoveryOffers(turn.clock).offer(turn.session, cart, goods) if cart is not None else None
    check_out = quick_reply("Check out", "place_order")
    if made is None:
        turn.say("utter_no_cart_offer", buttons=[check_out])
        return
    ref = checkout_ref(found.cart_id, turn.shopper.customer_id, turn.shopper.level)
    turn.say(
        "utter_cart_offer",
        percent=made.percent_off,
        code=made.code,
        cart=cart_in_short(turn, await quoted_cart(turn)),
        link=turn.shop.links.url(ref, clock=turn.clock),
        buttons=[check_out],
    )


def _when(turn: Turn, moment: datetime) -> str:
    days = (turn.clock.day_of(moment) - turn.clock.today()).days
    day = {0: "today", 1: "tomorrow"}.get(days, f"on {moment:%A, %B} {moment.day}")
    hour = f"{moment:%I:%M %p}".lstrip("0").replace(":00", "")
    return f"{day} at {hour}"
