"""Buttons, forms, shortcuts and signs: what a member does with a case without writing."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from sqlalchemy import select

from commerce.desk.agent import CaseNotFound
from commerce.desk.customers import CustomerFile, read_customer
from commerce.desk.doors import Door
from commerce.desk.drafts import DraftGone, take_back
from commerce.desk.marks import set_priority, set_tags, tags_of
from commerce.desk.models import DeskNote, DraftStatus
from commerce.desk.reading import Case, colleagues, read_case
from commerce.desk.suggesting import suggested_reply
from commerce.desk.threads import source_of
from commerce.desk.working import Desk
from commerce.errors import CommerceError
from commerce.staff.models import StaffMember
from commerce.support.models import Resolution
from connectors.edge.errors import ApiError
from connectors.staff.desk.deeds import CASE_DEEDS, DOORS, worded
from connectors.staff.desk.fields import Fields, number_in
from connectors.staff.desk.slack import case_forms
from connectors.staff.desk.slack.events import DeskPress, Place, Reacted, Shortcut, Submitted, case_in
from connectors.staff.desk.slack.forms import Form, refused_form
from connectors.staff.desk.slack.room import STRANGER, NotStaff, Room
from connectors.staff.desk.slack.words import as_typed

# Signs that do what a button does.
_SIGNS = {"eyes": "claim", "white_check_mark": "resolve", "heavy_check_mark": "resolve"}
_AT_ONCE = frozenset({"claim", "release"})
_FILLED = {"reply": case_forms.reply_form, "note": case_forms.note_form}
_NO_SUGGESTION = "The help articles have nothing about that."


class Presses:
    """Does what is pressed, sent or signed."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._openers: dict[str, Callable[[UUID, StaffMember], Awaitable[Form | str]]] = {
            "reply": self._plain(case_forms.reply_form),
            "note": self._plain(case_forms.note_form),
            "resolve": self._plain(case_forms.resolve_form),
            "back": self._plain(case_forms.back_form),
            "snooze": self._plain(case_forms.snooze_form),
            "suggest": self._suggest,
            "transfer": self._transfer,
            "sort": self._sort,
            "act": self._act,
        }

    async def press(self, pressed: DeskPress) -> None:
        """Do what a button says, or open its form. Raises SendLater, SendRefused, MalformedEvent."""
        if pressed.name.startswith("open"):
            return  # a link
        try:
            if pressed.name in {"undo", "noted"}:
                await self._take_back(pressed)
            elif pressed.name == "reply_with":
                await self._reply_with(pressed)
            elif pressed.name in _AT_ONCE:
                case = case_in(pressed.value)
                async with self._room.working(pressed.place, f"press:{pressed.pressed_at}") as desk:
                    await CASE_DEEDS[pressed.name](desk, case, {})
            else:
                await self._open(pressed.place, pressed.name, case_in(pressed.value), pressed.trigger)
        except NotStaff:
            self._room.whisper(pressed.place, pressed.thread or pressed.message, STRANGER)
        except CommerceError as refusal:
            self._room.whisper(pressed.place, pressed.thread or pressed.message, worded(refusal))

    async def submit(self, sent: Submitted) -> dict[str, Any] | None:
        """Do what a form says; what Slack is to show instead of closing it, None for nothing."""
        deed, case = str(sent.form["deed"]), case_in(str(sent.form["case"]))
        typed: Fields = {**sent.typed, **sent.form.get("fixed", {})}
        try:
            if deed == case_forms.ACT:
                return await self._next_form(sent, case)
            async with self._room.working(sent.place, f"form:{sent.form['key']}") as desk:
                await self._do(desk, deed, case, typed)
        except NotStaff:
            return refused_form(STRANGER, None)
        except CommerceError as refusal:
            return refused_form(worded(refusal), next(iter(sent.typed), None))
        except ApiError as refused:
            reason = f"{refused.reason[:1].upper()}{refused.reason[1:]}."
            return refused_form(reason, next(iter(sent.typed), None))
        return None

    async def shortcut(self, chosen: Shortcut) -> None:
        """Do what a message's shortcut says for the case of its thread."""
        thread = await self._room.thread(chosen.place.channel, chosen.thread)
        if thread is None:
            self._room.whisper(chosen.place, None, "That works in the thread of a case.")
            return
        case = thread.conversation_id
        try:
            if chosen.name in _AT_ONCE:
                async with self._room.working(chosen.place, f"shortcut:{chosen.trigger}") as desk:
                    await CASE_DEEDS[chosen.name](desk, case, {})
                return
            await self._open(chosen.place, chosen.name, case, chosen.trigger, as_typed(chosen.text))
        except NotStaff:
            self._room.whisper(chosen.place, chosen.thread, STRANGER)
        except CommerceError as refusal:
            self._room.whisper(chosen.place, chosen.thread, worded(refusal))

    async def sign(self, reacted: Reacted) -> None:
        """Do what a sign at the card, or at a message of ours in its thread, stands for."""
        deed = _SIGNS.get(reacted.name)
        thread = await self._room.thread(reacted.place.channel, reacted.stamp) if deed else None
        if deed is None or thread is None:
            return
        typed = {"resolution": Resolution.SOLVED.value, "note": ""}
        try:
            cause = f"sign:{reacted.stamp}:{reacted.name}"
            async with self._room.working(reacted.place, cause) as desk:
                await CASE_DEEDS[deed](desk, thread.conversation_id, typed)
        except NotStaff:
            self._room.whisper(reacted.place, thread.stamp, STRANGER)
        except CommerceError as refusal:
            self._room.whisper(reacted.place, thread.stamp, worded(refusal))

    async def _open(self, place: Place, name: str, case: UUID, trigger: str, given: str = "") -> None:
        opener = self._openers.get(name)
        if opener is None:
            return
        member = await self._room.member(place)
        form = await opener(case, member)
        if given and name in _FILLED:
            form = _FILLED[name](case, given)
        if isinstance(form, str):
            self._room.whisper(place, None, form)
            return
        await self._room.open_form(trigger, form.view())

    @staticmethod
    async def _do(desk: Desk, deed: str, case: UUID, typed: Fields) -> None:
        if deed == "sort":
            await set_priority(desk, case, number_in(typed, "priority", 2) or 0)
            await set_tags(desk, case, tags_of(typed.get("tags", "").split(",")))
        elif deed in CASE_DEEDS:
            await CASE_DEEDS[deed](desk, case, typed)
        else:
            whose = (await read_case(desk.session, case)).customer
            if whose is None:
                raise CaseNotFound
            await DOORS[Door(deed)](desk, whose.id, typed)

    async def _take_back(self, pressed: DeskPress) -> None:
        into = DraftStatus.WITHDRAWN if pressed.name == "undo" else DraftStatus.NOTED
        try:
            async with self._room.working(pressed.place, f"press:{pressed.pressed_at}") as desk:
                await take_back(desk, case_in(pressed.value), into)
        except DraftGone as gone:
            told = f"Too late: {gone}."
        else:
            is_undone = into is DraftStatus.WITHDRAWN
            told = "Taken back: nothing was sent." if is_undone else "Kept as a note: nothing was sent."
        self._room.replace_whisper(pressed.response_url, told)

    async def _reply_with(self, pressed: DeskPress) -> None:
        """Open the reply form with the words of a message that was kept as a note."""
        value, _, stamp = pressed.value.partition(" ")
        await self._room.member(pressed.place)
        source = source_of(pressed.place.channel, pressed.thread or "", stamp)
        async with self._room.parts.sessions() as session:
            text = await session.scalar(select(DeskNote.text).where(DeskNote.source == source))
        form = case_forms.reply_form(case_in(value), text or "")
        await self._room.open_form(pressed.trigger, form.view())

    async def _next_form(self, sent: Submitted, case: UUID) -> dict[str, Any]:
        await self._room.member(sent.place)
        _, file = await self._read(case)
        form = case_forms.chosen_act(case, file, sent.typed.get("what", "")) if file else None
        if form is None:
            return refused_form("That was settled in the meantime.", None)
        return {"response_action": "update", "view": form.view()}

    async def _read(self, case: UUID) -> tuple[Case, CustomerFile | None]:
        async with self._room.parts.sessions() as session:
            found = await read_case(session, case)
            file = await read_customer(session, found.customer.id) if found.customer else None
            return found, file

    @staticmethod
    def _plain(form: Callable[[UUID], Form]) -> Callable[[UUID, StaffMember], Awaitable[Form | str]]:
        async def make(case: UUID, member: StaffMember) -> Form | str:
            del member
            return form(case)

        return make

    async def _suggest(self, case: UUID, member: StaffMember) -> Form | str:
        del member
        async with self._room.parts.sessions() as session:
            text = await suggested_reply(session, case)
        return case_forms.reply_form(case, text) if text else _NO_SUGGESTION

    async def _transfer(self, case: UUID, member: StaffMember) -> Form | str:
        async with self._room.parts.sessions() as session:
            others = await colleagues(session, member.id)
        return case_forms.transfer_form(case, others) or "There is nobody else at the desk yet."

    async def _sort(self, case: UUID, member: StaffMember) -> Form | str:
        del member
        handoff = (await self._read(case))[0].handoff
        return case_forms.sort_form(case, handoff.priority, handoff.tags) if handoff else "There is no case."

    async def _act(self, case: UUID, member: StaffMember) -> Form | str:
        del member
        _, file = await self._read(case)
        return case_forms.act_form(case, file) if file else "The store doesn't know who this is yet."
