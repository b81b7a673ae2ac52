"""The steps of a review: what it is of, how many stars, and in which words."""

import re
from collections.abc import Sequence
from typing import ClassVar

from actions.engine.flow import Ask, AsksNothing, CarefulStep, Done, HandOver, Outcome, Progress, Refuse
from actions.engine.reading import is_own_matter
from actions.language.commands import commanded
from actions.language.lexicon import Item
from actions.language.orders import goods_named
from actions.language.reviews import About, about_reviews, changes_review
from actions.language.said import LATEST, Said
from actions.language.stars import stars_in, without_stars
from actions.turn.shop import Turn
from actions.turn.shown import Shown
from actions.wording.formats import on_day
from actions.wording.quick_replies import quick_reply
from commerce.catalogue.naming import products_by_id
from commerce.orders.numbers import normalise_number
from commerce.reviews.models import ReviewStatus
from commerce.reviews.reading import OwnReview, Reviewable, own_reviews, reviewable
from commerce.reviews.writing import LONGEST_TEXT, LONGEST_TITLE
from commerce.search.naming import named_products
from commerce.support.asking import Expects

PRODUCT, STARS, WORDS = "review_product", "review_stars", "review_words"
ONLY_STARS, OWN = "only", "own"  # what quick replies say of stars beside a number
_MOST_OFFERED = 5
_IT = re.compile(r"\b(?:it|this|that|these|them)\b", re.IGNORECASE)
_ORDER = re.compile(r"\b(?:order|purchase|delivery)\b", re.IGNORECASE)
_NO_WORDS = re.compile(
    r"\W*(?:(?:no|nope|nah|nothing|none|skip|pass|just|only|that's|thats|thank|thanks|you|all|it|the|stars?|is"
    r"|enough|words?|text|more|else|without|any|leave|blank|empty|not|really|want|i|don't|dont|to|write"
    r"|anything|rating|please|fine)\W*)+",
    re.IGNORECASE,
)
_LEAVES = re.compile(
    r"\W*(?:(?:ok|okay|no|oh|please|actually|sorry|just|let's|lets|then)\W+)*(?:never ?mind|cancel|stop"
    r"|quit|exit|abort|forget|leave|bye|goodbye)(?: (?:it|that|this|about it|the review|for now|please))*"
    r"(?:\W+(?:please|thanks|thank you))*\W*",
    re.IGNORECASE,
)
_REWORDS = re.compile(
    r"^\W*(?:(?:no|please|actually|can you)\W+)*(?:change|make) (?:the |my )?(?:text|words?|review|title)"
    r"(?: to| into| say)?\W+(.+)",
    re.IGNORECASE | re.DOTALL,
)
_AFTER_COLON = re.compile(r":\s*(\S.*)$", re.DOTALL)
_FEWEST_WORDS = 3  # after a colon, to be the words of a review


