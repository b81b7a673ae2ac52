"""The shape of flows that change something: a summary of what will happen, an explicit yes, then it."""

import re
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from typing import Any, ClassVar

from actions.engine.deeds import DEEDS, beginnings
from actions.engine.flow import Ask, AsksNothing, Done, Flow, Outcome, Progress
from actions.engine.text_proof import prove_texter, prove_texter_again
from actions.language.agreement import Deed, agrees, agrees_and_adds, declines, insists, leaves
from actions.language.further import Further, further_requests
from actions.language.mood import Mood, mood_of
from actions.language.said import Said
from actions.turn.shop import Turn
from actions.wording.responses import Button
from commerce.changes import Change, carry_out, preview
from commerce.plans import PlanChanged, fingerprint
from commerce.support.asking import Expects

_YES_AND = re.compile(
    r"^\W*(?:yes|yep|yeah|yup|ok|okay|sure|alright|fine|go ahead)\b(?:\W*(?:please|sure|thanks)\b)*\W*"
    r"(?:and|but|also|plus|with|as long as|if|provided|unless)\s+\w+\W+\w+",
    re.IGNORECASE,
)


class Possible(AsksNothing):
    """Asks the core whether the request can be met at all, before the shopper answers more questions.

    Not once the yes was asked for: then applying checks everything, and a repeated yes must find its outcome.
    """

    def __init__(self, check: Callable[[Turn], Awaitable[object]]) -> None:
        self._check = check

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Nothing to ask; `check` raises what the core refuses."""
        if progress.asked != ChangeFlow.confirmation or turn.is_correction:
            await self._check(turn)
        return None


class ChangeFlow(Flow):
    """Previews a plan of the core, asks for a yes to that very plan, and applies it.

    `utter_<name>_summary` tells the plan and asks; `utter_<name>_done` tells what happened and what is next.
    """

    def change(self, turn: Turn) -> Change[Any, Any, Any]:
        """Make the core's change of what the steps have found out."""
        raise NotImplementedError

    async def preview(self, turn: Turn) -> Any:
        """The plan as it stands; raises what the core refuses."""
        return await preview(turn.context, self.change(turn))

    async def apply(self, turn: Turn, agreed: str) -> Any:
        """Do the plan whose fingerprint is `agreed`; raises PlanChanged when it is another one now."""
        return await carry_out(turn.context, replace(self.change(turn), agreed=agreed))

    def facts(self, turn: Turn, plan: Any) -> dict[str, Any]:
        """What the summary and the confirmation say about the plan."""
        raise NotImplementedError

    def variant(self, turn: Turn) -> str:
        """What the request at hand comes down to, as a key of the flow's `DEEDS`."""
        del turn
        return ""

    def told(self, done: Any) -> str:
        """The response that tells what was done."""
        del done
        return f"utter_{self.name}_done"

    async def follow_up(self, turn: Turn, done: Any) -> Outcome:
        """What happens once it is done and told."""
        del turn, done
        return Done()

    # The question whose answer is the yes.
    confirmation: ClassVar[str] = "confirmed"

    @property
    def slots(self) -> tuple[str, ...]:
        """The steps' slots and the yes."""
        return (*super().slots, self.confirmation)

    async def finish(self, turn: Turn, progress: Progress) -> Outcome:
        """Summarise, or act on the answer to the summary."""
        agreed: str | None = progress.memory.get("agreed")
        is_asked = progress.asked == self.confirmation and not turn.is_correction
        if is_asked and agreed is not None and self.is_agreed(turn.said, progress):
            if question := await prove_texter_again(turn, progress):
                return question
            try:
                done = await self.apply(turn, agreed)
            except PlanChanged as moved:
                turn.say("utter_plan_changed")
                progress.question = None  # a new plan is a new question, not the old one asked again
                return await self._proven_summary(turn, progress, moved.plan)
            turn.say(self.told(done), **self.facts(turn, done))
            return await self.follow_up(turn, done)
        if is_asked and _wishes_more(turn.said.text) and not turn.is_heard:
            turn.say("utter_cannot_add")
        return await self._proven_summary(turn, progress, await self.preview(turn))

    async def _proven_summary(self, turn: Turn, progress: Progress, plan: Any) -> Outcome:
        return await prove_texter(turn, progress, plan) or self._summary(turn, progress, plan)

    def _summary(self, turn: Turn, progress: Progress, plan: Any) -> Ask:
        response, facts = f"utter_{self.name}_summary", self.facts(turn, plan)
        buttons = turn.words.buttons(response, **facts)
        progress.memory |= {
            "agreed": fingerprint(plan),
            "variant": self.variant(turn),
            "number": turn.get("chosen_order") or "",
            "titles": {answer: _titles(buttons, answer) for answer in ("affirm", "deny")},
        }
        return Ask(self.confirmation, response, again=response, values=facts, expects=Expects.AGREEMENT)

    def deed(self, progress: Progress) -> Deed:
        """What the flow does, as it was last summarised."""
        return DEEDS[self.name][progress.memory.get("variant", "")]

    def is_agreed(self, said: Said, progress: Progress) -> bool:
        """Whether it is a plain yes to the summary, whatever its intent seems to be."""
        if progress.asked != self.confirmation or said.is_silent:
            return False
        if said.is_payload:
            return said.intent == "affirm"
        titles = progress.memory.get("titles", {}).get("affirm", ())
        summarised = (self.deed(progress), titles, progress.memory.get("number", ""))
        return agrees(said.text, *summarised) or agrees_and_adds(said.text, *summarised)

    def further(self, said: Said, progress: Progress) -> Further | None:
        """Another flow's request, or the same of another order; nothing about what was summarised."""
        if progress.asked != self.confirmation or said.is_payload:
            return None
        asked = self._standing_apart(said, progress, may_replace=False)
        return next(
            (each for each in asked if self.is_agreed(replace(said, text=said.text[: each.end]), progress)),
            None,
        )

    def request_besides(self, said: Said, progress: Progress) -> Further | None:
        """As `further`, behind something else than a yes."""
        is_open = progress.asked == self.confirmation and not said.is_payload
        return next(self._standing_apart(said, progress, may_replace=True), None) if is_open else None

    def _standing_apart(self, said: Said, progress: Progress, *, may_replace: bool) -> Iterator[Further]:
        asked = further_requests(said.text, may_replace=may_replace)
        return (each for each in asked if self._stands_apart(each, progress))

    def _stands_apart(self, asked: Further, progress: Progress) -> bool:
        number = progress.memory.get("number", "")
        if asked.intent == self.name:
            return asked.names_other_order(number)
        is_of_this = asked.names_order(number) or self.holds(asked.rest, progress)
        return asked.intent not in DEEDS or not is_of_this

    def is_declined(self, said: Said, progress: Progress) -> bool:
        """Whether it is a plain no to the summary."""
        if progress.asked != self.confirmation or said.is_silent:
            return False
        if said.is_payload:
            return said.intent == "deny"
        titles = progress.memory.get("titles", {}).get("deny", ())
        return declines(said.text, self.deed(progress), titles)

    def leaves(self, text: str, progress: Progress) -> bool:
        """With the verbs of the flow's deed, too: "don't cancel it"."""
        return leaves(text, self.deed(progress))

    def cancels(self, progress: Progress) -> bool:
        """Whether the deed is to cancel something."""
        return "cancel" in self.deed(progress).verbs.split("|")

    def insists(self, text: str, progress: Progress) -> bool:
        """The deed alone, before it was summarised: "cancel it"."""
        return progress.asked != self.confirmation and insists(text, self.deed(progress))

    def mood(self, said: Said) -> Mood:
        """Whether the words ask for the deed, forbid it, ask whether it was done, or wonder."""
        return Mood.ASKS_FOR if said.is_payload else mood_of(said.text, *beginnings(self.name))


def _wishes_more(text: str) -> bool:
    """Whether something is joined to a yes: "yes, and gift wrap it"."""
    return _YES_AND.match(text) is not None and "?" not in text


def _titles(buttons: list[Button], answer: str) -> list[str]:
    return [button["title"] for button in buttons if button["payload"] == f"/{answer}"]
