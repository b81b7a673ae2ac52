"""The one shape of all flows: collect, resolve, summarise, confirm, do, tell what comes next.

Correction, digression and return, "never mind", "what did you ask?", and asking twice at most before offering
a person are here, and in no flow.
"""

from collections.abc import Mapping, Sequence

from rasa_sdk import FormValidationAction, Tracker
from rasa_sdk.events import ActionExecutionRejected, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.escalation import hand_over
from actions.flows.flow import (
    Ask,
    CarefulStep,
    ClaimingStep,
    Done,
    Flow,
    HandOver,
    Outcome,
    Progress,
    Redirect,
    Refuse,
    Step,
)
from actions.flows.questions import question_about
from actions.flows.refusal_facts import refusal_facts
from actions.help_answers import HelpAnswers, passage_cards, quoted
from actions.requests import (
    WAITING,
    forget_order_of_others,
    hand_on,
    heard,
    is_long,
    keep_the_others,
    must_wait,
    next_request,
    was_followed_up,
)
from actions.said import SILENCE, Said
from actions.shop import Event, Shop, Turn
from commerce.errors import CommerceError
from commerce.support.models import Escalation

REQUESTED_SLOT = "requested_slot"
FLOW, PAUSED_FLOWS = "flow", "paused_flows"
MOST_MISSES = 2
MOST_RETURNS = 1  # how often an open question is put again after other things, before it is dropped

# Intents that answer a question; every other one with a rule of its own is a digression.
_ANSWERS = frozenset({"inform", "identify", "affirm", "deny", "correct", "nlu_fallback", "out_of_scope"})
_NOT_UNDERSTOOD = frozenset({"nlu_fallback", "out_of_scope"})
_LEAVE = {"never_mind": "utter_left_it", "goodbye": "utter_goodbye"}