class AboutReviews(AsksNothing):
    """Answers what only sounds like a review to be written: of the store itself, or how reviews work."""

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Nothing to ask."""
        about = _wanted(turn, progress)
        if about is About.RULES:
            turn.say("utter_how_reviews_work")
            return Done()
        if about is About.STORE:
            turn.say("utter_review_of_store")
            turn.remember("offered", "ask_human")
            return Done()
        return None


class OwnReviews(AboutReviews):
    """Tells where the shopper's own reviews stand, or has one taken away."""

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Nothing to ask."""
        about = _wanted(turn, progress)
        if about not in (About.OWN, About.REMOVAL):
            return None
        written = await own_reviews(turn.session, turn.shopper.verified_customer())
        if not written:
            turn.say("utter_no_own_reviews")
            return Done()
        if about is About.REMOVAL:
            return HandOver("utter_review_removal", "The customer wants a review of theirs taken away.")
        turn.say("utter_own_reviews", told="\n".join(_told(turn, each) for each in written))
        return Done()


class WhichReviewed:
    """Fills `review_product`: what is named, else what was just spoken of, else what has arrived."""

    slots: ClassVar[tuple[str, ...]] = (PRODUCT,)

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Take the product from any message that names it, but not from the words of the review."""
        if progress.asked == WORDS and turn.get(PRODUCT):
            return None
        options = _relevant(turn.said, await reviewable(turn.session, turn.shopper.verified_customer()))
        found = await self._meant(turn, progress, options)
        if len(found) == 1 and found[0] != turn.get(PRODUCT):
            turn.set(PRODUCT, found[0])
            turn.set(WORDS, None)
        if turn.get(PRODUCT) is not None:
            return None
        named = [each for each in options if each.product_id in found] or options
        if len(named) == 1 and not found:
            turn.set(PRODUCT, named[0].product_id)
            return None
        if not named:
            return Refuse("utter_nothing_to_review")
        offered = named[:_MOST_OFFERED]
        buttons = [quick_reply(each.title, "inform", product_id=each.product_id) for each in offered]
        return Ask(
            PRODUCT, "utter_request_review_product", "utter_request_review_product_again", buttons=buttons
        )

    def hears(self, said: Said, progress: Progress) -> bool:
        """A pressed product, or a few words that may name one."""
        return progress.asked == PRODUCT and (said.first("product_id") is not None or said.is_short)

    async def _meant(self, turn: Turn, progress: Progress, options: Sequence[Reviewable]) -> list[str]:
        said = turn.said
        if (pressed := said.first("product_id")) is not None:
            return [each.id for each in await products_by_id(turn.session, [str(pressed)])]
        if said.is_payload or said.is_silent:
            return []
        is_asked, may_be_new = progress.asked == PRODUCT, progress.asked in (None, PRODUCT)
        if is_asked and said.position is not None and 1 <= said.position <= len(options):
            return [options[said.position - 1].product_id]
        items = [Item(each.product_id, each.title) for each in options]
        named = goods_named(said.text, items, is_answer=is_asked)
        if named.mentions:
            return [each.product_id for each in options if each.product_id in named.mentions[0]]
        return await _of_the_shelf(turn, is_pointing=named.unknown is None) if may_be_new else []


async def _of_the_shelf(turn: Turn, *, is_pointing: bool) -> list[str]:
    """Products of the store that are named, bought or not; else, for "it", the one just spoken of."""
    vocabulary = await turn.shop.search.vocabulary(turn.session)
    named = await named_products(turn.session, turn.said.text, vocabulary)
    if named:
        return list(dict.fromkeys(each.product_id for each in named))
    spoken_of = Shown.kept(turn).spoken_of
    return [spoken_of] if spoken_of and is_pointing and _IT.search(turn.said.text) else []


class HowManyStars:
    """Fills `review_stars` with one to five."""

    slots: ClassVar[tuple[str, ...]] = (STARS,)

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Take them from any message that gives some, also as a correction."""
        if (given := _stars(turn.said, progress)) is not None:
            turn.set(STARS, str(given))
        if turn.get(STARS) is not None:
            return None
        [product] = await products_by_id(turn.session, [str(turn.get(PRODUCT))])
        values = {"product": product.title}
        again = "utter_request_review_stars_again"
        return Ask(STARS, "utter_request_review_stars", again, values, expects=Expects.NUMBER)

    def hears(self, said: Said, progress: Progress) -> bool:
        """Stars, in figures, words or shapes."""
        return progress.asked == STARS and _stars(said, progress) is not None


class ReviewWords(CarefulStep):
    """Fills `review_words` with the title and the text; stars alone are a review, too."""

    slots: ClassVar[tuple[str, ...]] = (WORDS,)

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Take all that is said for the text, once it was asked for."""
        said = turn.said
        if said.first("stars") == ONLY_STARS:
            turn.set(WORDS, {"title": "", "text": ""})
        elif self.claims(said, progress):
            words = "" if _NO_WORDS.fullmatch(said.text) else said.text.strip()
            if len(words) > LONGEST_TEXT:
                return Ask(WORDS, "utter_review_too_long", values={"longest": LONGEST_TEXT})
            turn.set(WORDS, _titled(words))
        elif words := _said_elsewhere(said, progress):
            turn.set(WORDS, _titled(words))
        if turn.get(WORDS) is not None:
            return None
        return Ask(WORDS, "utter_request_review_words", "utter_request_review_words_again")

    def hears(self, said: Said, progress: Progress) -> bool:
        """Whatever is written."""
        return self.claims(said, progress)

    def claims(self, said: Said, progress: Progress) -> bool:
        """All that is typed, but a question of its own, a command, or that it is left."""
        if progress.asked != WORDS or said.is_payload or said.is_silent:
            return False
        if _NO_WORDS.fullmatch(said.text):
            return True
        is_left = _LEAVES.fullmatch(said.text) or (said.intent == "ask_human" and said.is_short)
        is_asked = is_own_matter(said) and said.text.rstrip().endswith("?")
        return not (is_left or is_asked or commanded(said.text) or said.first("order_number"))


