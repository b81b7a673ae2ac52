"""The steps that take what of a profile should change, and its new value."""

from collections.abc import Awaitable, Callable

from actions.engine.flow import Ask, CarefulStep, ClaimingStep, Outcome, Progress, Refuse, Step
from actions.engine.one_time_code import ASK_A_PERSON, CODE, hears_code, prove_by_code
from actions.language.said import Said
from actions.steps.choice import Choice
from actions.turn.shop import Turn
from commerce.customers.codes import CodeRequired, require_recent_code
from commerce.customers.contacts import InvalidEmail, InvalidPhone
from commerce.customers.profile import NothingToChange

FIELD = "profile_field"
_METHOD = r"(card|visa|master\s?card|amex|american express|discover|pay\s?pal|payment( method| option)?)\b"
_FIELDS = {
    "add_method": rf"\b(add|save|store|new|register)\b.{{0,25}}\b{_METHOD}",
    "remove_method": rf"\b(remove|delete|take .*off|forget|erase|drop|unlink)\b.{{0,30}}\b{_METHOD}",
    "default_method": (
        rf"\b(default|preferred|main|usual)\b.{{0,30}}\b{_METHOD}|\b{_METHOD}.{{0,30}}\b(default|preferred)\b"
    ),
    "show": (
        r"\b(what|which|show|see|view|list)\b.*\b(have|on file|saved|stored|details|profile|account)\b"
        r"|\bdo you (still )?have\b|\bis my .* right\b|^\W*(my |show )?(profile|details|payment methods)\W*$"
    ),
    "name": r"\b((last|first|sur|my|full) ?name|surname|spelling of my name)\b",
    "email": r"\be-?mail\b",
    "phone": r"\b(phone|mobile|cell|telephone|my number|number in your)\b",
    "address": r"\baddress|\bi(('| ha)ve)? moved\b|\bmoved house\b|\bwhere i live\b",
}
# What has to be done elsewhere, and says where.
_ELSEWHERE = {"add_method": "utter_add_method_elsewhere", "name": "utter_name_by_a_person"}
_CHANGES_MIND = frozenset({"change_profile", "correct", "deny", "inform"})


class ProfileField(Choice):
    """What of the profile is asked about; once settled, only a correction settles it anew."""

    def __init__(self) -> None:
        super().__init__(FIELD, _FIELDS)

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Take it; refuse what cannot be done here."""
        is_settled = turn.get(FIELD) is not None
        may_change = turn.said.intent in _CHANGES_MIND and progress.asked in (None, FIELD, "confirmed")
        outcome = None if is_settled and not may_change else await super().take(turn, progress)
        progress.memory[FIELD] = turn.get(FIELD)
        if refusal := _ELSEWHERE.get(turn.get(FIELD) or ""):
            return Refuse(refusal, buttons=[ASK_A_PERSON])
        return outcome


class Only(CarefulStep):
    """A step that is taken when the slot `of` has the value `field`, and else passed over."""

    def __init__(self, field: str, step: Step, of: str = FIELD) -> None:
        self.slots = step.slots
        self._field = field
        self._step = step
        self._of = of

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """As the step does."""
        if turn.get(self._of) != self._field:
            for slot in self.slots:
                turn.set(slot, None)
            return None
        return await self._step.take(turn, progress)

    def hears(self, said: Said, progress: Progress) -> bool:
        """As the step does."""
        return progress.memory.get(self._of) == self._field and self._step.hears(said, progress)

    def claims(self, said: Said, progress: Progress) -> bool:
        """As the step does."""
        is_ours = progress.memory.get(self._of) == self._field
        return is_ours and isinstance(self._step, ClaimingStep) and self._step.claims(said, progress)


class NewContact(CarefulStep):
    """Fills `slot` with an e-mail or phone number that `check` lets pass; `entity` is how it is read."""

    def __init__(self, slot: str, entity: str, check: Callable[[Turn, str], Awaitable[object]]) -> None:
        self.slots = (slot,)
        self._entity = entity
        self._check = check

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Take the last one that was said: "change a@x.com to b@x.com" means the second."""
        (slot,) = self.slots
        del progress
        if values := turn.said.entities.get(self._entity):
            number, _, extension = str(values[-1]).partition(";ext=")
            turn.set(slot, number)
            if extension:
                turn.say("utter_phone_without_extension", extension=extension)
        value = turn.get(slot)
        if value is None:
            return Ask(slot, f"utter_request_{slot}", again=f"utter_request_{slot}_again")
        try:
            await self._check(turn, value)
        except (InvalidEmail, InvalidPhone):
            problem = f"utter_wrong_{slot}"
        except NothingToChange:
            problem = f"utter_same_{slot}"
        else:
            return None
        turn.set(slot, None)
        return Ask(slot, problem, again=problem, values={"value": value})

    def hears(self, said: Said, progress: Progress) -> bool:
        """One of its kind, while it is asked for, proven or agreed to."""
        return progress.asked in (*self.slots, CODE, "confirmed") and said.first(self._entity) is not None


class RecentCode:
    """A one-time code that was typed a short while ago, whoever vouched for the shopper before."""

    slots: tuple[str, ...] = ()

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """None while the last one is recent; nothing is needed to look."""
        if turn.get(FIELD) == "show":
            return None
        try:
            await require_recent_code(turn.session, turn.shopper, turn.clock)
        except CodeRequired:
            return await prove_by_code(turn, progress, "utter_offer_profile_code")
        return None

    def hears(self, said: Said, progress: Progress) -> bool:
        """A code."""
        return hears_code(said, progress)
