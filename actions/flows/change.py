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
# "yes, except the mug" and "ok but to my gift card" are corrections, whatever their intent seems to be.
_BUT = re.compile(
    r"\b(but|except|however|only|instead|rather|not|don'?t|without|wait|actually|if|unless|first|also|too|keep"
    r"|add|remove|change (it|the|my|that)|other|another|different)\b",
    re.IGNORECASE,
)
# With these words and no others a yes says nothing else.
_PLAIN = frozenset(
    """
    a absolutely ahead all alright am and aye cancel certainly change confirm confirmed continue
    correct course definitely do done everything exact exactly exchange fine for go good great i i'm
    id indeed is it it's its just k let's lets like looks me much my now of ok okay on order perfect
    please pls proceed refund return right send so sounds submit sure swap thank thanks that that's
    thats the then this to totally very want was way with works would y ya yea yeah yep yes yess you
    yup
    """.split()  # noqa: SIM905  words read better as a text
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
        if is_asked and agreed is not None and _is_yes(turn.said):
            try:
                done = await self.apply(turn, agreed)
            except PlanChanged as moved:
                turn.say("utter_plan_changed")
                progress.question = None  # a new plan is a new question, not the old one asked again
                return self._summary(turn, progress, moved.plan)
            turn.say(self.told(done), **self.facts(turn, done))
            return await self.follow_up(turn, done)
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

    def is_agreed(self, said: Said, progress: Progress) -> bool:
        """Whether it is the yes to the summary and nothing else."""
        if progress.asked != self.confirmation or said.is_silent:
            return False
        words = re.findall(r"[a-z][a-z']*|\d+", said.text.lower().replace("’", "'"))
        is_plain = said.is_payload or all(word in _PLAIN for word in words)
        return is_plain and _is_yes(said)


def _is_yes(said: Said) -> bool:
    if said.is_payload:
        return said.intent == "affirm"
    is_yes = said.intent == "affirm" or (said.intent != "deny" and bool(_YES.match(said.text)))
    return is_yes and not _BUT.search(said.text)