def _wanted(turn: Turn, progress: Progress) -> About | None:
    """What the message that began it wants; None where a product was pressed."""
    opening = Said.stored(progress.opening) if progress.opening else turn.said
    if opening.first("stars") == OWN:
        return About.OWN
    return None if opening.is_payload or turn.get(PRODUCT) else about_reviews(opening.text)


def _relevant(said: Said, options: Sequence[Reviewable]) -> list[Reviewable]:
    """Those of the order that is named, or of the latest one; those with a review, where it is changed."""
    number = said.first("order_number")
    if number is not None:
        of_order = [each for each in options if each.order_number == normalise_number(str(number))]
        return of_order or list(options)
    if changes_review(said.text) and (reviewed := [each for each in options if each.is_reviewed]):
        return reviewed
    if said.position == LATEST and _ORDER.search(said.text) and options:
        latest = max(options, key=lambda each: each.delivered_at.timestamp() if each.delivered_at else 0.0)
        return [each for each in options if each.order_number == latest.order_number]
    return list(options)


def _stars(said: Said, progress: Progress) -> int | None:
    if said.is_silent or progress.asked == WORDS:
        return None
    pressed = said.first("stars")
    if pressed is not None and str(pressed).isdigit():
        return min(5, max(1, int(pressed)))
    is_asked = progress.asked == STARS or progress.is_summarised
    return None if said.is_payload else stars_in(said.text, is_asked=is_asked)


def _said_elsewhere(said: Said, progress: Progress) -> str:
    """The words of a review that stand in the message that begins it, or that replaces them later."""
    if said.is_payload or said.is_silent:
        return ""
    if progress.is_summarised:
        found = _REWORDS.match(said.text)
        return found[1].strip().strip("\"'“”") if found else ""
    found = _AFTER_COLON.search(said.text) if progress.asked is None else None
    words = without_stars(found[1]) if found else ""
    return words if len(words.split()) >= _FEWEST_WORDS else ""


def _titled(words: str) -> dict[str, str]:
    """The title and the text: a first sentence that is short enough, where more follows."""
    head, mark, rest = words.partition("\n")
    if not mark:
        found = re.match(r"(.+?[.!?])\s+(\S.*)$", words, re.DOTALL)
        head, rest = (found[1].rstrip("."), found[2]) if found else ("", words)
    is_title = head.strip() and rest.strip() and len(head) <= min(60, LONGEST_TITLE)
    return {"title": head.strip(), "text": rest.strip()} if is_title else {"title": "", "text": words}


def _told(turn: Turn, review: OwnReview) -> str:
    facts = {"product": review.product, "stars": review.stars}
    day = on_day(turn.clock.day_of(review.created_at), turn.clock.today())
    if review.status is ReviewStatus.REFUSED and review.refused_for is not None:
        reason = turn.words.phrase(f"utter_review_refused_for_{review.refused_for.value}")
        return turn.words.phrase("utter_own_review_refused", reason=reason, **facts)
    return turn.words.phrase(f"utter_own_review_{review.status.value}", day=day, **facts)
