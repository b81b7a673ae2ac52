"""The card of a case: who waits, why, and what can be done, above the thread that holds the transcript."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement, HeaderBlock, OverflowMenuElement
from slack_sdk.models.blocks.basic_components import Option, PlainTextObject

from commerce.clock import Clock
from commerce.desk.briefing import Briefing
from commerce.desk.clocks import DueClock
from commerce.orders.models import Order
from commerce.support.languages import language_named
from commerce.support.models import HandoffStatus
from connectors.channels.slack.blocks import as_json, button, field_blocks, link_button, note, text_blocks
from connectors.channels.slack.text import clipped, escaped, mrkdwn

# What the action ids of a card's buttons begin with.
DESK = "desk"
_REASONS = {
    "asked": "asked for a person",
    "not_understood": "wasn't understood twice",
    "policy": "needs a person's decision",
    "no_answer": "asked what the help articles don't answer",
    "not_served": "wants what the assistant can't do",
    "failure": "was failed by the assistant",
    "upset": "is upset",
    "identification": "couldn't be identified",
    "sensitive": "has a matter for people: money, law or safety",
    "staff": "was taken over by our team",
}
_PRIORITIES = ("", "high", "urgent")
_LONGEST_HEADER = 150
# What the menu beside the buttons offers: five entries are the most.
_MENU = (
    ("transfer", "Give to a colleague"),
    ("snooze", "Snooze"),
    ("sort", "Priority and tags"),
    ("back", "Hand back to the assistant"),
    ("release", "Back into the queue"),
)


@dataclass(frozen=True, slots=True)
class Card:
    """A card as it is posted, and what tells whether another one says anything else."""

    part: dict[str, Any]

    @property
    def digest(self) -> str:
        """The same for a card that says the same."""
        return hashlib.sha256(json.dumps(self.part, sort_keys=True).encode()).hexdigest()


def card_of(briefing: Briefing, due: DueClock | None, clock: Clock, desk_url: str) -> Card:
    """Make the card of a case; `desk_url` is where the web desk's pages begin."""
    case_url = f"{desk_url}/conversations/{briefing.conversation.id}"
    who = briefing.customer.full_name if briefing.customer else "Somebody new"
    reason = _REASONS[briefing.handoff.escalation.value]
    header = PlainTextObject(text=clipped(f"{who} {reason}", _LONGEST_HEADER))
    blocks: list[Block] = [HeaderBlock(text=header), note(_standing(briefing, due, clock))]
    if briefing.handoff.summary:
        blocks += [block for _, block in text_blocks(briefing.handoff.summary)][:2]
    blocks += field_blocks(_facts(briefing))
    blocks += [note(f":warning: {escaped(alarm.text)}") for alarm in briefing.alarms[:3]]
    blocks += _buttons(briefing, case_url, desk_url)
    words = escaped(clipped(f"{who} {reason}. {briefing.handoff.summary}", 300))
    return Card({"text": words, "blocks": as_json(blocks)})


def alarm_part(text: str) -> dict[str, Any]:
    """An alarm of a case: in its thread, and shown to the whole channel."""
    return {
        "text": escaped(text),
        "blocks": as_json([note(f":warning: {escaped(text)}")]),
        "is_broadcast": True,
    }


def _standing(briefing: Briefing, due: DueClock | None, clock: Clock) -> str:
    handoff = briefing.handoff
    parts = []
    if handoff.status is HandoffStatus.QUEUED:
        parts.append("*Waiting*")
    elif handoff.status is HandoffStatus.ASSIGNED:
        parts.append(f"*With {mrkdwn(briefing.agent.name)}*" if briefing.agent else "*With an agent*")
    else:
        parts.append(f"*Closed: {str(handoff.resolution or '').replace('_', ' ')}*")
    parts.append(f"since {_moment(handoff.created_at, clock)}")
    if handoff.snoozed_until:
        parts.append(f"snoozed until {_moment(handoff.snoozed_until, clock)}")
    if due is not None:
        parts.append(f"{due.name} due {_moment(due.due_at, clock)}")
    if handoff.priority:
        parts.append(f"*{_PRIORITIES[handoff.priority]}*")
    parts += [f"#{escaped(tag)}" for tag in handoff.tags]
    if briefing.rating and briefing.rating.score:
        parts.append(f"rated {briefing.rating.score} of 5")
    return " · ".join(parts)


