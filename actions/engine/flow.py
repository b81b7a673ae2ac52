"""What a flow declares: its name, its steps, and what happens when they are all taken."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar, Protocol

from actions.engine.deeds import DEEDS, beginnings
from actions.language.agreement import Deed, leaves
from actions.language.further import Further
from actions.language.mood import Mood, mood_of
from actions.language.said import Said
from actions.turn.shop import Turn
from actions.wording.responses import Button
from commerce.errors import CommerceError
from commerce.locks.standing import AccountLocked
from commerce.orders.models import OrderStatus
from commerce.orders.refusals import OrderNotPending
from commerce.returns.refusals import NotDelivered
from commerce.support.asking import Asks, Expects, Subject
from commerce.support.models import Escalation

_OF_EVERY_FLOW: Mapping[type[CommerceError], str] = {AccountLocked: "utter_account_locked"}
_NOTHING = Deed("do")
# Slots that make a flow, or a question, one about an order.
_OF_ORDERS = frozenset({"chosen_order", "chosen_return", "order_number"})


@dataclass(frozen=True)
class Ask:
    """A question that fills `slot`. `again` is its wording when the first one was not answered.

    Asked with the same words about something else (`about`), it is another question.
    """

    slot: str
    response: str
    again: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    buttons: Sequence[Button] = ()
    about: str = ""
    expects: Expects = Expects.WORDS


@dataclass(frozen=True)
class Refuse:
    """The flow cannot go on, and these words say why."""

    response: str
    values: Mapping[str, Any] = field(default_factory=dict)
    buttons: Sequence[Button] = ()


@dataclass(frozen=True)
class Done:
    """The flow is over; what was to be said has been said."""


@dataclass(frozen=True)
class Redirect:
    """What was asked for is the matter of another flow, which takes over with all that was said.

    `facts` are entities that the flow hears besides, as if the shopper had named them.
    """

    flow: str
    facts: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class HandOver:
    """Only a person can go on: says `response`, if any, and passes the chat on with `summary` for them."""

    response: str | None
    summary: str
    values: Mapping[str, Any] = field(default_factory=dict)
    escalation: Escalation = Escalation.POLICY


Outcome = Ask | Refuse | Done | Redirect | HandOver | None


class Step(Protocol):
    """One thing a flow needs. Steps are taken in order on every message: an answer may change any of them."""

    @property
    def slots(self) -> tuple[str, ...]:
        """What it fills; forgotten when an earlier step changes."""
        ...

    async def take(self, turn: Turn, progress: "Progress") -> Outcome:
        """None when it has what it needs, which may already have been said; else a question or a refusal."""
        ...

    def hears(self, said: Said, progress: "Progress") -> bool:
        """Whether the message answers this step's open question, whatever its intent seems to be."""
        ...


class AsksNothing:
    """A step that only looks at what was said, or whether it can be done: nothing is an answer to it."""

    slots: ClassVar[tuple[str, ...]] = ()

    def hears(self, said: Said, progress: "Progress") -> bool:
        """Nothing."""
        del said, progress
        return False


class ClaimingStep:
    """A step that may know a message for its own, whatever the message was taken for."""

    def claims(self, said: Said, progress: "Progress") -> bool:
        """Whether the message certainly speaks of what this step holds, whatever its intent seems to be."""
        del said, progress
        return False

    def holds(self, text: str, progress: "Progress") -> bool:
        """Whether `text` names what this step has settled."""
        del text, progress
        return False


class CarefulStep(ClaimingStep):
    """A step that checks what it holds on every message, so that it outlives corrections before it."""


class OutlivingStep:
    """A step whose answers stay in the conversation, whatever flow needs them; `asks` are their slots."""

    asks: ClassVar[tuple[str, ...]]


