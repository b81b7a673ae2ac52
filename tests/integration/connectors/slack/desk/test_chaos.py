"""Hundreds of cases at once, agents who claim at random, a Slack that fails, processes that die.

The test ends in its table: what was said, noted and claimed, and how much of it went wrong.
"""

import asyncio
import os
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import select

from commerce.audit.models import AuditEntry
from commerce.clock import SystemClock
from commerce.database import Sessions
from commerce.desk.models import DeskDraft, DeskNote, DeskPost, DeskThread, DraftStatus
from commerce.staff.models import Role, StaffMember
from commerce.support.handoffs import queue_handoff
from commerce.support.models import Escalation, Handoff, Message, MessageAuthor
from tests.fakes.slack import LOST, SIGNING_SECRET, FakeSlack, Outcome
from tests.fakes.slack_desk_events import sign_event, thread_event
from tests.fakes.slack_events import event_body, signed
from tests.integration.connectors.fake_dialogue import FakeDialogue
from tests.integration.connectors.running import until
from tests.integration.connectors.slack.desk.floor import SUPPORT, entries
from tests.integration.connectors.slack.desk.processes import DeskProcess

CASES = int(os.environ.get("AISLE_CHAOS_CASES", "40"))  # 200 take minutes on two processors
AGENTS, KILLS, AT_ONCE = 20, 2, 12
pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


@dataclass
class Chaos:
    """Everybody, and what they wrote."""

    sessions: Sessions
    slack: FakeSlack
    gateway: DeskProcess
    worker: DeskProcess
    dice: random.Random
    agents: dict[str, StaffMember] = field(default_factory=dict)
    shoppers: dict[UUID, list[str]] = field(default_factory=dict)  # what each wrote, in order
    replies: dict[UUID, list[str]] = field(default_factory=dict)  # what the owner meant for the shopper
    notes: dict[UUID, set[str]] = field(default_factory=dict)
    tokens: dict[UUID, str] = field(default_factory=dict)

    async def hire(self) -> None:
        async with self.sessions.begin() as session:
            for number in range(AGENTS):
                user, email = f"UAGENT{number}", f"agent{number}@store.example"
                self.slack.member(user, email)
                member = StaffMember(email=email, name=f"Agent {number}", role=Role.AGENT)
                session.add(member)
                self.agents[user] = member

    async def say(self, client: httpx.AsyncClient, case: UUID | None, text: str) -> UUID:
        """A shopper writes, and sends the same again until it is taken."""
        body: dict[str, Any] = {"id": str(uuid4()), "text": text}
        headers = {"Authorization": f"Bearer {self.tokens[case]}"} if case else {}
        body |= {"conversation": str(case)} if case else {}
        while True:
            with suppress(httpx.TransportError):
                answer = await client.post(f"{self.gateway.url}/chat/messages", json=body, headers=headers)
                if answer.status_code in {200, 202}:
                    told = answer.json()
                    found = UUID(told["conversation"])
                    if told.get("conversation_token"):
                        self.tokens[found] = told["conversation_token"]
                    if found in self.tokens:
                        self.shoppers.setdefault(found, []).append(text)
                        return found
                else:
                    assert answer.status_code in {429, 503}, answer.text
            await asyncio.sleep(self.dice.uniform(0.05, 0.3))

    async def tell(self, client: httpx.AsyncClient, envelope: dict[str, Any]) -> None:
        """Slack tells of an event, and tells it again until it is acknowledged."""
        body = event_body(envelope)
        while True:
            with suppress(httpx.TransportError):
                headers = signed(SIGNING_SECRET, body)
                answer = await client.post(f"{self.gateway.url}/slack/events", content=body, headers=headers)
                if answer.status_code == 200:
                    return
                assert answer.status_code == 503, answer.text
            await asyncio.sleep(self.dice.uniform(0.05, 0.3))

    async def escalate(self, client: httpx.AsyncClient, number: int) -> None:
        case = await self.say(client, None, f"case {number} begins")
        async with self.sessions.begin() as session:
            await queue_handoff(
                session, case, Escalation.ASKED, summary=f"case {number}", clock=SystemClock()
            )

    async def card_of(self, case: UUID) -> str:
        async def is_shown() -> bool:
            return await self._stamp(case) is not None

        await until(is_shown, 300)
        stamp = await self._stamp(case)
        assert stamp is not None
        return stamp

    async def _stamp(self, case: UUID) -> str | None:
        async with self.sessions() as session:
            return await session.scalar(select(DeskThread.stamp).where(DeskThread.conversation_id == case))

    async def work(self, client: httpx.AsyncClient, case: UUID) -> None:
        """Two claim at once; the winner and the shopper write in turn, then both write for the team."""
        card = await self.card_of(case)
        rivals = self.dice.sample(list(self.agents), 2)
        await asyncio.gather(*(self.tell(client, sign_event(each, SUPPORT, card, "eyes")) for each in rivals))
        async with self.sessions() as session:
            owner = await session.scalar(select(Handoff.assigned_to).where(Handoff.conversation_id == case))
        [winner] = [user for user in rivals if self.agents[user].id == owner]
        [loser] = [user for user in rivals if user != winner]
        self.replies[case], self.notes[case] = [], set()
        for turn in range(2):
            text = f"{case} reply {turn}"
            await self.tell(client, thread_event(winner, SUPPORT, card, text))
            self.replies[case].append(text)
            await self.say(client, case, f"{case} shopper {turn}")
        for user, text in ((winner, f"!note {case} secret"), (loser, f"{case} secret too")):
            await self.tell(client, thread_event(user, SUPPORT, card, text))
            self.notes[case].add(text.removeprefix("!note "))

    async def kill(self) -> None:
        """End both processes twice, while the others work."""
        for _ in range(KILLS):
            for process in (self.gateway, self.worker):
                before = len(self.slack.calls)

                async def has_worked(before: int = before) -> bool:
                    return len(self.slack.calls) > before + CASES // 2

                with suppress(TimeoutError):
                    await until(has_worked, 60)
                process.kill()


