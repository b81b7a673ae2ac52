"""The shape of flows that change something: a summary of what will happen, an explicit yes, then it."""

import re
from collections.abc import Awaitable, Callable
from typing import Any, ClassVar

from actions.flows.flow import Ask, Done, Flow, Outcome, Progress
from actions.said import Said
from actions.shop import Turn
from commerce.plans import PlanChanged, fingerprint

_YES = re.compile(
    r"^\W*(yes|yep|yeah|yup|sure|ok|okay|confirm\w*|please do|do it|go ahead|sounds good|absolutely)\b",
    re.IGNORECASE,
)


class Possible:
    """Asks the core whether the request can be met at all, before the shopper answers more questions.

    Not once the yes was asked for: then applying checks everything, and a repeated yes must find its outcome.
    """

    slots: ClassVar[tuple[str, ...]] = ()

    def __init__(self, check: Callable[[Turn], Awaitable[object]]) -> None:
        self._check = check

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Nothing to ask; `check` raises what the core refuses."""
        if progress.asked != ChangeFlow.confirmation or turn.is_correction:
            await self._check(turn)
        return None

    def hears(self, said: Said, progress: Progress) -> bool:
        """It asks nothing."""
        del said, progress
        return False


class ChangeFlow(Flow):
    """Previews a plan of the core, asks for a yes to that very plan, and applies it.

    `utter_<name>_summary` tells the plan and asks; `utter_<name>_done` tells what happened and what is next.
    """

    async def preview(self, turn: Turn) -> Any:
        """The plan as it stands; raises what the core refuses."""
        raise NotImplementedError

    async def apply(self, turn: Turn, agreed: str) -> Any:
        """Do the plan whose fingerprint is `agreed`; raises PlanChanged when it is another one now."""
        raise NotImplementedError

    def facts(self, turn: Turn, plan: Any) -> dict[str, Any]:
        """What the summary and the confirmation say about the plan."""
        raise NotImplementedError

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
        if is_asked and agreed is not None and self._is_yes(turn):
            try:
                done = await self.apply(turn, agreed)
            except PlanChanged as moved:
                turn.say("utter_plan_changed")
                progress.question = None  # a new plan is a new question, not the old one asked again
                return self._summary(turn, progress, moved.plan)
            turn.say(f"utter_{self.name}_done", **self.facts(turn, done))
            return Done()
        if is_asked and turn.said.intent == "deny":
            turn.say("utter_nothing_changed")
            return Done()
        return self._summary(turn, progress, await self.preview(turn))

    def _summary(self, turn: Turn, progress: Progress, plan: Any) -> Ask:
        progress.memory["agreed"] = fingerprint(plan)
        return Ask(
            self.confirmation,
            f"utter_{self.name}_summary",
            again=f"utter_{self.name}_summary",
            values=self.facts(turn, plan),
        )

    @staticmethod
    def _is_yes(turn: Turn) -> bool:
        return turn.said.intent == "affirm" or (
            turn.said.intent != "deny" and not turn.said.is_payload and bool(_YES.match(turn.said.text))
        )
