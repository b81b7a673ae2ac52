"""What the store's people do in the channel of the desk, and what they see there."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import select

from commerce.clock import SystemClock
from commerce.database import Sessions
from commerce.desk.models import DeskNote, DeskThread
from commerce.staff.models import Role, StaffMember
from commerce.support.handoffs import queue_handoff
from commerce.support.models import Escalation, Handoff, Message
from tests.fakes.slack import SIGNING_SECRET, FakeSlack
from tests.fakes.slack_desk_events import (
    command_body,
    delete_event,
    edit_event,
    menu_payload,
    sign_event,
    submit_payload,
    thread_event,
    whisper_payload,
)
from tests.fakes.slack_events import press_payload, signed
from tests.integration.connectors.running import ChatClient, until
from tests.integration.connectors.slack.workspace import Workspace
from tests.integration.connectors.staff.people import a_member

SUPPORT = "C0SUPPORT"
PUBLIC_URL = "http://shop.example"


@dataclass
class Floor:
    """The channel, and everybody in it."""

    workspace: Workspace
    sessions: Sessions
    people: dict[str, StaffMember] = field(default_factory=dict)

    @property
    def slack(self) -> FakeSlack:
        return self.workspace.slack

    async def hire(self, user: str, role: Role = Role.AGENT) -> StaffMember:
        """Somebody of the store's people, who is in the workspace under the same e-mail address."""
        email = f"{user.lower()}@store.example"
        self.slack.member(user, email)
        self.people[user] = await a_member(self.sessions, role, email)
        return self.people[user]

    async def escalated(
        self, *texts: str, channel: str = SUPPORT, summary: str = "Wants a person."
    ) -> "Case":
        """A shopper on the web who talks, waits for a person, and whose case is in the channel."""
        chat = self.workspace.gateway.chat()
        for text in texts or ("hello",):
            await chat.say(text)
        assert chat.conversation is not None
        return await self.handed_over(UUID(chat.conversation), chat, channel=channel, summary=summary)

    async def handed_over(
        self, conversation_id: UUID, chat: ChatClient, *, channel: str = SUPPORT, summary: str = ""
    ) -> "Case":
        async with self.sessions.begin() as session:
            await queue_handoff(
                session, conversation_id, Escalation.ASKED, summary=summary, clock=SystemClock()
            )
        case = Case(self, conversation_id, chat, channel)
        await case.until_shown()
        return case

    async def command(self, user: str, text: str) -> str:
        """What `/aisle` answers."""
        body = command_body(user, SUPPORT, text)
        answer = await self.workspace.gateway.client.post(
            "/slack/commands", content=body, headers=signed(SIGNING_SECRET, body)
        )
        assert answer.status_code == 200, answer.text
        return str(answer.json()["text"])


