"""Everything an agent can do, by its name and its form: what both desks are made of."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

from commerce.desk import cases, doors, marks
from commerce.desk.doors import AmountNotUsable, Door
from commerce.desk.replying import reply
from commerce.desk.working import Desk
from commerce.errors import CommerceError
from commerce.money import Money
from commerce.policies.service import Remedy
from commerce.problems.review import DECIDED_REMEDIES
from commerce.returns.models import ItemCondition
from commerce.support.models import Resolution
from connectors.edge.errors import ApiError
from connectors.staff.desk.fields import Fields, as_uuid, id_in, number_in, text_in

LONGEST_REPLY = 4_000
RESOLUTIONS = tuple(each for each in Resolution if each is not Resolution.HANDED_BACK)
# For how many minutes a case may be put off at a click.
SNOOZES = (
    ("30", "30 minutes"),
    ("60", "1 hour"),
    ("240", "4 hours"),
    ("1440", "1 day"),
    ("4320", "3 days"),
    ("0", "Wake it"),
)
_MOST_POINTS = 1_000_000
_LONGEST_SNOOZE_MINUTES = 31 * 24 * 60

CaseDeed = Callable[[Desk, UUID, Fields], Awaitable[object]]
CustomerDeed = Callable[[Desk, str, Fields], Awaitable[object]]

# What is done with a case.
CASE_DEEDS: dict[str, CaseDeed] = {
    "claim": lambda desk, case, _: cases.claim(desk, case),
    "release": lambda desk, case, _: cases.release(desk, case),
    "transfer": lambda desk, case, sent: cases.transfer(desk, case, id_in(sent, "to")),
    "priority": lambda desk, case, sent: marks.set_priority(desk, case, _priority(sent)),
    "tags": lambda desk, case, sent: marks.set_tags(desk, case, text_in(sent, "tags").split(",")),
    "snooze": lambda desk, case, sent: marks.snooze(desk, case, _minutes(sent)),
    "reply": lambda desk, case, sent: reply(desk, case, _text(sent)),
    "note": lambda desk, case, sent: cases.write_note(desk, case, _text(sent)),
    "resolve": lambda desk, case, sent: cases.resolve(
        desk, case, _resolution(sent), text_in(sent, "note", LONGEST_REPLY)
    ),
    "hand-back": lambda desk, case, sent: cases.hand_back(
        desk, case, text_in(sent, "summary", LONGEST_REPLY)
    ),
}

# What is done for a customer; an answer goes by the case.
DOORS: dict[Door, CustomerDeed] = {
    Door.APPROVE_RETURN: lambda desk, _, sent: doors.approve(desk, text_in(sent, "rma", 40)),
    Door.REFUSE_RETURN: lambda desk, _, sent: doors.refuse(
        desk, text_in(sent, "rma", 40), text_in(sent, "reason")
    ),
    Door.RECEIVE_RETURN: lambda desk, _, sent: doors.receive(desk, text_in(sent, "rma", 40), _arrived(sent)),
    Door.COMPLETE_REFUND: lambda desk, _, sent: doors.complete(desk, id_in(sent, "refund")),
    Door.GRANT_REMEDY: lambda desk, _, sent: doors.grant(desk, id_in(sent, "problem"), _remedy(sent)),
    Door.DECLINE_PROBLEM: lambda desk, _, sent: doors.decline(
        desk, id_in(sent, "problem"), text_in(sent, "reason")
    ),
    Door.UNLOCK_ACCOUNT: lambda desk, whose, _: doors.unlock(desk, whose),
    Door.CANCEL_ORDER: lambda desk, whose, sent: doors.cancel(desk, whose, text_in(sent, "order", 40)),
    Door.GIVE_CREDIT: lambda desk, whose, sent: doors.give_credit(
        desk, whose, _amount(sent), text_in(sent, "reason")
    ),
    Door.GIVE_POINTS: lambda desk, whose, sent: doors.give_points(
        desk, whose, number_in(sent, "points", _MOST_POINTS) or 0, text_in(sent, "reason")
    ),
    Door.CHANGE_NAME: lambda desk, whose, sent: doors.change_name(
        desk, whose, text_in(sent, "first_name", 100), text_in(sent, "last_name", 100)
    ),
}


def worded(refusal: CommerceError) -> str:
    """Word a refusal as a sentence."""
    text = str(refusal)
    return f"{text[:1].upper()}{text[1:]}."


def _text(sent: Fields) -> str:
    text = text_in(sent, "text", LONGEST_REPLY)
    if not text:
        raise ApiError(422, "field_invalid", "there is nothing to send")
    return text


def _priority(sent: Fields) -> int:
    priority = number_in(sent, "priority", 2)
    return -1 if priority is None else priority


def _minutes(sent: Fields) -> timedelta:
    minutes = number_in(sent, "minutes", _LONGEST_SNOOZE_MINUTES)
    if minutes is None:
        raise ApiError(422, "field_invalid", "a case is put off for some minutes, at most 31 days")
    return timedelta(minutes=minutes)


def _resolution(sent: Fields) -> Resolution:
    reason = text_in(sent, "resolution", 32)
    if reason not in {each.value for each in RESOLUTIONS}:
        raise ApiError(422, "field_invalid", "a case is resolved with one of the reasons")
    return Resolution(reason)


def _arrived(sent: Fields) -> dict[UUID, tuple[int, ItemCondition]]:
    """What the form says of each return line: `quantity.<id>` and `condition.<id>`."""
    arrived = {}
    for name in sent:
        kind, _, line = name.partition(".")
        if kind == "quantity":
            quantity, condition = number_in(sent, name, 99_999), sent.get(f"condition.{line}")
            if quantity is None or condition not in set(ItemCondition):
                raise ApiError(422, "field_invalid", "each line needs how many arrived, and their condition")
            arrived[as_uuid(line)] = (quantity, ItemCondition(condition))
    return arrived


def _remedy(sent: Fields) -> Remedy:
    remedy = text_in(sent, "remedy", 32)
    if remedy not in DECIDED_REMEDIES:
        raise ApiError(422, "field_invalid", "a problem is put right by a refund or a replacement")
    return Remedy(remedy)


def _amount(sent: Fields) -> Money:
    try:
        return Money.parse(text_in(sent, "amount", 20), text_in(sent, "currency", 3) or "USD")
    except ValueError:
        raise AmountNotUsable from None
