"""The forms of what is done with a case, and of what is done for its customer."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from commerce.desk.customers import CustomerFile
from commerce.desk.doors import Door
from commerce.orders.models import OrderStatus
from commerce.orders.problem_reports import ProblemStatus
from commerce.problems.review import DECIDED_REMEDIES
from commerce.returns.models import ItemCondition, ReturnLine, ReturnRequest, ReturnStatus
from commerce.staff.models import StaffMember
from connectors.staff.desk.deeds import RESOLUTIONS, SNOOZES
from connectors.staff.desk.slack.forms import Choice, Form, Text

Act = tuple[str, str, Form]  # a name, what it is called, and its form
ACT = "act"  # the form that asks what is to be done; its answer is the next form
_REASON = Text("reason", "Reason, as the customer will read it", longest=500)
_REMEDY_WORDS = {"refund": "Refund", "replacement": "Send again"}


def reply_form(case: UUID, given: str = "") -> Form:
    """Ask what to write to the shopper."""
    return Form("reply", case, "Reply", "Send", [Text("text", "Goes to the shopper", given)])


def note_form(case: UUID, given: str = "") -> Form:
    """Ask what to note."""
    return Form("note", case, "Note", "Keep", [Text("text", "For your team alone", given)])


def resolve_form(case: UUID) -> Form:
    """Ask how the case ended."""
    reasons = [(each.value, each.value.replace("_", " ")) for each in RESOLUTIONS]
    reason, note = Choice("resolution", "Reason", reasons), Text("note", "What was it?", is_optional=True)
    return Form("resolve", case, "Resolve", "Resolve", [reason, note])


def back_form(case: UUID) -> Form:
    """Ask what the assistant should know."""
    return Form("hand-back", case, "Hand back", "Hand back", [Text("summary", "What should it know?")])


def transfer_form(case: UUID, colleagues: Sequence[StaffMember]) -> Form | None:
    """Ask for a colleague; None without any."""
    if not colleagues:
        return None
    options = [(str(each.id), each.name) for each in colleagues]
    return Form("transfer", case, "Give the case", "Give", [Choice("to", "Colleague", options)])


def snooze_form(case: UUID) -> Form:
    """Ask for how long."""
    return Form("snooze", case, "Snooze", "Snooze", [Choice("minutes", "For", SNOOZES)])


def sort_form(case: UUID, priority: int, tags: Sequence[str]) -> Form:
    """Ask for a priority and tags."""
    names = [("0", "normal"), ("1", "high"), ("2", "urgent")]
    typed = Text("tags", "Tags, with commas between", ", ".join(tags), is_long=False, is_optional=True)
    chosen = Choice("priority", "Priority", names, str(priority))
    return Form("sort", case, "Priority and tags", "Set", [chosen, typed])


def act_form(case: UUID, file: CustomerFile) -> Form:
    """Ask what is to be done for the customer."""
    options = [(name, title) for name, title, _ in _acts(case, file)]
    words = f"For {file.customer.full_name or file.customer.email}."
    return Form(ACT, case, "Act for them", "Go on", [Choice("what", "What?", options)], words)


def chosen_act(case: UUID, file: CustomerFile, name: str) -> Form | None:
    """The form of what was chosen; None when it is not to be done any more."""
    return next((form for each, _, form in _acts(case, file) if each == name), None)


def _acts(case: UUID, file: CustomerFile) -> Iterator[Act]:
    yield from _of_returns(case, file)
    yield from _of_problems(case, file)
    yield from _of_money(case, file)
    yield "credit", "Give store credit", _credit(case, file)
    typed = Text("points", "Points", is_long=False, longest=9)
    yield "points", "Give points", Form(Door.GIVE_POINTS, case, "Give points", "Give", [typed, _REASON])
    yield "name", "Change the name", _name(case, file)


def _of_money(case: UUID, file: CustomerFile) -> Iterator[Act]:
    for each in file.refunds:
        if each.is_sent:
            title, fixed = f"Refund of {each.refund.amount} has arrived", {"refund": str(each.refund.id)}
            form = Form(Door.COMPLETE_REFUND, case, "Refund arrived", "Confirm", words=title, fixed=fixed)
            yield f"refund {each.refund.id}", title, form
    for order in file.orders:
        if order.status is OrderStatus.PENDING:
            title, fixed = f"Cancel order {order.display_number}, {order.total}", {"order": order.number}
            words = f"Refunds {order.total} to what paid it and can't be undone. The customer is told."
            form = Form(Door.CANCEL_ORDER, case, "Cancel the order", "Cancel it", words=words, fixed=fixed)
            yield f"cancel {order.number}", title, form


def _of_returns(case: UUID, file: CustomerFile) -> Iterator[Act]:
    for each in file.returns:
        rma, fixed, about = each.rma_number, {"rma": each.rma_number}, _items(each)
        if each.status is ReturnStatus.MANUAL_REVIEW:
            words = f"{about}. The customer gets a label by e-mail."
            form = Form(Door.APPROVE_RETURN, case, "Approve", "Approve", words=words, fixed=fixed)
            yield f"approve {rma}", f"Approve {each.kind.value} {rma}", form
            form = Form(Door.REFUSE_RETURN, case, "Refuse", "Refuse", [_REASON], about, fixed)
            yield f"refuse {rma}", f"Refuse {each.kind.value} {rma}", form
        if each.status is ReturnStatus.APPROVED:
            inputs = [part for line in each.lines for part in _arrival(line)]
            form = Form(Door.RECEIVE_RETURN, case, "The parcel is here", "Receive", inputs, about, fixed)
            yield f"receive {rma}", f"Receive {each.kind.value} {rma}", form


def _arrival(line: ReturnLine) -> tuple[Text, Choice]:
    title = line.order_line.title
    conditions = [(each.value, each.value.replace("_", " ")) for each in ItemCondition]
    label = f"{title}: arrived, of {line.quantity}"
    count = Text(f"quantity.{line.id}", label, str(line.quantity), is_long=False, longest=5)
    given = line.condition.value if line.condition else ""
    return count, Choice(f"condition.{line.id}", f"{title}: condition", conditions, given)


def _of_problems(case: UUID, file: CustomerFile) -> Iterator[Act]:
    for each in file.problems:
        if each.report.status is not ProblemStatus.MANUAL_REVIEW:
            continue
        what = each.line.title if each.line else f"order {each.order.display_number}"
        kind = each.report.kind.value.replace("_", " ")
        about = f"{kind}: {each.report.quantity} × {what}. {each.report.description}".strip()
        fixed = {"problem": str(each.report.id)}
        for remedy in DECIDED_REMEDIES:
            verb = _REMEDY_WORDS[str(remedy)]
            decided = fixed | {"remedy": str(remedy)}
            form = Form(Door.GRANT_REMEDY, case, verb, verb, words=about, fixed=decided)
            yield f"{remedy} {each.report.id}", f"{verb}: {what} ({kind})", form
        form = Form(Door.DECLINE_PROBLEM, case, "Decline", "Decline", [_REASON], about, fixed)
        yield f"decline {each.report.id}", f"Decline: {what} ({kind})", form


def _credit(case: UUID, file: CustomerFile) -> Form:
    amount = Text("amount", f"Amount in {file.currency}", is_long=False, longest=20)
    fixed = {"currency": file.currency}
    return Form(Door.GIVE_CREDIT, case, "Give store credit", "Give", [amount, _REASON], fixed=fixed)


def _name(case: UUID, file: CustomerFile) -> Form:
    first = Text("first_name", "First name", file.customer.first_name, is_long=False, longest=100)
    last = Text(
        "last_name", "Last name", file.customer.last_name, is_long=False, is_optional=True, longest=100
    )
    return Form(Door.CHANGE_NAME, case, "Change the name", "Change", [first, last])


def _items(request: ReturnRequest) -> str:
    lines = ", ".join(f"{each.quantity} × {each.order_line.title}" for each in request.lines)
    return f"{lines}, from order {request.order.display_number}"
