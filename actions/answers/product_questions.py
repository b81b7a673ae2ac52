"""Answers questions about products from what the catalogue says, and says where it says nothing."""

import re
from collections.abc import Sequence
from dataclasses import replace

from rasa_sdk import Tracker

from actions.answers.as_request import is_a_request
from actions.answers.finding import find_products
from actions.answers.shop_action import ShopAction
from actions.language.alert_words import asks_to_be_told
from actions.language.no_goods import asks_price_alone
from actions.language.occasions import Wish, wish_in
from actions.language.product_facts import (
    Question,
    answering,
    asks_whether_there,
    attribute_asked,
    question_in,
    sentences_of,
)
from actions.language.said import Said
from actions.language.shown_goods import asks_of_each, asks_of_one, asks_which
from actions.replies.choosing import told_of_each
from actions.replies.comparison import comparison_card
from actions.replies.products import (
    choices,
    first_sentence,
    price_by_option,
    price_told,
    product_cards,
    rating_told,
)
from actions.replies.stock import stock_told
from actions.steps.refining import refines
from actions.steps.which_products import Meant, products_meant
from actions.turn.on_show import latest_list
from actions.turn.requests import hand_on, next_request, request_served
from actions.turn.shop import Event, Turn
from actions.turn.shopping import speak_of_sku
from actions.turn.shown import Shown, question_of_one, speak_of
from actions.wording.formats import joined
from actions.wording.quick_replies import quick_reply
from actions.wording.responses import Button
from commerce.catalogue.models import Product, Variant
from commerce.catalogue.naming import products_by_id
from commerce.reviews.summary import summary_of
from commerce.search.finding import Hit

PRODUCT_QUESTIONS = ("check_availability", "check_price", "show_product_details", "compare_products")
_OF_REGION = re.compile(r"(?:US|UK|EU) \d")  # a size that was converted
_MOST_COMPARED = 3
_MOST_TOLD = 4


class ActionAnswerProduct(ShopAction):
    """Answers what is asked about one product or several; asks which, where it cannot be told."""

    action_name = "action_answer_product"

    def serves(self, tracker: Tracker) -> str:
        """The question among the message's requests, or the one that waited."""
        return request_served(tracker, PRODUCT_QUESTIONS)

    async def answer(self, turn: Turn) -> list[Event]:
        """Say what the catalogue says."""
        asked = _asked_before_which(turn) or self.serves(turn.tracker)
        if await is_a_request(turn, asked) or _is_handed_on(turn, asked):
            return next_request(turn, self._actions) if turn.get("flow") else []
        if asked == "compare_products":  # "the first and the second" is one request, not two
            turn.said = replace(_whole(turn), requests=())
        await _answer(turn, asked)
        return []


async def _answer(turn: Turn, asked: str) -> None:
    meant = await products_meant(turn)
    products = await products_by_id(turn.session, meant.ids)
    if not products and asked == "check_price" and asks_price_alone(turn.said.text):
        products = list(await _all_shown(turn))
    if asked == "check_availability" and _is_of_a_fact(turn, meant):
        asked = "show_product_details"
    if asked == "compare_products":
        await _compare(turn, products or await _all_shown(turn))
    elif not products and _is_of_any(turn, meant) and (shown := await _all_shown(turn)):
        await _which(turn, shown, (asked, turn.said.text))
    elif len(products) == 1 or (products and asked == "check_price"):
        await _ANSWERS[asked](turn, products, meant)
    elif products and asked != "check_availability":
        await _which(turn, products, (asked, turn.said.text))
    elif not products and meant.wanted.is_empty and not await refines(turn):
        turn.say("utter_which_product")
    else:
        await find_products(turn)


def _is_of_any(turn: Turn, meant: Meant) -> bool:
    """Whether something is asked and nothing is said of which."""
    return asks_of_one(turn.said.text) or (meant.wanted.is_empty and not turn.said.is_payload)


