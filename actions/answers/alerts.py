"""Tells a shopper later: when something is back in stock, or cheaper."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from actions.answers.as_request import is_a_request
from actions.answers.shop_action import ShopAction
from actions.language.said import Said
from actions.steps.which_products import Meant, products_meant
from actions.turn.requests import next_request
from actions.turn.shop import Event, Turn
from actions.turn.shown import speak_of
from actions.wording.quick_replies import quick_reply
from commerce.alerts.asking import Watched, cancel_alerts, is_available, set_alert
from commerce.alerts.models import AlertKind
from commerce.catalogue.models import Product, Variant
from commerce.catalogue.naming import products_by_id
from commerce.channels import facts_of
from commerce.search.finding import find, hits

_STOPS = re.compile(
    r"\b(?:cancel|stop|remove|delete|turn off|no more|drop|undo|don'?t (?:want|need))\b.{0,40}"
    r"\b(?:alerts?|notif\w*|reminders?|watch\w*)\b|\b(?:stop|don'?t) (?:telling|tell|notify\w*) me\b",
    re.IGNORECASE,
)
_PRICE = re.compile(
    r"\b(?:cheaper|price (?:drops?|falls?|goes down|changes?)|drops? in price|on sale|reduced|costs? less"
    r"|goes (?:on sale|down))\b",
    re.IGNORECASE,
)
_WHEN = re.compile(r"\bwhen (?:will|is|are|do|does)\b|\b(?:date|eta|how long)\b", re.IGNORECASE)
_MOST_BUTTONS = 8


@dataclass(frozen=True)
class _Wished:
    """What is to be watched, in words too."""

    watched: Watched
    what: str
    price: str = ""


_TELL_ME = re.compile(
    r"\b(?:tell|let|notify|alert|ping|text|e-?mail|message|inform|remind|warn)\b.{0,12}\bme\b.{0,15}"
    r"\b(?:when|once|if|as soon as|about)\b|\bwatch\b.{0,20}\b(?:price|for me)\b",
    re.IGNORECASE,
)


def asks_to_be_told(said: Said) -> bool:
    """Whether word is wished for when something changes: "tell me when it gets cheaper"."""
    return not said.is_payload and bool(_TELL_ME.search(said.text))


class ActionAlert(ShopAction):
    """Sets an alert for a product that is sold out or too dear, or stops alerts."""

    action_name = "action_alert"
    intent = "request_restock_alert"

    async def answer(self, turn: Turn) -> list[Event]:
        """Set it, once the product and its version are known."""
        text = "" if turn.said.is_payload else turn.said.text
        if not _STOPS.search(text) and await is_a_request(turn, self.intent):
            return next_request(turn, self._actions) if turn.get("flow") else []
        meant = await products_meant(turn)
        products = await products_by_id(turn.session, meant.ids)
        if _STOPS.search(text):
            await _stop(turn, products)
            return []
        if len(products) != 1:
            products = await _sold_out(turn, meant) or products
        if len(products) == 1:
            await _watch(turn, products[0], meant, text)
        else:
            turn.say(
                "utter_alert_which",
                buttons=[quick_reply(each.title, self.intent, product_id=each.id) for each in products],
            )
        return []


async def _sold_out(turn: Turn, meant: Meant) -> list[Product]:
    """Products of what is asked for that cannot be had in that form: "the blue lamp"."""
    search, wanted = turn.shop.search, replace(meant.wanted, words=(), unknown=())
    if not wanted.groups:
        return []
    vocabulary = await search.vocabulary(turn.session)
    found = await find(turn.session, wanted, None, vocabulary.documents, available=False)
    forms = await hits(turn.session, found.ids, wanted, available=False)
    gone = [hit.product.id for hit in forms if not any(each.is_available() for each in hit.variants)]
    return await products_by_id(turn.session, gone[:_MOST_BUTTONS])


async def _stop(turn: Turn, products: Sequence[Product]) -> None:
    stopped = await cancel_alerts(turn.session, turn.shopper, [each.id for each in products], turn.clock)
    if stopped:
        turn.say("utter_alerts_cancelled", alerts="alert" if stopped == 1 else f"{stopped} alerts")
    else:
        turn.say("utter_no_alerts")


async def _watch(turn: Turn, product: Product, meant: Meant, text: str) -> None:
    speak_of(turn, product.id)
    fitting = _fitting(turn, product, meant)
    if _PRICE.search(text):
        await _watch_price(turn, product, fitting)
        return
    gone = [variant for variant in fitting if not variant.is_available()]
    if not gone:
        turn.say(
            "utter_alert_in_stock",
            what=_told(product, fitting),
            buttons=[
                quick_reply(turn.words.phrase("utter_add_to_cart"), "add_to_cart", sku=each.sku)
                for each in fitting[:1]
                if len(fitting) == 1
            ],
        )
        return
    if len(gone) > 1 and len(fitting) > len(gone):
        _ask_version(turn, product, gone)
        return
    sku = gone[0].sku if len(gone) == 1 else None
    wished = _Wished(Watched(AlertKind.RESTOCK, product.id, sku), _told(product, gone))
    if await is_available(turn.session, wished.watched):
        _ask_version(turn, product, gone)
        return
    is_new = await set_alert(turn.session, turn.shopper, wished.watched, turn.clock)
    lines = [turn.words.phrase("utter_alert_unknown_date", what=wished.what)] if _WHEN.search(text) else []
    response = "utter_alert_set" if is_new else "utter_alert_already"
    lines.append(turn.words.phrase(response, what=wished.what, how=_how(turn)))
    turn.say("utter_product_answer", answer=" ".join(lines))


async def _watch_price(turn: Turn, product: Product, fitting: Sequence[Variant]) -> None:
    cheapest = min(fitting, key=lambda variant: (variant.price_minor, variant.sku))
    sku = cheapest.sku if len(fitting) == 1 else None
    watched = Watched(AlertKind.PRICE_DROP, product.id, sku, cheapest.price_minor)
    await set_alert(turn.session, turn.shopper, watched, turn.clock)
    turn.say(
        "utter_alert_price_set",
        what=_told(product, fitting),
        price=str(cheapest.price),
        how=_how(turn),
    )


def _ask_version(turn: Turn, product: Product, gone: Sequence[Variant]) -> None:
    turn.say(
        "utter_alert_which_version",
        title=product.title,
        buttons=[
            quick_reply(
                ", ".join(each.options.values()), ActionAlert.intent, product_id=product.id, sku=each.sku
            )
            for each in gone[:_MOST_BUTTONS]
        ],
    )


def _fitting(turn: Turn, product: Product, meant: Meant) -> list[Variant]:
    """The versions that are meant: by a quick reply, by what was said of them, else all."""
    pressed = [str(each) for each in turn.said.entities.get("sku", ())]
    offered = [variant for variant in product.variants if variant.is_offered]
    asked = [*meant.wanted.filters, *meant.wanted.loose]
    by_words = [each for each in offered if all(set(group) & set(each.facets) for group in asked)]
    return [each for each in offered if each.sku in pressed] or by_words or offered


def _options(variant: Variant) -> str:
    return ", ".join(variant.options.values())


def _told(product: Product, variants: Sequence[Variant]) -> str:
    options = _options(variants[0]) if len(variants) == 1 else ""
    return f"{product.title} ({options})" if options else product.title


def _how(turn: Turn) -> str:
    """Where they will be told: here, and by e-mail where they are known."""
    is_known = turn.shopper.customer_id is not None and not facts_of(turn.conversation.channel).is_phone
    return turn.words.phrase("utter_alert_by_mail" if is_known else "utter_alert_here")
