"""What a message is beside an answer to the open question: another request, a question, a digression."""

from collections.abc import Mapping
from dataclasses import replace

from actions.engine.flow import Flow, Progress
from actions.engine.questions import Query, asks_the_sum, question_about, question_besides
from actions.engine.reading import Taken, beside_refusal, is_own_matter
from actions.language.asides import asked_first, names_only_the_order
from actions.language.commands import commanded
from actions.language.said import Said
from actions.language.worded import worded_request

NEAR_ENOUGH = 0.4  # in meaning, as a cosine, for an article to answer any question
# Intents that answer a question; every other one with a rule of its own is a digression.
_ANSWERS = frozenset({"inform", "identify", "affirm", "deny", "correct", "nlu_fallback", "out_of_scope"})


class Hearing:
    """Tells it of one flow; `actions` has the action that serves each request."""

    def __init__(self, flow: Flow, actions: Mapping[str, str]) -> None:
        self._flow = flow
        self._actions = actions

    def is_digression(self, said: Said, progress: Progress) -> bool:
        """Whether the rules serve the message, after which the flow is taken up again."""
        if said.is_silent or said.intent in _ANSWERS or self.beside_refusal(said, progress) is not None:
            return False
        if question_about(self._flow.name, said) or self.asks_the_sum(said):
            return False
        is_of_this_flow = self._actions.get(said.intent) == self._flow.form  # by another name, too
        if is_of_this_flow or said.intent == "repeat_question" or self._flow.claims(said, progress):
            return False
        return said.is_payload or not any(step.hears(said, progress) for step in self._flow.steps)

    def asked_meanwhile(self, said: Said, progress: Progress, how: Taken) -> Said | None:
        """Another request that the words make, though they were taken for an answer or not understood."""
        if how is not Taken.OTHERWISE or said.is_payload:
            return None
        if beside := self._standing_apart(said, progress):
            return beside
        if not self._may_answer(said) or self._hears(said, progress):
            return None
        asked = asked_first(said.text) if progress.is_summarised else None
        if asked is None and said.intent == self._flow.name:
            return None
        request = commanded(said.text) if asked is None else _request_in(asked)
        if request in (None, self._flow.name) or (asked and question_about(self._flow.name, said)):
            return None
        return replace(said, intent=str(request), text=asked or said.text, requests=(), parts=())

    def _standing_apart(self, said: Said, progress: Progress) -> Said | None:
        """A request of its own behind what is neither a yes nor a no: "maybe, and also return my lamp"."""
        further = self._flow.request_besides(said, progress)
        if further is None or self.beside_refusal(said, progress) is not None:
            return None
        return replace(said, intent=further.intent, text=further.rest, requests=(), parts=())

    def beside_refusal(self, said: Said, progress: Progress) -> Said | None:
        """What is asked for beside a no, if it is served for good; see `reading.beside_refusal`."""
        beside = beside_refusal(self._flow, said, progress)
        if beside is None:
            return None
        is_request = beside.intent in self._actions and beside.intent != self._flow.name
        return beside if is_request or is_own_matter(beside) else None

    def asks_the_sum(self, said: Said) -> bool:
        """Whether it is asked what the flow brings or costs the shopper."""
        return bool(self._flow.tells_sums) and asks_the_sum(said)

    def query(self, said: Said, progress: Progress) -> Query | None:
        """What to look up for a question about the matter, or one that nobody else hears."""
        if progress.asked is None:
            return None
        if query := question_about(self._flow.name, said):
            return query
        if not self._may_answer(said) or self._hears(said, progress):
            return None
        if progress.is_summarised and (asked := asked_first(said.text)):
            return Query(asked, nearest=NEAR_ENOUGH)
        return question_besides(self._flow.name, said)

    def _may_answer(self, said: Said) -> bool:
        """Whether it was taken for no other request: "cancel it, but first tell me" is of the flow itself."""
        return said.intent in _ANSWERS or said.intent == self._flow.name

    def _hears(self, said: Said, progress: Progress) -> bool:
        """Whether a step knows the message for its own, or for an answer to its open question."""
        return self._flow.claims(said, progress) or any(
            step.hears(said, progress) for step in self._flow.steps
        )


def _request_in(asked: str) -> str | None:
    """The flow that answers what is to be told before a yes."""
    return "show_order_details" if names_only_the_order(asked) else worded_request(asked)
