"""The one shape of all flows: collect, resolve, summarise, confirm, do, tell what comes next.

Correction, digression and return, "never mind", "what did you ask?", and asking twice at most before offering
a person are here, and in no flow.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rasa_sdk import FormValidationAction, Tracker
from rasa_sdk.events import ActionExecutionRejected, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.engine.flow import (
    Ask,
    CarefulStep,
    Done,
    Flow,
    HandOver,
    Outcome,
    Progress,
    Redirect,
    Refuse,
    Step,
)
from actions.engine.hearing import Hearing
from actions.engine.just_told import is_meant_otherwise
from actions.engine.moods import is_for_others
from actions.engine.patience import MOST_MISSES, MOST_RETURNS, count_asking
from actions.engine.paused import FLOW, PAUSED_FLOWS, pause, resume
from actions.engine.reading import Taken, taken
from actions.engine.refusing import refused
from actions.language.said import SILENCE, Said
from actions.replies.help import HelpAnswers, passage_cards, quoted
from actions.turn.escalation import hand_over
from actions.turn.reminded import just_reminded
from actions.turn.requests import (
    drop_waiting,
    forget_order_of_others,
    hand_on,
    heard,
    keep_the_others,
    must_wait,
    next_request,
    was_followed_up,
)
from actions.turn.shop import Event, Shop, Turn
from commerce.errors import CommerceError
from commerce.support.models import Escalation

REQUESTED_SLOT = "requested_slot"

_NOT_UNDERSTOOD = frozenset({"nlu_fallback", "out_of_scope"})
_LEFT = {Taken.LEAVES: "utter_left_it", Taken.DECLINES: "utter_nothing_changed"}
_SAID_BEFORE_ASKING_AGAIN = {
    Taken.NUDGES: "utter_still_here",
    Taken.ASKS_WHETHER: "utter_not_done_yet",
}
_ASKED_AGAIN = frozenset({Taken.REACTS, Taken.INSISTS, *_SAID_BEFORE_ASKING_AGAIN})


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
        self._hearing = Hearing(flow, actions)
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
            how = taken(self._flow, said, progress)
            if how is Taken.OTHERWISE and self._hearing.is_digression(said, progress):
                return [ActionExecutionRejected(self._flow.form)]
        async with self._shop.turn(dispatcher, tracker, domain, said) as turn:
            if progress is None:
                return await self._open(turn)
            if elsewhere := await self._meant_elsewhere(turn, progress, how):
                hand_on(turn, elsewhere, elsewhere.intent)
                return self._go_on(turn)
            return await self._serve(turn, progress, how)

    async def _open(self, turn: Turn) -> list[Event]:
        """Begin the flow, where that is what the message asks for."""
        flow = self._flow
        waits = await is_meant_otherwise(turn, flow.name) or must_wait(turn, flow.name)
        if waits or await is_for_others(turn, flow):
            return self._go_on(turn)
        self._begin(turn)
        return await self._serve(turn, Progress(flow.name, opening=turn.said.storable()), Taken.OTHERWISE)

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

    async def _meant_elsewhere(self, turn: Turn, progress: Progress, how: Taken) -> Said | None:
        """What is said as the request that it is, where it is no answer to this flow's question."""
        if other := self._hearing.asked_meanwhile(turn.said, progress, how):
            return other
        # A yes is to what was said last: to a reminder of a cart, if one came after the question.
        if turn.said.intent == "affirm" and await just_reminded(turn):
            return Said("place_order", "/place_order")
        return None

    def _begin(self, turn: Turn) -> None:
        """Start clean; the flow that is interrupted by this is kept with what it has collected."""
        keep_the_others(turn, self._flow.name)
        forget_order_of_others(turn, self._flow.name)
        pause(turn, self._flow, self._flows)
        for slot in self._flow.slots:
            turn.set(slot, None)

    async def _serve(self, turn: Turn, progress: Progress, how: Taken) -> list[Event]:
        """Do what the message is taken for, or let the steps hear it."""
        if how in _LEFT:
            return self._leave(turn, how, self._hearing.beside_refusal(turn.said, progress))
        is_open = how is Taken.OTHERWISE and progress.asked is not None
        if is_open and (beside := self._hearing.beside_refusal(turn.said, progress)):
            return self._leave(turn, Taken.DECLINES if progress.is_summarised else Taken.LEAVES, beside)
        if how is Taken.AGREES:
            self._let_the_rest_wait(turn, progress)
        if how is Taken.WAITS:
            turn.say("utter_take_your_time")
            turn.remember(FLOW, progress.storable())
            return [*turn.slot_events(), SlotSet(REQUESTED_SLOT, progress.asked)]
        if how in _SAID_BEFORE_ASKING_AGAIN:
            turn.say(_SAID_BEFORE_ASKING_AGAIN[how])
        is_asked_back = how in _ASKED_AGAIN or turn.said.intent == "repeat_question"
        is_asked_back |= how is Taken.OTHERWISE and (
            (self._hearing.asks_the_sum(turn.said) and await self._flow.tells_sum(turn, progress))
            or await self._answers(turn, progress)
        )
        if is_asked_back:
            turn.said = SILENCE
        return await self._take_steps(turn, progress, is_asked_back=is_asked_back)

    def _let_the_rest_wait(self, turn: Turn, progress: Progress) -> None:
        """Hear the yes alone, and serve next what was asked for beside it."""
        further = self._flow.further(turn.said, progress)
        if further is not None:
            rest = Said.part_of(turn.tracker.latest_message, further.intent, further.start)
            hand_on(turn, rest, further.intent)
            turn.said = replace(turn.said, text=turn.said.text[: further.end], entities={}, requests=())

    async def _take_steps(self, turn: Turn, progress: Progress, *, is_asked_back: bool) -> list[Event]:
        if number := turn.said.first("order_number"):
            progress.memory["named_order"] = str(number)
        outcome = await self._walk(turn, progress)
        if isinstance(outcome, Ask):
            return await self._ask(turn, progress, outcome, is_asked_back=is_asked_back)
        if isinstance(outcome, Redirect):
            opening = Said.stored(progress.opening)
            entities = {**opening.entities, **outcome.facts}
            hand_on(turn, replace(opening, entities=entities), outcome.flow)
        if isinstance(outcome, Refuse):
            turn.say(outcome.response, buttons=outcome.buttons, **outcome.values)
        if isinstance(outcome, HandOver):
            if outcome.response:
                turn.say(outcome.response, **outcome.values)
            await hand_over(turn, outcome.escalation, matter=outcome.summary)
        return self._end(turn)

    async def _answers(self, turn: Turn, progress: Progress) -> bool:
        """Whether the message asks about the matter itself, which the help then answers in its light."""
        query = self._hearing.query(turn.said, progress)
        found = await self._help.find(turn, query.words, query.topic) if query else []
        if not query or not found or max(each.similarity for each in found) < query.nearest:
            return False
        turn.say("utter_policy", heading="", passage=quoted(found), cards=passage_cards(turn, found))
        return True

    def _leave(self, turn: Turn, how: Taken, beside: Said | None) -> list[Event]:
        """Leave everything as it is, and serve what else was asked for."""
        is_goodbye = turn.said.intent == "goodbye" and not beside
        turn.say("utter_goodbye" if is_goodbye else _LEFT[how])
        turn.set(PAUSED_FLOWS, None)
        drop_waiting(turn, of=self._flow.name if how is Taken.DECLINES else "")
        if beside and beside.intent in self._actions:
            hand_on(turn, beside, beside.intent)
        elif beside:
            turn.say("utter_what_about_it")
        return self._end(turn)

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
            return await refused(self._flow, turn, progress, refusal)

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
        count_asking(turn, progress, question, is_asked_back=is_asked_back)
        if progress.returns > MOST_RETURNS:
            turn.say("utter_question_dropped", topic=turn.words.phrase(f"utter_title_{self._flow.name}"))
            return self._end(turn)
        if progress.misses >= MOST_MISSES:
            return await self._give_up(turn)
        response = question.again if progress.misses and question.again else question.response
        turn.say(response, buttons=question.buttons, asks=self._flow.asks(question), **question.values)
        turn.remember(FLOW, progress.storable())  # Rasa rejects a form that sets nothing
        return [*turn.slot_events(), SlotSet(REQUESTED_SLOT, question.slot)]

    async def _give_up(self, turn: Turn) -> list[Event]:
        turn.set(PAUSED_FLOWS, None)
        drop_waiting(turn)
        if turn.said.intent in _NOT_UNDERSTOOD:
            await hand_over(turn, Escalation.NOT_UNDERSTOOD)
        else:
            turn.say("utter_offer_person")
            turn.remember("offered", "ask_human")
        return self._end(turn)

    def _go_on(self, turn: Turn) -> list[Event]:
        """Go on without having begun: with what waits, or with the flow that would have been interrupted."""
        running = turn.get(FLOW)
        follow_up = next_request(turn, self._actions)
        if not follow_up and running:
            follow_up = [FollowupAction(f"{running['flow']}_form")]
        return [*turn.slot_events(), SlotSet(REQUESTED_SLOT, None), *follow_up]

    def _end(self, turn: Turn) -> list[Event]:
        """Forget what only this flow needed; take up what waits, or the flow that was interrupted."""
        for slot in self._flow.slots:
            turn.set(slot, None)
        turn.remember(FLOW, None)
        follow_up = next_request(turn, self._actions) or resume(turn)
        return [*turn.slot_events(), SlotSet(REQUESTED_SLOT, None), *follow_up]