class ValidateFlowForm(FormValidationAction):
    """Runs a flow as a Rasa form.

    Where `FormValidationAction` has a hook per slot, each with its own reads, this walks the flow's steps in
    one transaction; the slots it requires are whatever the next step asks for.
    """

    def __init__(
        self,
        flow: Flow,
        flows: Mapping[str, Flow],
        actions: Mapping[str, str],
        shop: Shop,
        help_answers: HelpAnswers,
    ) -> None:
        self._flow = flow
        self._flows = flows
        self._actions = actions
        self._shop = shop
        self._help = help_answers

    def name(self) -> str:
        """The name that Rasa wants of a form's validation."""
        return f"validate_{self._flow.form}"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[Event]:
        """Answer one message in the flow, or leave it to the rules when it is a digression."""
        progress = Progress.stored(tracker.slots.get(FLOW), self._flow.name)
        if progress is None:
            said = heard(tracker, self._flow.name)
        else:
            said = SILENCE if self._comes_back(tracker) else Said.by(tracker).in_flow()
            if self._is_digression(said, progress):
                return [ActionExecutionRejected(self._flow.form)]
        async with self._shop.turn(dispatcher, tracker, domain, said) as turn:
            if progress is None:
                if must_wait(turn, self._flow.name):
                    first = next_request(turn, self._actions)
                    return [*turn.slot_events(), SlotSet(REQUESTED_SLOT, None), *first]
                self._begin(turn)
            return await self._serve(turn, progress or Progress(self._flow.name, opening=said.storable()))

    def _comes_back(self, tracker: Tracker) -> bool:
        """Whether the message was already answered: by a rule, or by a flow in between."""
        if was_followed_up(tracker):
            return True
        for event in reversed(tracker.events):
            if event["event"] == "user":
                return False
            if event["event"] == "action_execution_rejected" and event["name"] == self._flow.form:
                return True
        return False

    def _is_digression(self, said: Said, progress: Progress) -> bool:
        if said.is_silent or said.intent in _ANSWERS or said.intent in _LEAVE:
            return False
        if question_about(self._flow.name, said):
            return False
        is_of_this_flow = self._actions.get(said.intent) == self._flow.form  # by another name, too
        if is_of_this_flow or said.intent == "repeat_question" or self._is_claimed(said, progress):
            return False
        if self._flow.is_agreed(said, progress):
            return False
        return said.is_payload or not any(step.hears(said, progress) for step in self._flow.steps)

    def _is_claimed(self, said: Said, progress: Progress) -> bool:
        claiming = [step for step in self._flow.steps if isinstance(step, ClaimingStep)]
        return any(step.claims(said, progress) for step in claiming)

    def _begin(self, turn: Turn) -> None:
        """Start clean; the flow that is interrupted by this is kept with what it has collected."""
        keep_the_others(turn, self._flow.name)
        forget_order_of_others(turn, self._flow.name)
        paused = [each for each in turn.get(PAUSED_FLOWS) or [] if each["flow"]["flow"] != self._flow.name]
        interrupted = turn.get(FLOW)
        if interrupted:
            slots = self._flows[interrupted["flow"]].slots
            paused.append({"flow": interrupted, "slots": {slot: turn.get(slot) for slot in slots}})
        turn.set(PAUSED_FLOWS, paused or None)
        for slot in self._flow.slots:
            turn.set(slot, None)

    async def _serve(self, turn: Turn, progress: Progress) -> list[Event]:
        said = turn.said
        is_asked_back = said.intent == "repeat_question" or await self._answers(turn, progress)
        is_agreed = self._flow.is_agreed(said, progress)
        if said.intent in _LEAVE and not is_agreed and not self._is_claimed(said, progress):
            turn.say(_LEAVE[said.intent])
            turn.set(PAUSED_FLOWS, None)
            turn.set(WAITING, None)
            return self._end(turn)
        if is_asked_back:
            turn.said = SILENCE
        if number := turn.said.first("order_number"):
            progress.memory["named_order"] = str(number)
        outcome = await self._walk(turn, progress)
        if isinstance(outcome, Ask):
            return await self._ask(turn, progress, outcome, is_asked_back=is_asked_back)
        if isinstance(outcome, Redirect):
            hand_on(turn, Said.stored(progress.opening), outcome.flow)
        if isinstance(outcome, Refuse):
            turn.say(outcome.response, buttons=outcome.buttons, **outcome.values)
        if isinstance(outcome, HandOver):
            if outcome.response:
                turn.say(outcome.response, **outcome.values)
            await hand_over(turn, Escalation.POLICY, matter=outcome.summary)
        return self._end(turn)

    async def _answers(self, turn: Turn, progress: Progress) -> bool:
        """Whether the message asks about the matter itself, which the help then answers in its light."""
        query = question_about(self._flow.name, turn.said) if progress.asked is not None else None
        found = await self._help.find(turn, query.words, query.topic) if query else []
        if found:
            turn.say("utter_policy", heading="", passage=quoted(found), cards=passage_cards(turn, found))
        return bool(found)

    async def _walk(self, turn: Turn, progress: Progress) -> Outcome:
        """Take every step, then finish; what the core refuses is put in words."""
        try:
            is_agreed = self._flow.is_agreed(turn.said, progress)
            for number, step in enumerate(self._flow.steps):
                if is_agreed and isinstance(step, CarefulStep):
                    continue  # what was agreed to is done or refused as it was summarised
                await self._catch_up(turn, progress, number)
                before = [turn.get(slot) for slot in step.slots]
                outcome = await step.take(turn, progress)
                if any(before) and before != [turn.get(slot) for slot in step.slots]:
                    self._correct(turn, self._flow.steps[number + 1 :])
                if outcome is not None:
                    return outcome
            return await self._flow.finish(turn, progress) or Done()
        except CommerceError as refusal:
            response = self._flow.response_to(refusal)
            if response is None:
                raise
            facts = refusal_facts(refusal, turn.clock.today())
            if type(refusal) in self._flow.for_a_person:
                return HandOver(response, await self._flow.summary(turn, progress, refusal), facts)
            return Refuse(response, facts)

    async def _catch_up(self, turn: Turn, progress: Progress, number: int) -> None:
        """Let a step that is reached only now hear how the flow began: nothing has to be said twice."""
        is_opening = progress.asked is None
        if number >= progress.reached and progress.opening and not is_opening:
            said, asked = turn.said, progress.asked
            turn.said, progress.asked = Said.stored(progress.opening), None
            await self._flow.steps[number].take(turn, progress)
            turn.said, progress.asked = said, asked
        progress.reached = max(progress.reached, number + 1)

    @staticmethod
    def _correct(turn: Turn, later_steps: Sequence[Step]) -> None:
        """What was collected for the former choice does not hold for the new one; careful steps check."""
        turn.is_correction = True
        for step in later_steps:
            for slot in () if isinstance(step, CarefulStep) else step.slots:
                turn.set(slot, None)

    async def _ask(
        self, turn: Turn, progress: Progress, question: Ask, *, is_asked_back: bool
    ) -> list[Event]:
        """Ask, ask once more in other words, then offer a person; drop what other things have overtaken."""
        before = (progress.asked, progress.question, progress.about)
        if before != (question.slot, question.response, question.about):
            progress.asked, progress.question, progress.misses = question.slot, question.response, 0
            progress.about, progress.returns = question.about, 0
        elif turn.said.is_silent:
            progress.returns += not is_asked_back
        elif not (turn.is_correction or (turn.is_heard and progress.is_summarised)):
            progress.misses += 1
        if progress.returns > MOST_RETURNS:
            turn.say("utter_question_dropped", topic=turn.words.phrase(f"utter_title_{self._flow.name}"))
            return self._end(turn)
        if progress.misses >= MOST_MISSES:
            return await self._give_up(turn)
        response = question.again if progress.misses and question.again else question.response
        turn.say(response, buttons=question.buttons, **question.values)
        turn.remember(FLOW, progress.storable())  # Rasa rejects a form that sets nothing
        return [*turn.slot_events(), SlotSet(REQUESTED_SLOT, question.slot)]

    async def _give_up(self, turn: Turn) -> list[Event]:
        if turn.said.intent in _NOT_UNDERSTOOD:
            await hand_over(turn, Escalation.NOT_UNDERSTOOD)
        else:
            turn.say("utter_offer_person")
            turn.remember("offered", "ask_human")
        return self._end(turn)

    def _end(self, turn: Turn) -> list[Event]:
        """Forget what only this flow needed; take up what waits, or the flow that was interrupted."""
        for slot in self._flow.slots:
            turn.set(slot, None)
        turn.remember(FLOW, None)
        follow_up = next_request(turn, self._actions) or self._resume(turn)
        return [*turn.slot_events(), SlotSet(REQUESTED_SLOT, None), *follow_up]

    @staticmethod
    def _resume(turn: Turn) -> list[Event]:
        paused = list(turn.get(PAUSED_FLOWS) or [])
        if not paused or is_long(turn.tracker):
            return []
        interrupted = paused.pop()
        turn.set(PAUSED_FLOWS, paused or None)
        turn.set(FLOW, interrupted["flow"])
        for slot, value in interrupted["slots"].items():
            turn.set(slot, value)
        return [FollowupAction(f"{interrupted['flow']['flow']}_form")]