class Flow:
    """A kind of request. Its intent and its form carry its name."""

    name: ClassVar[str]
    also: ClassVar[tuple[str, ...]] = ()  # other intents that begin it
    steps: ClassVar[tuple[Step, ...]]
    # Which response words each refusal of the core, with its public attributes as values.
    refusals: ClassVar[Mapping[type[CommerceError], str]] = {}
    # The questions that tell what the shopper gets or pays, as a summary does.
    tells_sums: ClassVar[frozenset[str]] = frozenset()
    # Those refusals that ask for another answer: the slot that it fills.
    asked_anew: ClassVar[Mapping[type[CommerceError], str]] = {}
    # Those refusals that are not the end: a person may decide otherwise, and is told `summary`.
    for_a_person: ClassVar[frozenset[type[CommerceError]]] = frozenset()

    async def tells_sum(self, turn: Turn, progress: "Progress") -> bool:
        """Whether the open question tells what the shopper gets or pays, or it was told now."""
        del turn
        return progress.asked in self.tells_sums

    async def finish(self, turn: Turn, progress: "Progress") -> Outcome:
        """Do what was asked for, every step being taken, and tell what comes next."""
        raise NotImplementedError

    def response_to(self, refusal: CommerceError) -> str | None:
        """The response that tells the refusal; None when the flow has no words for it."""
        response = self.refusals.get(type(refusal)) or _OF_EVERY_FLOW.get(type(refusal))
        is_of_cancelled = (
            isinstance(refusal, OrderNotPending | NotDelivered) and refusal.status is OrderStatus.CANCELLED
        )
        return "utter_order_is_cancelled" if response and is_of_cancelled else response

    async def summary(self, turn: Turn, progress: "Progress", refusal: CommerceError) -> str:
        """What a person has to know of the request that was refused."""
        del turn, progress
        return str(refusal)

    def is_agreed(self, said: Said, progress: "Progress") -> bool:
        """Whether the message only agrees to what was summarised, so that no step has to hear it."""
        del said, progress
        return False

    def further(self, said: Said, progress: "Progress") -> Further | None:
        """What is asked for beside a plain yes to the summary: of "yes, and return my lamp" the return."""
        del said, progress
        return None

    def request_besides(self, said: Said, progress: "Progress") -> Further | None:
        """What stands apart from the summary in it, whatever is said before: "maybe, and return my lamp"."""
        del said, progress
        return None

    def is_declined(self, said: Said, progress: "Progress") -> bool:
        """Whether the message only refuses what was summarised."""
        del said, progress
        return False

    def leaves(self, text: str, progress: "Progress") -> bool:
        """Whether `text` says in so many words that nothing is to be done."""
        del progress
        return leaves(text, _NOTHING)

    def insists(self, text: str, progress: "Progress") -> bool:
        """Whether `text` only asks again for what the flow is about to do."""
        del text, progress
        return False

    def mood(self, said: Said) -> Mood:
        """Whether the words ask for the flow or forbid it."""
        mood = Mood.ASKS_FOR if said.is_payload else mood_of(said.text, *beginnings(self.name))
        return mood if mood is Mood.FORBIDS else Mood.ASKS_FOR

    def claims(self, said: Said, progress: "Progress") -> bool:
        """Whether a step knows the message for its own, whatever it was taken for."""
        return any(step.claims(said, progress) for step in self._claiming)

    def holds(self, text: str, progress: "Progress") -> bool:
        """Whether `text` names what a step has settled."""
        return any(step.holds(text, progress) for step in self._claiming)

    @property
    def _claiming(self) -> list[ClaimingStep]:
        return [step for step in self.steps if isinstance(step, ClaimingStep)]

    @property
    def replaces(self) -> bool:
        """Whether "... instead" gives up what was under way: not for a question in between."""
        return self.name in DEEDS

    def cancels(self, progress: "Progress") -> bool:
        """Whether "cancel it" asks for what the flow is about to do."""
        del progress
        return False

    def asks(self, question: Ask) -> Asks:
        """What the channel is told of a question."""
        is_of_order = not _OF_ORDERS.isdisjoint((*self.slots, question.slot))
        return Asks(question.expects, Subject.ORDER if is_of_order else None)

    @property
    def intents(self) -> tuple[str, ...]:
        """What begins it."""
        return (self.name, *self.also)

    @property
    def form(self) -> str:
        """The name of the flow's form in the domain."""
        return f"{self.name}_form"

    @property
    def asked_of_everybody(self) -> tuple[str, ...]:
        """The slots that its steps may ask for and that outlive it: who the shopper is."""
        return next((step.asks for step in self.steps if isinstance(step, OutlivingStep)), ())

    @property
    def slots(self) -> tuple[str, ...]:
        """Every slot that lives as long as the flow."""
        return tuple(slot for step in self.steps for slot in step.slots)


@dataclass
class Progress:
    """How far a flow has come, kept in the slot `flow` between messages."""

    flow: str
    asked: str | None = None  # the slot of the open question
    question: str | None = None  # its response
    about: str = ""  # what it asks about, where the same words ask about several things
    misses: int = 0  # how often it was not answered
    returns: int = 0  # how often it was put again after something else
    memory: dict[str, Any] = field(default_factory=dict)  # what steps keep for themselves
    opening: dict[str, Any] = field(default_factory=dict)  # the message that began the flow
    reached: int = 0  # how many steps have heard it

    @property
    def is_summarised(self) -> bool:
        """Whether all was collected, and the yes was asked for."""
        return self.asked == "confirmed"

    @classmethod
    def stored(cls, value: Any, flow: str) -> "Progress | None":
        """The progress of `flow` as the slot has it; None when the slot is another flow's or empty."""
        return cls(**value) if isinstance(value, dict) and value.get("flow") == flow else None

    def storable(self) -> dict[str, Any]:
        """What goes into the slot."""
        return asdict(self)