def _facts(briefing: Briefing) -> Iterator[tuple[str, str]]:
    conversation, file = briefing.conversation, briefing.file
    language = f", in {language_named(conversation.language)}" if conversation.language else ""
    yield "Writes from", f"{conversation.channel} ({conversation.identity_level.value}){language}"
    if briefing.handoff.contact:
        yield "Reply to", briefing.handoff.contact
    if file is not None:
        bought = ", ".join(str(each) for each in file.lifetime) or "nothing yet"
        yield "Customer", ", ".join(filter(None, (briefing.tier, f"bought {bought}", file.customer.email)))
        yield (
            "Points and credit",
            ", ".join([f"{file.points:,} points", *(str(each) for each in file.credit)]),
        )
    if briefing.tried:
        yield "The assistant tried", ", ".join(_words(each) for each in briefing.tried[-4:])
    for order in briefing.orders[:2]:
        yield f"About order {order.display_number}, {order.status.value}", _lines(order)
    for each in briefing.returns[:2]:
        items = ", ".join(f"{line.quantity} × {line.order_line.title}" for line in each.lines)
        yield f"About {each.kind.value} {each.rma_number}, {_words(each.status.value)}", items or "no items"
    if briefing.cart:
        yield "Open cart", ", ".join(f"{count} × {title}" for count, title in briefing.cart[:6])
    if file is not None and file.orders:
        latest = (f"{each.display_number} {each.status.value} {each.total}" for each in file.orders[:3])
        yield "Last orders", "\n".join(latest)


def _buttons(briefing: Briefing, case_url: str, desk_url: str) -> list[Block]:
    case = str(briefing.conversation.id)
    status = briefing.handoff.status
    elements: list[Any] = []
    if status is HandoffStatus.QUEUED:
        elements.append(_button("Claim", "claim", case, style="primary"))
    if status is HandoffStatus.ASSIGNED:
        elements += [
            _button("Reply", "reply", case),
            _button("Suggest a reply", "suggest", case),
            _button("Resolve", "resolve", case, style="primary"),
        ]
    if status is not HandoffStatus.RESOLVED:
        elements.append(_button("Note", "note", case))
        if briefing.customer is not None:
            elements.append(_button("Act for them", "act", case))
        options = [Option(value=f"{name} {case}", text=title) for name, title in _MENU]
        elements.append(OverflowMenuElement(action_id=f"{DESK}_menu", options=options))
    links = [("Transcript", f"{case_url}?whole=yes")]
    if briefing.customer is not None:
        links.append(("Customer", f"{desk_url}/customers/{briefing.customer.id}"))
    for number, (title, url) in enumerate(links):
        opener = link_button(title, f"{DESK}_open_{number}", url)
        elements += [opener] if opener else []
    return [ActionsBlock(elements=elements)]


def _button(title: str, name: str, value: str, style: str | None = None) -> ButtonElement:
    made = button(title, f"{DESK}_{name}", value=value)
    made.style = style
    return made


def _lines(order: Order) -> str:
    return "\n".join(f"{line.quantity} × {line.title}" for line in order.lines[:8]) or "no items"


def _words(name: str) -> str:
    return name.removeprefix("action_").removeprefix("utter_").replace("_", " ")


def _moment(at: datetime, clock: Clock) -> str:
    local = at.astimezone(clock.zone)
    is_today = clock.day_of(at) == clock.today()
    return f"{local:%H:%M}" if is_today else f"{local:%b} {local.day}, {local:%H:%M}"