@dataclass
class Case:
    """One case's thread."""

    floor: Floor
    id: UUID
    chat: ChatClient
    channel: str

    @property
    def slack(self) -> FakeSlack:
        return self.floor.slack

    async def until_shown(self) -> None:
        async def is_shown() -> bool:
            row = await self.thread_row()
            return row is not None and row.stamp is not None

        await until(is_shown)

    def stamp_or_none(self) -> str | None:
        mark = str(self.id)
        cards = [each for each in self.slack.posted[self.channel] if mark in str(each["blocks"])]
        return next((each["ts"] for each in cards if "thread_ts" not in each), None)

    @property
    def stamp(self) -> str:
        stamp = self.stamp_or_none()
        assert stamp is not None
        return stamp

    @property
    def card(self) -> dict[str, Any]:
        return self.slack.thread(self.channel, self.stamp)[0]

    def said(self) -> list[str]:
        """The texts of the thread's entries, as they were posted."""
        return entries(self.slack.thread(self.channel, self.stamp)[1:])

    async def write(self, user: str, text: str, **overrides: Any) -> dict[str, Any]:
        """A member writes in the thread."""
        event = thread_event(user, self.channel, self.stamp, text, **overrides)
        await self.tell(event)
        return event

    async def edit(self, event: dict[str, Any], text: str) -> None:
        await self.tell(edit_event(event, text))

    async def delete(self, event: dict[str, Any]) -> None:
        await self.tell(delete_event(event))

    async def tell(self, event: dict[str, Any]) -> None:
        answer = await self.floor.workspace.tell(event)
        assert answer.status_code == 200, answer.text

    async def sign(self, user: str, name: str) -> None:
        await self.tell(sign_event(user, self.channel, self.stamp, name))

    async def press(self, user: str, title: str) -> httpx.Response:
        """A member presses a button of the card; a form that opens is the last of `slack.forms`."""
        return await self._interact(press_payload(user, self.channel, dict(self.card), title))

    async def menu(self, user: str, title: str) -> httpx.Response:
        return await self._interact(menu_payload(user, self.channel, dict(self.card), title))

    async def submit(self, user: str, **typed: str) -> dict[str, Any]:
        """A member sends the form that opened last; what Slack is answered."""
        return await self.send_form(user, self.slack.forms[-1], **typed)

    async def send_form(self, user: str, view: dict[str, Any], **typed: str) -> dict[str, Any]:
        answer = await self._interact(submit_payload(user, view, **typed))
        return answer.json() if answer.content else {}

    async def whisper(self, user: str) -> dict[str, Any]:
        """The last thing that was whispered to a member."""

        async def is_there() -> bool:
            return any(each["user"] == user for each in self.slack.ephemeral)

        await until(is_there)
        return [each for each in self.slack.ephemeral if each["user"] == user][-1]

    async def until_whispered(self, user: str, text: str) -> None:
        """Wait until a member is told something that contains `text`."""

        async def is_told() -> bool:
            return any(each["user"] == user and text in each["text"] for each in self.slack.ephemeral)

        await until(is_told)

    async def press_whisper(self, user: str, title: str) -> str:
        """A member presses a button of the last whisper; what stands in its place then."""
        whisper = await self.whisper(user)
        url = f"http://127.0.0.1:{self.slack.port}/response/{len(self.slack.replaced)}"
        before = len(self.slack.replaced)
        await self._interact(whisper_payload(whisper, title, url))

        async def is_replaced() -> bool:
            return len(self.slack.replaced) > before

        if title in {"Undo", "Make it a note"}:
            await until(is_replaced)
            return str(self.slack.replaced[str(before)]["text"])
        return ""

    async def _interact(self, payload: dict[str, Any]) -> httpx.Response:
        """Press, and once more where the gateway could not store it in Slack's three seconds and says so."""
        answer = await self.floor.workspace.press(payload)
        if answer.status_code == 503 and "send it again" in answer.text:
            answer = await self.floor.workspace.press(payload)
        assert answer.status_code == 200, answer.text
        return answer

    async def thread_row(self) -> DeskThread | None:
        async with self.floor.sessions() as session:
            return await session.scalar(select(DeskThread).where(DeskThread.conversation_id == self.id))

    async def handoff(self) -> Handoff:
        async with self.floor.sessions() as session:
            found = await session.scalars(
                select(Handoff).where(Handoff.conversation_id == self.id).order_by(Handoff.created_at.desc())
            )
            return found.first()

    async def log(self) -> list[tuple[str, str]]:
        """Who said what, as the shopper's log has it."""
        async with self.floor.sessions() as session:
            found = await session.scalars(
                select(Message).where(Message.conversation_id == self.id).order_by(Message.position)
            )
            return [(each.author.value, each.text) for each in found]

    async def notes(self) -> list[str]:
        async with self.floor.sessions() as session:
            found = await session.scalars(
                select(DeskNote).where(DeskNote.conversation_id == self.id).order_by(DeskNote.position)
            )
            return [each.text for each in found]

    async def until_said(self, author: str, text: str) -> None:
        async def is_said() -> bool:
            return (author, text) in await self.log()

        await until(is_said)

    async def until_noted(self, text: str) -> None:
        async def is_noted() -> bool:
            return text in await self.notes()

        await until(is_noted)

    async def until_in_thread(self, text: str) -> None:
        async def is_there() -> bool:
            return text in self.said()

        await until(is_there)


def entries(messages: list[dict[str, Any]]) -> list[str]:
    """What each entry of posted transcript parts says, whole: pieces of one are put together."""
    found: list[str] = []
    for message in messages:
        for block in message["blocks"]:
            if block["type"] != "rich_text":
                continue
            sections = [section["elements"] for section in block["elements"]]
            is_new = "style" in sections[0][0]
            body = sections[1][0]["text"] if is_new and len(sections) > 1 else ""
            if is_new:
                found.append(body)
            else:
                found[-1] += sections[0][0]["text"]
    return found