@pytest.fixture
def chaos(
    database_url: str, sessions: Sessions, slack: FakeSlack, dialogue: FakeDialogue, tmp_path: Path
) -> Iterator[Chaos]:
    dice = random.Random(7)
    gateway, worker = (
        DeskProcess(
            module,
            database_url,
            slack=slack,
            dialogue_port=dialogue.port,
            folder=tmp_path,
            channel=SUPPORT,
        )
        for module in ("connectors", "worker")
    )
    gateway.start()
    worker.start()
    yield Chaos(sessions, slack, gateway, worker, dice)
    gateway.close()
    worker.close()


def failing(dice: random.Random) -> Any:
    """A Slack that has too much to do, breaks, or takes what it is given and does not say so."""

    def fate(method: str) -> Outcome | None:
        drawn = dice.random()
        if drawn < 0.08:
            return 429
        if drawn < 0.12:
            return 503
        return LOST if drawn < 0.15 and method == "chat.postMessage" else None

    return fate


async def test_nothing_is_lost_doubled_mixed_up_or_said_to_the_wrong_one(chaos: Chaos) -> None:
    await chaos.hire()
    await until(chaos.gateway.is_ready, 60)
    chaos.slack.fate = failing(random.Random(11))
    async with httpx.AsyncClient(timeout=30) as client:
        gate = asyncio.Semaphore(AT_ONCE)

        async def one(number: int) -> None:
            async with gate:
                await chaos.escalate(client, number)

        await asyncio.gather(*(one(number) for number in range(CASES)))

        async def served(case: UUID) -> None:
            async with gate:
                await chaos.work(client, case)

        killing = asyncio.create_task(chaos.kill())
        await asyncio.gather(*(served(case) for case in list(chaos.shoppers)))
        await killing

    async def is_quiet() -> bool:
        async with chaos.sessions() as session:
            drafts = await session.scalar(
                select(DeskDraft.id).where(DeskDraft.status == DraftStatus.WAITING).limit(1)
            )
            posts = await session.scalar(select(DeskPost.id).where(DeskPost.stamp.is_(None)).limit(1))
        return drafts is None and posts is None

    await until(is_quiet, 300)
    table = await audited(chaos)
    print("\n" + "\n".join(f"{name:<44} {count:>6}" for name, count in table.items()))
    wrong = {name: count for name, count in table.items() if name.startswith("WRONG") and count}
    assert wrong == {}
    assert table["killed: gateway"] == table["killed: worker"] == KILLS


async def audited(chaos: Chaos) -> dict[str, int]:
    """What happened, counted from the database and from what Slack shows."""
    async with chaos.sessions() as session:
        messages = (await session.scalars(select(Message).order_by(Message.position))).all()
        notes = (await session.scalars(select(DeskNote))).all()
        claims = (await session.scalars(select(AuditEntry).where(AuditEntry.operation == "claim_case"))).all()
        threads = {each.conversation_id: each for each in await session.scalars(select(DeskThread))}
        handoffs = {each.conversation_id: each for each in await session.scalars(select(Handoff))}
    said: dict[UUID, list[Message]] = {case: [] for case in chaos.shoppers}
    for message in messages:
        said.setdefault(message.conversation_id, []).append(message)
    counted: Counter[str] = Counter()
    claimed = Counter(each.subject_id for each in claims)
    for case, wrote in chaos.shoppers.items():
        log = said[case]
        of_shopper = [each.text for each in log if each.author is MessageAuthor.SHOPPER]
        of_agent = [each.text for each in log if each.author is MessageAuthor.AGENT]
        counted["shoppers' messages"] += len(of_shopper)
        counted["agents' replies"] += len(of_agent)
        counted["WRONG shopper's messages lost or doubled"] += of_shopper != wrote
        counted["WRONG replies lost, doubled or out of order"] += of_agent != chaos.replies[case]
        counted["WRONG notes at a shopper"] += sum("secret" in each.text for each in log)
        counted["WRONG notes lost"] += not chaos.notes[case] <= {
            each.text for each in notes if each.conversation_id == case
        }
        counted["WRONG owners"] += claimed[str(handoffs[case].id)] != 1
        joined = next(each.position for each in log if each.text.endswith("is here now."))
        counted["WRONG bot over an agent"] += sum(
            each.author is MessageAuthor.BOT and each.position > joined for each in log
        )
        thread = threads[case]
        shown = entries(chaos.slack.thread(SUPPORT, str(thread.stamp))[1:])
        expected = [each.text for each in log if each.author is not MessageAuthor.AGENT]
        mirrored = [each for each in shown if "secret" not in each]
        counted["entries in threads"] += len(shown)
        counted["WRONG threads that are not the log"] += mirrored != expected
        cards = [each for each in chaos.slack.posted[SUPPORT] if str(case) in str(each["blocks"])]
        counted["WRONG cards"] += len([each for each in cards if "thread_ts" not in each]) != 1
    calls = Counter(each.method for each in chaos.slack.calls)
    return {
        "cases": len(chaos.shoppers),
        "agents": AGENTS,
        "claims that won": len(claims),
        "calls to Slack": sum(calls.values()),
        "posts among them": calls["chat.postMessage"],
        "killed: gateway": chaos.gateway.kills,
        "killed: worker": chaos.worker.kills,
        **dict(sorted(counted.items())),
    }
