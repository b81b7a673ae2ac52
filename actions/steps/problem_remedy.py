"""The steps of a problem that take how it is described and what should be done about it."""

import re
from collections.abc import Sequence
from typing import ClassVar

from actions.engine.change import ChangeFlow
from actions.engine.flow import Ask, CarefulStep, HandOver, Outcome, Progress
from actions.language.methods import named_methods
from actions.language.problems import problem_in, remedies_in
from actions.language.said import Said
from actions.steps.lines import spoken_order
from actions.steps.problem_offers import offer_for, problem_of
from actions.turn.shop import Turn
from actions.wording.formats import joined
from actions.wording.quick_replies import quick_reply
from commerce.customers.models import PaymentMethodKind
from commerce.customers.payment_methods import MethodOnFile
from commerce.orders.problem_reports import ProblemKind
from commerce.policies.service import Evidence, Remedy

_NO_ANSWER = frozenset({"affirm", "deny", "repeat_question"})
# Shorter than this, words about an item say that something is wrong and not what.
_TELLING_WORDS = 6
_METHODS = [MethodOnFile(kind.value, kind) for kind in PaymentMethodKind]
ASKS = re.compile(
    r"\?|^\W*(?:what|where|when|who|why|how|can|could|do|does|is|are|will|would)\b", re.IGNORECASE
)
# "Can you send a new one?" is a wish, "how long does a refund take?" is none.
_INQUIRES = re.compile(r"^\W*(?:and |but )?(?:what|where|when|who|why|how|which)\b", re.IGNORECASE)


class Description(CarefulStep):
    """Fills `description` in the shopper's own words, where the policy wants it as evidence.

    A policy that wants a picture is a person's matter: no channel takes pictures yet.
    """

    slots: ClassVar[tuple[str, ...]] = ("description",)

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Take an answer whole, or the words that began it all where they tell enough."""
        evidence = (await offer_for(turn)).evidence
        if heard := self._heard(turn, progress):
            turn.set("description", heard)
        if evidence is not Evidence.NONE and not turn.get("description"):
            question = f"utter_request_description_{turn.get('problem')}"
            items = await _items_told(turn)
            return Ask("description", question, again=f"{question}_again", values={"items": items})
        if evidence is Evidence.PHOTO:
            return HandOver("utter_problem_needs_photo", await problem_told(turn))
        return None

    def hears(self, said: Said, progress: Progress) -> bool:
        """Any words that ask for nothing."""
        is_talk = said.is_payload or said.intent in _NO_ANSWER or said.intent in ("ask_human", "help")
        return progress.asked == "description" and not is_talk and not ASKS.search(said.text)

    def _heard(self, turn: Turn, progress: Progress) -> str | None:
        said = turn.said
        if said.is_payload or said.is_silent:
            return None
        if progress.asked == "description":
            return said.text if self.hears(said, progress) else None
        if turn.get("description") is not None or problem_in(said.text) is not problem_of(turn):
            return None
        is_told = problem_of(turn) is ProblemKind.MISSING_ITEM or len(said.text.split()) >= _TELLING_WORDS
        return said.text if is_told else None


class WhichRemedy(CarefulStep):
    """Fills `remedy` with one that the policy offers and the stock allows; a single one is taken."""

    slots: ClassVar[tuple[str, ...]] = ("remedy",)

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Take the wish, or ask; without any remedy a person has to see to it."""
        offered = (await offer_for(turn)).remedies
        if not offered:
            return HandOver("utter_problem_no_remedy", await problem_told(turn))
        wished = self._wished(turn.said, progress)
        possible = [each for each in wished if each in offered]
        if wished and not possible:
            turn.say("utter_remedy_not_offered", remedies=remedies_told(turn, offered))
        if possible:
            turn.is_heard = True
            turn.set("remedy", possible[0].value)
        elif len(offered) == 1:
            turn.set("remedy", offered[0].value)
        if turn.get("remedy") in offered:
            return None
        turn.set("remedy", None)
        return Ask(
            "remedy",
            "utter_request_remedy",
            again="utter_request_remedy_again",
            values={"remedies": remedies_told(turn, offered)},
            buttons=[
                quick_reply(turn.words.phrase(f"utter_choose_{each.value}"), "inform", remedy=each.value)
                for each in offered
            ],
        )

    def hears(self, said: Said, progress: Progress) -> bool:
        """A remedy, or where the money should go."""
        return (
            progress.asked == "remedy"
            and bool(self._wished(said, progress))
            and not _INQUIRES.search(said.text)
        )

    def claims(self, said: Said, progress: Progress) -> bool:
        """Another remedy at the summary, such as "no, I'd rather have a new one"."""
        is_late_enough = progress.asked in ("refund_to", ChangeFlow.confirmation)
        is_wish = bool(remedies_in(said.text)) and not _INQUIRES.search(said.text)
        return is_late_enough and is_wish and not said.is_payload

    def _wished(self, said: Said, progress: Progress) -> list[Remedy]:
        if (pressed := said.first("remedy")) in list(Remedy):
            return [Remedy(pressed)]
        is_asked = progress.asked == "remedy"
        if said.is_payload or not (is_asked or progress.asked is None or self.claims(said, progress)):
            return []
        wished = remedies_in(said.text)
        if Remedy.STORE_CREDIT in wished or (is_asked and named_methods(said.text, _METHODS)):
            wished.append(Remedy.REFUND)  # the money may go there
        if is_asked and not wished and said.position in (1, 2):
            return [Remedy.REPLACEMENT, Remedy.REFUND][said.position - 1 : said.position]
        return wished


def remedies_told(turn: Turn, remedies: Sequence[Remedy]) -> str:
    """`a replacement or your money back`."""
    return " or ".join(turn.words.phrase(f"utter_remedy_{each.value}") for each in remedies)


async def _items_told(turn: Turn) -> str:
    order = await spoken_order(turn)
    chosen = turn.get("items") or {}
    return joined([line.title for line in order.lines if str(line.id) in chosen])


async def problem_told(turn: Turn) -> str:
    """The problem as a person is told of it: what, of which order, in which words."""
    order = await spoken_order(turn)
    items = await _items_told(turn)
    what = turn.words.phrase(f"utter_kind_{turn.get('problem')}", items=items)
    said = turn.get("description")
    wish = turn.get("remedy")
    return " ".join(
        [
            turn.words.phrase("utter_problem_for_a_person", what=what, number=order.display_number),
            *(
                [turn.words.phrase("utter_problem_wish", wish=turn.words.phrase(f"utter_remedy_{wish}"))]
                if wish
                else []
            ),
            *([turn.words.phrase("utter_problem_in_words", said=said)] if said else []),
        ]
    )