def _is_handed_on(turn: Turn, asked: str) -> bool:
    """Whether the words ask for what goes with a product, or for word of it later: that is served next."""
    text = "" if turn.said.is_payload else turn.said.text
    if asked == "compare_products":
        request = "recommend_product" if wish_in(text) is Wish.WITH else None
    else:
        request = "request_restock_alert" if asks_to_be_told(text) else None
    if request:
        hand_on(turn, replace(turn.said, requests=()), request)
    return request is not None


def _asked_before_which(turn: Turn) -> str | None:
    """The question about one product that a pressed quick reply now says which of; heard in its words."""
    asked, text = question_of_one(turn) or ("", "")
    if not (turn.said.is_payload and turn.said.first("product_id") and asked in _ANSWERS):
        return None
    turn.said = replace(turn.said, text=text, leftover=text)
    return asked


def _whole(turn: Turn) -> Said:
    """All of the message; where it was already read in the light of what was shown, as it was read."""
    return turn.said if turn.said.first("product_id") else Said.by(turn.tracker)


async def _all_shown(turn: Turn) -> Sequence[Product]:
    """What the last list shows."""
    return await products_by_id(turn.session, [each.key for each in await latest_list(turn)])


def _is_of_a_fact(turn: Turn, meant: Meant) -> bool:
    """Whether it is asked what a product is: "do they have reinforced knees?", though not in blue or XL."""
    has_filters = bool(meant.wanted.filters or meant.wanted.loose)
    return not (turn.said.is_payload or has_filters or asks_whether_there(turn.said.text))


async def _availability(turn: Turn, products: Sequence[Product], meant: Meant) -> None:
    [product] = products
    speak_of(turn, product.id)
    told = stock_told(turn, product, meant.wanted, int(turn.said.first("quantity") or 1))
    if len(told.offered) == 1:
        speak_of_sku(turn, told.offered[0].sku)
    read = [size for _, size in meant.wanted.corrected if _OF_REGION.match(size)]
    lines = [turn.words.phrase("utter_spelling_read", words=", ".join(read))] if read else []
    answer = "\n".join([*lines, told.text])
    turn.say("utter_product_answer", answer=answer, buttons=_next_steps(turn, product, told.offered))


async def _price(turn: Turn, products: Sequence[Product], meant: Meant) -> None:
    lines = []
    for product in products:
        fitting = _fitting(product, meant)
        lines.append(
            turn.words.phrase("utter_product_costs", title=product.title, price=price_told(turn, fitting))
        )
        prices = {variant.price_minor for variant in fitting}
        if len(prices) > 1 and len(products) == 1:
            lines.append(price_by_option(fitting))
    if len(products) == 1:
        speak_of(turn, products[0].id)
    buttons = _next_steps(turn, products[0], _fitting(products[0], meant)) if len(products) == 1 else []
    turn.say("utter_product_answer", answer="\n".join(filter(None, lines)), buttons=buttons)


def _fitting(product: Product, meant: Meant) -> list[Variant]:
    """The variants that the message asks about; all that are offered where it asks about none that is."""
    offered = [variant for variant in product.variants if variant.is_offered] or product.variants
    asked = [*meant.wanted.filters, *meant.wanted.loose]
    fitting = [each for each in offered if all(set(group) & set(each.facets) for group in asked)]
    return fitting or list(offered)


async def _details(turn: Turn, products: Sequence[Product], meant: Meant) -> None:
    [product] = products
    speak_of(turn, product.id)
    question = Question.GENERAL if turn.said.is_payload else question_in(turn.said.text)
    offered = [variant for variant in product.variants if variant.is_offered] or product.variants
    answers = {
        Question.REVIEWS: _reviews,
        Question.CHOICES: _comes_in,
        Question.FACT: _fact,
        Question.GENERAL: _description,
    }
    answer = await answers[question](turn, product)
    cards = []
    if question is Question.GENERAL:
        shown = replace(meant.wanted, highest=None, filters=())
        reasons = {product.id: first_sentence(product)}
        cards = product_cards(turn, [Hit(product, tuple(_by_price(offered)))], shown, reasons)
    turn.say("utter_product_answer", answer=answer, cards=cards, buttons=_next_steps(turn, product, offered))


async def _description(turn: Turn, product: Product) -> str:
    del turn
    return product.description or product.title


