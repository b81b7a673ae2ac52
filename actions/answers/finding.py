"""Finds products: a search, what a shopper changes about it, and the next ones of it."""

import re
from collections.abc import Sequence
from dataclasses import replace

from actions.answers.as_request import is_a_request
from actions.answers.shop_action import ShopAction
from actions.language.occasions import Wish, wish_in
from actions.language.product_facts import asks_in_general, asks_whether_there
from actions.replies.products import product_cards
from actions.steps.refining import refinement
from actions.turn.requests import hand_on, next_request
from actions.turn.shop import Event, Turn
from actions.turn.shown import Shown
from actions.wording.quick_replies import quick_reply
from actions.wording.responses import Button
from actions.wording.searches import described, ordered
from commerce.channels import facts_of
from commerce.events.searches import note_search
from commerce.search.finding import Hit
from commerce.search.naming import named_products
from commerce.search.narrowing import narrowings
from commerce.search.service import Results
from commerce.search.wanted import Wanted

INTENT = "find_product"
_IT = re.compile(r"\b(?:it|them|that one|this one)\b", re.IGNORECASE)
_IS_THERE = re.compile(
    r"^\W*(?:do|does|have|got|is|are|any)\b|\b(?:in stock|available|left)\b|\?\W*$", re.IGNORECASE
)
_USUAL_PAGE, _PHONES_PAGE = 4, 3
_MOST_NARROWINGS = 3
_MANY = 5  # products: from here on filters are offered
_CURRENCY = "USD"


class ActionFindProducts(ShopAction):
    """Shows what satisfies everything that was said, or what comes nearest and what it lacks."""

    action_name = "action_find_products"
    intent = INTENT

    async def answer(self, turn: Turn) -> list[Event]:
        """Search, refine or go on; ask what for where nothing was said."""
        if await is_a_request(turn, INTENT) or await _asks_of_one(turn):
            return next_request(turn, self._actions) if turn.get("flow") else []
        await find_products(turn)
        return []


async def _asks_of_one(turn: Turn) -> bool:
    """Whether one product is named, so that it is asked for and no search: "do you have the Tempo in 9?"."""
    text = "" if turn.said.is_payload else turn.said.text
    is_fact = asks_in_general(text) or not asks_whether_there(text)
    question = "show_product_details" if is_fact else "check_availability"
    if wish_in(text) is not None or not (asks_in_general(text) or _IS_THERE.search(text)):
        return False
    vocabulary = await turn.shop.search.vocabulary(turn.session)
    named = await named_products(turn.session, text, vocabulary)
    is_of_it = bool(_IT.search(text) and Shown.kept(turn).spoken_of and turn.is_fresh("shown"))
    if len(named) != 1 and not (is_of_it and not named):
        return False
    hand_on(turn, replace(turn.said, requests=()), question)
    return True


async def find_products(turn: Turn) -> None:
    """Answer a message as a search."""
    text, shown = said_of_search(turn), Shown.kept(turn)
    change = await refinement(turn, text, shown)
    if change is not None and change.is_more:
        await _show_more(turn, shown)
        return
    search = turn.shop.search
    wanted = change.wanted if change is not None else await _asked(turn, text)
    if wanted.is_empty:
        await _ask_what(turn)
        return
    results = await search.search(turn.session, wanted)
    fitting = () if results.relaxed or results.wanted.unknown else results.ids
    note_search(turn.session, turn.conversation.id, _named(wanted), fitting, clock=turn.clock)
    await tell(turn, results)


def _named(wanted: Wanted) -> str:
    """What was searched for, for whoever looks at what shoppers search: the kind of goods, else the words."""
    kinds = ", ".join(each.partition(":")[2] for each in wanted.kinds)
    return kinds or wanted.text or " ".join(wanted.words)


async def _asked(turn: Turn, text: str) -> Wanted:
    """What the words ask to find; what is like a product, where that is named."""
    wanted = await turn.shop.search.read(turn.session, text)
    if wish_in(text) is not Wish.SIMILAR:
        return wanted
    vocabulary = await turn.shop.search.vocabulary(turn.session)
    named = await named_products(turn.session, text, vocabulary)
    if not named:
        return wanted
    return Wanted(near=named[0].product_id, lowest=wanted.lowest, highest=wanted.highest, stars=wanted.stars)


def said_of_search(turn: Turn) -> str:
    """The words of the search: those of a quick reply, or of the message."""
    pressed = turn.said.first("refine")
    return str(pressed) if pressed else ("" if turn.said.is_payload else turn.said.text)


async def tell(turn: Turn, results: Results) -> None:
    """Show the first page of what was found, and offer what narrows it down."""
    shown = Shown(results.ids, results.searched, size=page_size(turn), sold_out=results.sold_out)
    hits = await turn.shop.search.hits(turn.session, results, list(shown.page))
    if not hits:
        await _tell_nothing(turn, results.wanted)
        return
    replace(shown, spoken_of=hits[0].product.id if len(results.ids) == 1 else None).keep(turn)
    turn.say(
        "utter_products",
        headline=await _headline(turn, results, hits),
        cards=product_cards(turn, hits, results.searched),
        buttons=await _offered(turn, shown, hits),
    )


