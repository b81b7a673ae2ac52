"""`/aisle` in a channel: duty, the queue, and search. Slack takes no slash commands inside threads."""

from typing import Any

from commerce.desk.reading import Waiting, list_queue, search
from commerce.staff.members import set_duty
from commerce.support.handoffs import format_waiting
from commerce.support.models import HandoffStatus
from connectors.channels.slack.text import clipped, escaped
from connectors.staff.desk.slack.events import Commanded
from connectors.staff.desk.slack.room import STRANGER, NotStaff, Room
from connectors.staff.desk.slack.word_deeds import words_help

_SHOWN = 15
_HELP = (
    "`/aisle on` and `/aisle off` say whether you are there for shoppers; `/aisle queue` shows who waits; "
    "`/aisle search` finds a customer, an order, a return or a case. In a case's thread: "
)


class Commands:
    """Answers slash commands."""

    def __init__(self, room: Room, desk_url: str) -> None:
        self._room = room
        self._desk_url = desk_url

    async def answer(self, said: Commanded) -> dict[str, Any]:
        """The answer, which only who asked sees. Raises SendLater and what the database raises."""
        word, _, rest = said.text.partition(" ")
        try:
            member = await self._room.member(said.place)
            if word.lower() in {"on", "off"}:
                is_on = word.lower() == "on"
                async with self._room.parts.sessions.begin() as session:
                    await set_duty(session, member.id, is_on=is_on)
                text = "You're on duty." if is_on else "You're off duty."
            elif word.lower() == "queue":
                text = await self._queue()
            elif word.lower() == "search":
                text = await self._search(rest)
            else:
                text = _HELP + escaped(words_help())
        except NotStaff:
            text = escaped(STRANGER)
        return {"response_type": "ephemeral", "text": text}

    async def _queue(self) -> str:
        async with self._room.parts.sessions() as session:
            waiting = [each for each in await list_queue(session) if not _is_snoozed(each)]
        if not waiting:
            return "Nobody waits for a person."
        return "\n".join(self._line(each) for each in waiting[:_SHOWN])

    async def _search(self, words: str) -> str:
        async with self._room.parts.sessions() as session:
            found = await search(session, words)
        lines = [
            f"<{self._desk_url}/customers/{each.id}|{_shown(each.full_name)}> {_shown(each.email)}"
            for each in found.customers[:_SHOWN]
        ]
        lines += [
            f"<{self._desk_url}/customers/{each.customer_id}|order {each.display_number}> {each.status.value}"
            for each in found.orders
        ]
        lines += [
            f"<{self._desk_url}/customers/{each.order.customer_id}|{each.kind.value} {each.rma_number}>"
            for each in found.returns
        ]
        lines += [self._line(each) for each in found.conversations[:_SHOWN]]
        return "\n".join(lines) or "Nothing found."

    def _line(self, each: Waiting) -> str:
        who = each.customer.full_name if each.customer else "Somebody new"
        url = f"{self._desk_url}/conversations/{each.conversation.id}"
        if each.handoff.status is HandoffStatus.QUEUED:
            since = format_waiting(self._room.parts.clock.now() - each.handoff.created_at)
            standing = f"waits {since}"
        elif each.handoff.status is HandoffStatus.ASSIGNED:
            standing = f"with {_shown(each.agent.name)}" if each.agent else "with an agent"
        else:
            standing = "closed"
        return f"<{url}|{_shown(who)}> · {standing} · {_shown(each.handoff.summary)}"


def _is_snoozed(each: Waiting) -> bool:
    return each.handoff.snoozed_until is not None


def _shown(text: str) -> str:
    return escaped(clipped(text, 120)).replace("|", "/")
