"""Recommends products, each with the reason why."""

from collections.abc import Sequence
from dataclasses import replace

from actions.answers.finding import INTENT, find_products, page_size, said_of_search
from actions.answers.shop_action import ShopAction
from actions.language.occasions import Wish, wish_in, without_wish
from actions.replies.products import product_cards
from actions.steps.which_products import products_meant
from actions.turn.shop import Event, Turn
from actions.turn.shown import Shown
from actions.wording.formats import joined
from actions.wording.quick_replies import quick_reply
from actions.wording.responses import Button
from actions.wording.searches import described
from commerce.catalogue.models import Product
from commerce.catalogue.naming import products_by_id
from commerce.events.taking import recently_viewed
from commerce.recommendations.recommending import (
    Occasion,
    Recommended,
    Why,
    best_rated,
    for_shopper,
    going_with,
    newest,
    popular,
    similar_to,
)
from commerce.search.finding import Hit
from commerce.search.service import Results
from commerce.search.vocabulary import Vocabulary
from commerce.search.wanted import Order, Wanted

_CURRENCY = "USD"
_HEADLINES = {
    Wish.FOR_ME: "utter_recommended_for_you",
    Wish.POPULAR: "utter_recommended_popular",
    Wish.NEW: "utter_recommended_new",
    Wish.RATED: "utter_recommended_rated",
}


class ActionRecommendProducts(ShopAction):
    """Suggests what suits the shopper, a product, or an occasion."""

    action_name = "action_recommend_products"
    intent = "recommend_product"

    async def answer(self, turn: Turn) -> list[Event]:
        """Recommend what was asked for; search, where a certain thing is."""
        text = said_of_search(turn)
        wish = wish_in(text) or (Wish.SIMILAR if turn.said.is_payload else None)
        meant = await products_meant(turn)
        page = Shown.kept(turn).page if wish in (Wish.SIMILAR, Wish.WITH) else ()
        products = await products_by_id(turn.session, meant.ids or page[:1])
        wanted = await turn.shop.search.read(turn.session, without_wish(text))
        if wish in (Wish.SIMILAR, Wish.WITH) and products:
            await _beside(turn, wish, products, wanted)
        elif wish is Wish.GIFT:
            await _gift(turn, wanted)
        elif wanted.kinds or (wish is None and _is_of_something(wanted)):
            await _of_kind(turn, wanted)
        else:
            await _for_shopper(turn, wish or Wish.FOR_ME, wanted)
        return []


def _is_of_something(wanted: Wanted) -> bool:
    """Whether a certain thing is asked for: "recommend me a tent", "something for camping"."""
    return bool(wanted.kinds or wanted.words or wanted.filters)


async def _beside(turn: Turn, wish: Wish, products: Sequence[Product], wanted: Wanted) -> None:
    title = joined([each.title for each in products])
    limits = replace(Wanted(), lowest=wanted.lowest, highest=wanted.highest, stars=wanted.stars)
    if wish is Wish.SIMILAR:
        found = await similar_to(turn.session, products[0].id, limits)
        headline = turn.words.phrase("utter_recommended_similar", title=products[0].title)
    else:
        found = await going_with(turn.session, [each.id for each in products], limits)
        headline = turn.words.phrase("utter_recommended_with", title=title)
    await _tell(turn, found, limits, headline)


async def _gift(turn: Turn, wanted: Wanted) -> None:
    """Gift ideas: by what was said of whom they are for, else what is liked best, within the price."""
    limits = described(replace(wanted, words=(), kinds=(), text=""), await _words(turn), _CURRENCY)
    told = limits.removeprefix("products")
    headline = turn.words.phrase("utter_recommended_gift", limits=told)
    if wanted.text.strip() or wanted.kinds:
        results = await turn.shop.search.search(turn.session, replace(wanted, unknown=()))
        if results.ids and results.relaxed is None:
            await _tell_found(turn, results, headline)
            return
    limit = replace(wanted, words=(), text="", loose=())
    await _tell(turn, await best_rated(turn.session, limit), limit, headline)


