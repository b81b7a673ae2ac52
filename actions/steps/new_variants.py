"""The step that settles which variant each chosen item becomes."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import ClassVar

from actions.engine.flow import CarefulStep, Outcome, Progress, Refuse
from actions.language.parts import said_of_each
from actions.language.said import SILENCE, Said
from actions.language.variant_questions import asks_what_there_is, extreme_in
from actions.language.variant_wishes import names_unknown_value, wishes_unknown_value
from actions.language.variants import Offer, Wished, wished_variant
from actions.steps.lines import chosen_of, item_of, spoken_order
from actions.steps.offering_variants import NEW_VARIANTS, VariantQuestion, stored, tell_variants
from actions.turn.shop import Turn
from commerce.catalogue.variants import other_variants
from commerce.orders.models import Order, OrderLine

_CONTRADICTIONS = frozenset({"correct", "deny", "affirm", "inform"})
_LONGEST_WISH = 12
_FEW_WORDS = 6
_KEEPS = re.compile(r"\b(?:keep|stay with|stick (?:to|with))\b", re.IGNORECASE)
_ONLY = re.compile(r"\b(?:only|just)\b(?! (?:not|kidding|a (?:sec|moment|minute)))", re.IGNORECASE)
_OF_PAYMENT = re.compile(r"\b(?:cards?|visa|paypal|amex|mastercard|credit|points|account)\b", re.IGNORECASE)
# What makes words in an answer to "which items?" a wish for something new.
_NEW = re.compile(r"\b(for|to|into|in|with|instead|size (up|down))\b", re.IGNORECASE)


class NewVariants(CarefulStep):
    """By option, size, price or place in the list; what is not spoken of stays as it is. Sold out is said.

    Every item is asked about in turn; only what can be had is offered.
    """

    slots: ClassVar[tuple[str, ...]] = (NEW_VARIANTS,)

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Take what is wished for each item, then ask about the first that has no variant yet."""
        order = await spoken_order(turn)
        lines = chosen_of(turn, order)
        offers = {key: await self._offers(turn, order, line) for key, line in lines.items()}
        for key in [key for key in lines if not any(offer.is_available for offer in offers[key])]:
            if len(lines) == 1:
                return Refuse("utter_no_other_variant", {"title": lines[key].title})
            turn.say("utter_no_other_variant", title=lines.pop(key).title)
            turn.set("items", {each: count for each, count in turn.get("items").items() if each != key})
        progress.memory["known_variants"] = [stored(offer) for key in lines for offer in offers[key]]
        progress.memory["bought_options"] = [dict(line.options) for line in lines.values()]
        chosen = {key: sku for key, sku in (turn.get(NEW_VARIANTS) or {}).items() if key in lines}
        is_asked = self._asks(turn.said, progress)
        wishes = {} if is_asked else self._wishes(turn, progress, lines, offers, chosen)
        turn.is_heard |= bool(wishes) or is_asked
        for key in [key for key, wish in wishes.items() if _is_kept(turn.said, wish, lines[key], chosen)]:
            if len(lines) == 1:
                return Refuse("utter_keeps_everything")
            del lines[key], wishes[key], chosen[key]
            turn.set("items", {each: count for each, count in turn.get("items").items() if each != key})
        if is_asked:
            tell_variants(turn, order, lines, offers)
            turn.said = SILENCE  # answered: no later step hears it, and no question counts it as a miss
        if extreme := extreme_in(turn.said.text):
            for key in [key for key, wish in wishes.items() if _is_so_already(wish, chosen.get(key))]:
                turn.say(f"utter_variant_is_{extreme}", item=lines[key].title)
                turn.said = SILENCE if key in chosen else turn.said
        chosen |= {key: wish.offers[0].sku for key, wish in wishes.items() if _is_clear(wish)}
        unclear = {key: wish for key, wish in wishes.items() if not _is_clear(wish)}
        chosen = {key: sku for key, sku in chosen.items() if key not in unclear}
        turn.set(NEW_VARIANTS, chosen or None)
        missing = [key for key in lines if key not in chosen]
        if not missing:
            return None
        question = VariantQuestion(order, lines, missing[0], offers[missing[0]], unclear.get(missing[0]))
        return question.put(progress)

    @staticmethod
    def _asks(said: Said, progress: Progress) -> bool:
        """Whether it is asked what there is, at any point but the first words of the request."""
        is_later = progress.asked is not None and bool(progress.memory.get("known_variants"))
        return is_later and not (said.is_payload or said.is_silent) and asks_what_there_is(said.text)

    def hears(self, said: Said, progress: Progress) -> bool:
        """A size, a colour, or a comparison."""
        if self._asks(said, progress):
            return True
        offers = [Offer(**each) for each in progress.memory.get("offered_variants", [])]
        if progress.asked not in self.slots or not offers:
            return False
        return wished_variant(said.text, {}, 0, offers) is not None

    def claims(self, said: Said, progress: Progress) -> bool:
        """Another version at the summary, as "no, size 8", and a question what there is, at any point."""
        if self._asks(said, progress):
            return True
        bought = [Offer("", each, 0) for each in progress.memory.get("bought_options", [])]
        offers = [*(Offer(**each) for each in progress.memory.get("known_variants", [])), *bought]
        if progress.is_summarised and self._names_unknown(said, progress):
            return True
        is_statement = (
            not said.is_payload and "?" not in said.text and len(said.text.split()) <= _LONGEST_WISH
        )
        is_later = progress.is_summarised or (progress.asked == "settle_with" and bool(extreme_in(said.text)))
        return is_later and is_statement and wished_variant(said.text, {}, 0, offers) is not None

    @staticmethod
    def _names_unknown(said: Said, progress: Progress) -> bool:
        """Whether the few words of it are of a version that there is not: "slate then"."""
        known = [each["options"] for each in progress.memory.get("known_variants", [])]
        bought = progress.memory.get("bought_options", [])
        is_short = len(said.text.split()) <= _FEW_WORDS and "?" not in said.text
        is_of_payment = _OF_PAYMENT.search(said.text) is not None
        return (
            bool(known)
            and is_short
            and not (said.is_payload or is_of_payment)
            and names_unknown_value(said.text, [*known, *bought])
        )

    @staticmethod
    async def _offers(turn: Turn, order: Order, line: OrderLine) -> list[Offer]:
        """The other variants of the product, with whether as many of them can be had as are swapped."""
        count = turn.get("items")[str(line.id)]
        return [
            Offer(
                variant.sku,
                variant.options,
                variant.price_minor,
                variant.is_available(count) and variant.currency == order.currency,
            )
            for variant in await other_variants(turn.session, line.sku)
        ]

    def _wishes(
        self,
        turn: Turn,
        progress: Progress,
        lines: Mapping[str, OrderLine],
        offers: Mapping[str, Sequence[Offer]],
        chosen: Mapping[str, str],
    ) -> dict[str, Wished]:
        said = turn.said
        missing = [key for key in lines if key not in chosen]
        asked = progress.memory.get("asked_variant") if progress.asked == NEW_VARIANTS else None
        asked = asked if asked in lines else None  # the message has just left that item out
        if said.is_silent or (said.is_payload and said.first("sku") is None):
            return {}
        if progress.asked == "items" and not _NEW.search(said.text):
            return {}
        if said.is_payload:
            pressed = {key: [o for o in offers[key] if o.sku == said.first("sku")] for key in lines}
            return {key: Wished(tuple(found)) for key, found in pressed.items() if found}
        if asked in missing and (place := self._placed(said, progress, offers[asked])):
            return {asked: Wished((place,))}
        parts = said_of_each(said.text, [item_of(line) for line in lines.values()])
        if asked in missing and all(part == parts[asked] for part in parts.values()):
            both = missing if "both" in said.text.lower() else [asked]
            parts = {key: parts[key] for key in both}
        wishes = {
            key: wish
            for key, part in parts.items()
            if (key in missing or said.intent in _CONTRADICTIONS or self.claims(said, progress))
            and (wish := self._wish(part, lines[key], offers[key], chosen.get(key)))
        }
        if asked is None:
            wishes = {key: wish for key, wish in wishes.items() if _is_new(wish)}
            wishes |= {
                key: Wished()
                for key, part in parts.items()
                if not wishes and self._wishes_unknown(said, part, progress, lines[key], offers[key])
            }
        elif not wishes and names_unknown_value(said.text, [offer.options for offer in offers[asked]]):
            wishes = {asked: Wished()}
        return self._narrowed(progress, asked, wishes)

    def _wishes_unknown(
        self, said: Said, part: str, progress: Progress, line: OrderLine, offers: Sequence[Offer]
    ) -> bool:
        if progress.is_summarised:
            return self._names_unknown(said, progress)
        everything = [line.options, *(offer.options for offer in offers)]
        return progress.asked is None and wishes_unknown_value(part, everything)

    @staticmethod
    def _wish(part: str, line: OrderLine, offers: Sequence[Offer], sku: str | None) -> Wished | None:
        """What is wished in place of the line, or of the variant that was chosen for it before."""
        now = next((offer for offer in offers if offer.sku == sku), None)
        if now is None or _ONLY.search(part):
            return wished_variant(part, line.options, line.unit_price_minor, offers)
        bought = Offer(line.sku, line.options, line.unit_price_minor, is_available=False)
        rest = [offer for offer in offers if offer is not now]
        wish = wished_variant(part, now.options, now.price_minor, [*rest, bought])
        return Wished((now,)) if wish is not None and wish.is_present else wish

    @staticmethod
    def _narrowed(progress: Progress, asked: str | None, wishes: dict[str, Wished]) -> dict[str, Wished]:
        """An answer to a question among a few variants means one of those few, where it can."""
        few = {each["sku"] for each in progress.memory.get("offered_variants", [])}
        if asked in wishes and asked is not None:
            kept = tuple(offer for offer in wishes[asked].offers if offer.sku in few)
            if kept:
                wishes[asked] = replace(wishes[asked], offers=kept)
        return wishes

    @staticmethod
    def _placed(said: Said, progress: Progress, offers: Sequence[Offer]) -> Offer | None:
        """The variant at the place in the list that was shown: "the second one"."""
        listed = [each["sku"] for each in progress.memory.get("offered_variants", [])]
        place = said.position
        if place is None or said.first("ordinal") is None or not listed:
            return None
        index = place - 1 if place > 0 else place
        if not -len(listed) <= index < len(listed):
            return None
        return next((offer for offer in offers if offer.sku == listed[index]), None)


def _is_new(wish: Wished) -> bool:
    """Whether it asks for something else than what was bought, which "in black" may only describe."""
    return bool(wish.offers or wish.sold_out) and not wish.is_present


def _is_so_already(wish: Wished, chosen: str | None) -> bool:
    """Whether what is wished is what was bought, or chosen before."""
    is_chosen = chosen is not None and [offer.sku for offer in wish.offers] == [chosen]
    return is_chosen or (wish.is_present and not wish.offers)


def _is_kept(said: Said, wish: Wished, line: OrderLine, chosen: Collection[str]) -> bool:
    """Whether what was bought is wished back, so that nothing is to be changed: "no, keep the sage one"."""
    is_back = str(line.id) in chosen and wish.sold_out is not None and wish.sold_out.sku == line.sku
    return is_back or (wish.is_present and not said.is_payload and _KEEPS.search(said.text) is not None)


def _is_clear(wish: Wished) -> bool:
    return len(wish.offers) == 1 and wish.sold_out is None
