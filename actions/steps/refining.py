"""Whether a message changes the search that was shown last, and how."""

from actions.language.product_facts import asks_of_it
from actions.language.refinements import Page, Refined, product_at, refined
from actions.steps.own_goods import shops
from actions.turn.shop import Turn
from actions.turn.shown import Shown
from commerce.search.naming import named_products
from commerce.search.service import Results


async def refinement(turn: Turn, text: str, shown: Shown) -> Refined | None:
    """What `text` changes about the search that was shown last; None when it does not."""
    if not shown.ids or not text:
        return None
    vocabulary = await turn.shop.search.vocabulary(turn.session)
    results = Results(shown.wanted, tuple(shown.ids), sold_out=shown.sold_out)
    hits = await turn.shop.search.hits(turn.session, results, list(shown.page))
    prices = {hit.product.id: hit.variant.price_minor for hit in hits}
    page = {each: prices[each] for each in shown.page if each in prices}
    return refined(text, Page(shown.wanted, page), vocabulary)


async def refines(turn: Turn) -> bool:
    """Whether the message only makes sense as a change of the search that was shown just before."""
    if turn.said.is_payload or turn.get("flow") or not turn.is_fresh("shown"):
        return False
    return await refinement(turn, turn.said.text, Shown.kept(turn)) is not None


_FEW_WORDS = 5
_OF_PRODUCTS = frozenset(
    {
        "check_availability",
        "check_price",
        "compare_products",
        "find_product",
        "recommend_product",
        "request_restock_alert",
        "show_product_details",
    }
)


async def of_a_product(turn: Turn) -> str | None:
    """The question about a product that is likeliest, where one is named or was just spoken of."""
    if turn.said.is_payload:
        return None
    ranking = turn.tracker.latest_message.get("intent_ranking") or []
    guesses = [str(each["name"]) for each in ranking if each["name"] != "nlu_fallback"][:2]
    asked = next((name for name in guesses if name in _OF_PRODUCTS), None)
    shown, text = Shown.kept(turn), turn.said.text
    is_of_shown = bool(shown.page) and turn.is_fresh("shown")
    if is_of_shown and (product_at(text, shown.page) or asks_of_it(text)):
        return asked or "show_product_details"
    if asked is None:
        return await _of_a_kind(turn)
    if asked == "find_product" and shops(text):
        return asked
    vocabulary = await turn.shop.search.vocabulary(turn.session)
    is_of_one = is_of_shown or bool(await named_products(turn.session, text, vocabulary))
    return asked if is_of_one else await _of_a_kind(turn)


async def _of_a_kind(turn: Turn) -> str | None:
    """A search, where a few words are hardly more than a kind of goods of the store: "show waders"."""
    text = turn.said.text
    if len(text.split()) > _FEW_WORDS:
        return None
    wanted = await turn.shop.search.read(turn.session, text)
    return "find_product" if wanted.kinds and not wanted.words else None