async def _comes_in(turn: Turn, product: Product) -> str:
    offered = [variant for variant in product.variants if variant.is_offered]
    told = joined([f"{name.lower()}: {values}" for name, values in choices(offered)])
    if not told:
        return turn.words.phrase("utter_product_is_silent", title=product.title)
    return turn.words.phrase("utter_product_comes_in", title=product.title, choices=told)


async def _reviews(turn: Turn, product: Product) -> str:
    summary = await summary_of(turn.session, product.id)
    if not summary.count:
        return turn.words.phrase("utter_no_reviews", title=product.title)
    stars = ", ".join(f"{stars}★ {summary.by_stars.get(stars, 0)}" for stars in range(5, 0, -1))
    lines = [
        turn.words.phrase(
            "utter_review_summary", title=product.title, rating=rating_told(turn, product), stars=stars
        )
    ]
    for response, review in (("utter_review_good", summary.best), ("utter_review_bad", summary.worst)):
        if review is not None:
            lines.append(turn.words.phrase(response, text=review.text, author=review.author))
    return "\n".join(lines)


async def _fact(turn: Turn, product: Product) -> str:
    """What the catalogue says to the question; that it says nothing, where it does."""
    asked = attribute_asked(turn.said.text)
    said = product.brand if asked == "brand" else product.attributes.get(asked or "")
    sentences = sentences_of(product.description)
    found = answering(turn.said.text, product.title, sentences)
    if said and asked:
        told = turn.words.phrase("utter_product_attribute", title=product.title, name=asked, value=said)
        return "\n".join([told, *found[:1]]) if found and said not in found[0] else told
    if found:
        return turn.words.phrase("utter_product_says", title=product.title, text=" ".join(found[:2]))
    turn.remember("offered", "show_product_details")
    return turn.words.phrase("utter_product_is_silent", title=product.title)


async def _compare(turn: Turn, products: Sequence[Product]) -> None:
    if len(products) < 2:
        turn.say("utter_compare_which")
        return
    asks = not turn.said.is_payload and (asks_which(turn.said.text) or asks_of_each(turn.said.text))
    told = told_of_each(turn, turn.said.text, products) if asks else ""
    compared = products if asks else products[:_MOST_COMPARED]
    Shown.kept(turn).choosing([each.id for each in compared]).keep(turn)
    titles = joined([each.title for each in compared])
    turn.say(
        "utter_product_answer",
        answer=told or turn.words.phrase("utter_comparison", titles=titles),
        cards=[comparison_card(turn, compared)],
        buttons=[quick_reply(each.title, "show_product_details", product_id=each.id) for each in compared],
    )


async def _which(turn: Turn, products: Sequence[Product], question: tuple[str, str]) -> None:
    """Ask which of several is meant, and keep what was asked of it."""
    asked = products[:_MOST_TOLD]
    Shown.kept(turn).choosing([each.id for each in asked], question).keep(turn)
    turn.say(
        "utter_which_of_products",
        buttons=[quick_reply(each.title, "show_product_details", product_id=each.id) for each in asked],
    )


def _by_price(variants: Sequence[Variant]) -> list[Variant]:
    return sorted(variants, key=lambda variant: (variant.price_minor, variant.sku))


def _next_steps(turn: Turn, product: Product, variants: Sequence[Variant]) -> list[Button]:
    """What can be done with a product: buy it, see others like it, look at its page."""
    buttons = []
    available = [variant for variant in variants if variant.is_available()]
    if len(available) == 1:
        buttons.append(
            quick_reply(turn.words.phrase("utter_add_to_cart"), "add_to_cart", sku=available[0].sku)
        )
    elif not available:
        told = turn.words.phrase("utter_tell_me_when_back")
        buttons.append(quick_reply(told, "request_restock_alert", product_id=product.id))
    buttons.append(
        quick_reply(turn.words.phrase("utter_show_similar"), "recommend_product", product_id=product.id)
    )
    return buttons


_ANSWERS = {
    "check_availability": _availability,
    "check_price": _price,
    "show_product_details": _details,
}