def page_size(turn: Turn) -> int:
    """How many products are shown at once."""
    return _PHONES_PAGE if facts_of(turn.conversation.channel).is_phone else _USUAL_PAGE


async def _show_more(turn: Turn, shown: Shown) -> None:
    following = shown.following(page_size(turn))
    results = Results(shown.wanted, tuple(shown.ids), sold_out=shown.sold_out)
    hits = await turn.shop.search.hits(turn.session, results, list(following.page))
    if not hits:
        turn.say("utter_no_more_products")
        return
    following.keep(turn)
    turn.say(
        "utter_products",
        headline=turn.words.phrase("utter_more_products"),
        cards=product_cards(turn, hits, shown.wanted, shown.reasons),
        buttons=await _offered(turn, following, hits),
    )


async def _headline(turn: Turn, results: Results, hits: Sequence[Hit]) -> str:
    """What was looked for, how much there is of it, and what of it could not be satisfied."""
    vocabulary = await turn.shop.search.vocabulary(turn.session)
    currency = hits[0].variant.currency
    what = described(results.wanted, vocabulary, currency)
    lines = []
    if results.wanted.corrected:
        read = ", ".join(word for _, word in results.wanted.corrected)
        lines.append(turn.words.phrase("utter_spelling_read", words=read))
    if results.wanted.near:
        lines.append(turn.words.phrase("utter_similar_products"))
    elif results.wanted.unknown:
        lines.append(turn.words.phrase("utter_unknown_product", words=" ".join(results.wanted.unknown)))
    elif results.relaxed is not None:
        instead = described(results.relaxed.wanted, vocabulary, currency)
        response = "utter_nearest_products" if results.wanted.kinds else "utter_nearest_to_words"
        lines.append(turn.words.phrase(response, asked=what, instead=instead))
    elif results.sold_out:
        lines.append(turn.words.phrase("utter_sold_out_products", what=what))
    elif len(results.ids) == 1:
        lines.append(turn.words.phrase("utter_one_product", what=what))
    else:
        lines.append(_counted(turn, results, hits, what))
    return "\n".join(lines)


def _counted(turn: Turn, results: Results, hits: Sequence[Hit], what: str) -> str:
    order = ordered(results.wanted)
    what = f"{what}, {order}" if order else what
    if len(results.ids) <= len(hits):
        return turn.words.phrase("utter_all_products", what=what)
    count = f"{len(results.ids)}+" if results.has_more else str(len(results.ids))
    return turn.words.phrase("utter_some_products", what=what, count=count, shown=len(hits))


async def _offered(turn: Turn, shown: Shown, hits: Sequence[Hit]) -> list[Button]:
    """The products to look at closer, the next ones, and filters where there is much."""
    buttons = [
        quick_reply(hit.product.title, "show_product_details", product_id=hit.product.id) for hit in hits
    ]
    if shown.sold_out:
        told = turn.words.phrase("utter_tell_me_when_back")
        only = hits[0].variants[0].sku if len(hits[0].variants) == 1 else None
        buttons = [_alert(told, hits[0].product.id, only)] if len(hits) == 1 else buttons
    if shown.left:
        buttons.append(quick_reply(turn.words.phrase("utter_show_more"), INTENT, refine="show more"))
    if len(shown.ids) >= _MANY and not shown.sold_out:
        vocabulary = await turn.shop.search.vocabulary(turn.session)
        offered = await narrowings(turn.session, shown.ids, shown.wanted, vocabulary)
        buttons += [quick_reply(each.title, INTENT, refine=each.words) for each in offered[:_MOST_NARROWINGS]]
    return buttons


def _alert(title: str, product_id: str, sku: str | None) -> Button:
    version = {"sku": sku} if sku else {}
    return quick_reply(title, "request_restock_alert", product_id=product_id, **version)


async def _ask_what(turn: Turn) -> None:
    turn.say("utter_what_to_find", buttons=await _departments(turn))


async def _tell_nothing(turn: Turn, wanted: Wanted) -> None:
    vocabulary = await turn.shop.search.vocabulary(turn.session)
    what = described(wanted, vocabulary, _CURRENCY)
    turn.say("utter_no_products", what=what, buttons=await _departments(turn))


async def _departments(turn: Turn) -> list[Button]:
    """The store's biggest departments."""
    vocabulary = await turn.shop.search.vocabulary(turn.session)
    titles = sorted(vocabulary.category_titles.items(), key=lambda each: each[1])[:_USUAL_PAGE]
    return [quick_reply(title, INTENT, refine=f"{title} department") for _, title in titles]
