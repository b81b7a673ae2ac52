"""Which products of the store a message is about."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from actions.language.shown_goods import picked, without_picks
from actions.turn.on_show import pointed_list
from actions.turn.reminded import shown_or_reminded
from actions.turn.shop import Turn
from actions.turn.shown import Shown
from commerce.catalogue.models import Variant
from commerce.search.finding import find
from commerce.search.naming import named_products
from commerce.search.wanted import Wanted

_SEVERAL = re.compile(
    r"\b(?:these|those|them|both|(?:the|all) (?:two|three|2|3|four|4)|all of (?:them|these))\b", re.IGNORECASE
)
_ALL = re.compile(r"\b(?:both|all|two|three|2|3|four|4)\b", re.IGNORECASE)
_AND_IT = re.compile(
    r"\b(?:it|this|that)(?: one)? (?:with|to|and|or|vs\.?|versus|against|from)\b"
    r"|\b(?:with|to|and|or|vs\.?|versus|against|than|from) (?:it|this|that)\b"
    r"|\bcompare (?:with|to|against)\b",
    re.IGNORECASE,
)
_MOST = 4


@dataclass(frozen=True)
class Meant:
    """The products that are meant, by id, and what else the message asks of them."""

    ids: Sequence[str]
    wanted: Wanted  # its filters: "in blue", "size 9"

    @property
    def one(self) -> str | None:
        """The product, where it is one."""
        return self.ids[0] if len(self.ids) == 1 else None


async def products_meant(turn: Turn) -> Meant:
    """Find what is meant: by a quick reply, a name, a place in what was shown, a kind, or "it"."""
    said, shown = turn.said, await shown_or_reminded(turn)
    search = turn.shop.search
    vocabulary = await search.vocabulary(turn.session)
    text = "" if said.is_payload else said.text
    at_places = picked(text, await pointed_list(turn, shown, text))
    if at_places:
        text = without_picks(text)
    wanted = await search.read(turn.session, text)
    if pressed := said.entities.get("product_id"):
        return Meant([str(each) for each in pressed], wanted)
    named = await named_products(turn.session, text, vocabulary)
    ids = await _by_sku(turn) or [*(each.product_id for each in named), *at_places]
    if len(ids) == 1 and shown.spoken_of and _AND_IT.search(text):
        ids = [shown.spoken_of, *ids]
    if not ids and wanted.kinds:
        ids = await _of_kind(turn, wanted, shown)
    elif not ids:
        ids = _pointed_at(text, shown)
    return Meant(list(dict.fromkeys(ids))[:_MOST], wanted)


async def _by_sku(turn: Turn) -> list[str]:
    skus = [str(each) for each in turn.said.entities.get("sku", ())]
    if not skus:
        return []
    return list(await turn.session.scalars(select(Variant.product_id).where(Variant.sku.in_(skus))))


def _pointed_at(text: str, shown: Shown) -> list[str]:
    """ "These two", "it": of what was shown."""
    are_all = bool(_ALL.search(text)) or shown.spoken_of is None  # "them" is one that was spoken of, too
    if are_all and _SEVERAL.search(text) and len(shown.page) > 1:
        return list(shown.page)
    spoken_of = shown.spoken_of or (shown.page[0] if len(shown.page) == 1 else None)
    return [spoken_of] if spoken_of else []


async def _of_kind(turn: Turn, wanted: Wanted, shown: Shown) -> list[str]:
    """Products of the kind: those just shown, else the only ones that the store has."""
    vocabulary = await turn.shop.search.vocabulary(turn.session)
    kind = Wanted(kinds=wanted.kinds)
    found = await find(turn.session, kind, None, vocabulary.documents, available=False)
    among = [each for each in shown.page if each in found.ids]
    if shown.spoken_of in among:
        return [shown.spoken_of] if shown.spoken_of else []
    return among or (list(found.ids) if len(found.ids) <= _MOST else [])
