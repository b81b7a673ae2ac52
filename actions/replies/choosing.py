"""Which of several products is so, or more so, as far as the catalogue tells: "which is warmer"."""

import re
from collections.abc import Sequence

from actions.language.product_facts import answering, attribute_asked, sentences_of
from actions.replies.products import price_told, rating_told
from actions.turn.shop import Turn
from actions.wording.formats import joined
from commerce.catalogue.models import Product, Variant

_OF_PRICE = re.compile(r"\b(?:cheap\w*|expensive|pric\w+|dear\w*|costs?|affordable)\b", re.IGNORECASE)
_OF_OPINION = re.compile(
    r"\b(?:recommend|suggest|best|better|worse|worst|would you|should i|shall i|good|rated|liked|popular"
    r"|nicest|favou?rite)\b(?! for\b)",
    re.IGNORECASE,
)
_DIFFERENCE = re.compile(r"\bdiffer", re.IGNORECASE)


def told_of_each(turn: Turn, question: str, products: Sequence[Product]) -> str:
    """Word what each of `products` says to the question; that none does, where none does.

    Empty where only the difference between them is asked for.
    """
    if _DIFFERENCE.search(question):
        return ""
    if _OF_PRICE.search(question):
        return _listed(turn, products, [price_told(turn, _offered(each)) for each in products])
    if _OF_OPINION.search(question):
        told = turn.words.phrase("utter_choose_yourself")
        return f"{told}\n{_listed(turn, products, [rating_told(turn, each) for each in products])}"
    said = [_said_by(each, question) for each in products]
    if not any(said):
        return turn.words.phrase("utter_none_says", titles=joined([each.title for each in products]))
    return _listed(turn, products, said)


def _listed(turn: Turn, products: Sequence[Product], told: Sequence[str]) -> str:
    silent = turn.words.phrase("utter_says_nothing_of_it")
    return "\n".join(
        f"{product.title}: {said or silent}" for product, said in zip(products, told, strict=True)
    )


def _said_by(product: Product, text: str) -> str:
    """The attribute or the sentence of the catalogue that answers `text`."""
    if (asked := attribute_asked(text)) and (value := product.attributes.get(asked)):
        return value
    found = answering(text, product.title, sentences_of(product.description))
    return found[0] if found else ""


def _offered(product: Product) -> Sequence[Variant]:
    return [variant for variant in product.variants if variant.is_offered] or product.variants