async def _of_kind(turn: Turn, wanted: Wanted) -> None:
    """The best of a kind of goods: by rating, of what fits."""
    rated = replace(wanted, order=wanted.order or (Order.BEST_RATED if wanted.kinds else None))
    results = await turn.shop.search.search(turn.session, rated)
    if not results.ids or results.relaxed is not None or wanted.unknown:
        await find_products(turn)
        return
    what = described(wanted, await _words(turn), _CURRENCY)
    await _tell_found(turn, results, turn.words.phrase("utter_recommended_of", what=what))


async def _for_shopper(turn: Turn, wish: Wish, wanted: Wanted) -> None:
    session, clock = turn.session, turn.clock
    wanted = replace(wanted, words=(), loose=(), text="")
    if wish is Wish.NEW:
        found = await newest(session, wanted, clock)
    elif wish is Wish.RATED:
        found = await best_rated(session, wanted)
    elif wish is Wish.POPULAR:
        found = await popular(session, wanted)
    else:
        shown = Shown.kept(turn)
        viewed = [shown.spoken_of] if shown.spoken_of else []
        viewed += await recently_viewed(session, turn.conversation.id, turn.shopper.customer_id)
        occasion = Occasion(turn.shopper.customer_id, viewed, wanted)
        found = await for_shopper(session, occasion, clock)
    if not found:
        found, wish = await popular(session, wanted), Wish.POPULAR
    if all(each.why is Why.POPULAR for each in found):
        wish = Wish.POPULAR
    await _tell(turn, found, wanted, turn.words.phrase(_HEADLINES.get(wish, "utter_recommended_for_you")))


async def _words(turn: Turn) -> Vocabulary:
    return await turn.shop.search.vocabulary(turn.session)


async def _tell(turn: Turn, found: Sequence[Recommended], wanted: Wanted, headline: str) -> None:
    """Show what is recommended, each with its reason."""
    ids = tuple(each.product_id for each in found)
    named = await products_by_id(turn.session, [each.because_of for each in found if each.because_of])
    titles = {product.id: product.title for product in named}
    results = Results(replace(wanted, near=None), ids)
    hits = await turn.shop.search.hits(turn.session, results, ids)
    reasons = {
        each.product_id: _reason(turn, each, titles, hit)
        for each in found
        for hit in hits
        if hit.product.id == each.product_id
    }
    await _show(turn, results, headline, hits, reasons)


async def _tell_found(turn: Turn, results: Results, headline: str) -> None:
    hits = await turn.shop.search.hits(turn.session, results, results.ids)
    await _show(turn, results, headline, hits, {})


async def _show(
    turn: Turn, results: Results, headline: str, hits: Sequence[Hit], reasons: dict[str, str]
) -> None:
    if not hits:
        turn.say("utter_recommended_nothing")
        return
    ids = [hit.product.id for hit in hits]
    shown = Shown(ids, results.searched, size=page_size(turn), reasons=reasons)
    shown.keep(turn)
    page = hits[: shown.size]
    turn.say(
        "utter_recommended",
        headline=headline,
        cards=product_cards(turn, page, results.searched, reasons),
        buttons=_offered(turn, shown, page),
    )


def _offered(turn: Turn, shown: Shown, page: Sequence[Hit]) -> list[Button]:
    buttons = [
        quick_reply(hit.product.title, "show_product_details", product_id=hit.product.id) for hit in page
    ]
    if shown.left:
        buttons.append(quick_reply(turn.words.phrase("utter_show_more"), INTENT, refine="show more"))
    return buttons


def _reason(turn: Turn, each: Recommended, titles: dict[str, str], hit: Hit) -> str:
    title = titles.get(each.because_of or "")
    phrase = turn.words.phrase
    if each.why in (Why.BECAUSE_OF, Why.TOGETHER, Why.LIKE) and title:
        names = {
            Why.BECAUSE_OF: "utter_why_because_of",
            Why.TOGETHER: "utter_why_bought_together",
            Why.LIKE: "utter_why_like",
        }
        return phrase(names[each.why], title=title)
    if each.why is Why.RATED and hit.product.rating is not None:
        return phrase("utter_why_rated", stars=f"{hit.product.rating:.1f}")
    return phrase("utter_why_new" if each.why is Why.NEW else "utter_why_popular")
