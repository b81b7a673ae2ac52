"""Tells a shopper later: when something is back in stock, or cheaper."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from actions.answers.as_request import is_a_request
from actions.answers.shop_action import ShopAction
from actions.language.alert_words import asks_for_alerts, is_of_price, stops_alerts
from actions.steps.which_products import Meant, products_meant
from actions.turn.on_show import latest_list
from actions.turn.requests import next_request
from actions.turn.shop import Event, Turn
from actions.turn.shown import Shown, question_of_one, speak_of
from actions.wording.quick_replies import quick_reply
from commerce.alerts.asking import Watched, cancel_alerts, is_available, set_alert, waiting_alerts
from commerce.alerts.models import AlertKind
from commerce.catalogue.models import Product, Variant
from commerce.catalogue.naming import products_by_id
from commerce.channels import facts_of
from commerce.search.finding import find, hits

_WHEN = re.compile(r"\bwhen (?:will|is|are|do|does)\b|\b(?:date|eta|how long)\b", re.IGNORECASE)
_MOST_BUTTONS = 8


@dataclass(frozen=True)
class _Wished:
    """What is to be watched, in words too."""

    watched: Watched
    what: str
    price: str = ""


class ActionAlert(ShopAction):
    """Sets an alert for a product that is sold out or too dear, or stops alerts."""

    action_name = "action_alert"
    intent = "request_restock_alert"

    async def answer(self, turn: Turn) -> list[Event]:
        """Set it, once the product and its version are known."""
        question = question_of_one(turn)
        if turn.said.is_payload and question and question[0] == self.intent:
            turn.said = replace(turn.said, text=question[1], leftover=question[1])
        text = "" if turn.said.is_payload else turn.said.text
        if not stops_alerts(text) and await is_a_request(turn, self.intent):
            return next_request(turn, self._actions) if turn.get("flow") else []
        if asks_for_alerts(text):
            await _list(turn)
            return []
        meant = await products_meant(turn)
        products = await products_by_id(turn.session, meant.ids)
        if stops_alerts(text):
            await _stop(turn, products)
            return []
        if len(products) != 1:
            products = await _sold_out(turn, meant) or products
        if len(products) == 1:
            await _watch(turn, products[0], meant, text)
        else:
            await _which(turn, products, text)
        return []


async def _which(turn: Turn, products: Sequence[Product], text: str) -> None:
    """Ask which product, of what was just shown where that may be meant, and keep what is to be told."""
    shown = await latest_list(turn)
    products = products or await products_by_id(turn.session, [each.key for each in shown])
    if products:
        ids = [each.id for each in products]
        Shown(ids, size=len(ids), question=(ActionAlert.intent, text)).keep(turn)
    turn.say(
        "utter_alert_which",
        buttons=[quick_reply(each.title, ActionAlert.intent, product_id=each.id) for each in products],
    )


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


async def _list(turn: Turn) -> None:
    """Tell what is watched for the shopper."""
    alerts = await waiting_alerts(turn.session, turn.shopper)
    titles = {
        each.id: each.title for each in await products_by_id(turn.session, [one.product_id for one in alerts])
    }
    if not alerts:
        turn.say("utter_no_alerts")
        return
    told = [
        turn.words.phrase(f"utter_alert_of_{each.kind}", title=titles[each.product_id]) for each in alerts
    ]
    turn.say("utter_alerts_list", alerts="\n".join(dict.fromkeys(told)))


async def _watch(turn: Turn, product: Product, meant: Meant, text: str) -> None:
    speak_of(turn, product.id)
    fitting = _fitting(turn, product, meant)
    if is_of_price(text):
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
