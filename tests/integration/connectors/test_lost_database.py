"""The gateway's database connections are cut: it connects again and loses nothing."""

import asyncio
import socket
import subprocess
import sys
from pathlib import Path

import psycopg

from tests.integration.connectors.fake_dialogue import FakeDialogue
from tests.integration.connectors.gateway_process import ROOT
from tests.integration.connectors.running import ChatClient, RunningGateway, receive, send, until


async def cut_connections(database_url: str) -> int:
    """End every other connection to the database; how many there were."""
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as connection:
        cursor = await connection.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        row = await cursor.fetchone()
        return row[0] if row else 0


async def insist(chat: ChatClient, **body: str) -> list[str]:
    """Say the same until it is answered; a 503 says that this is safe."""
    while True:
        answer = await chat.post(**body)
        if answer.status_code == 200:
            return [message["text"] for message in answer.json()["messages"]]
        assert answer.status_code in (202, 503), answer.text


async def test_messages_go_on_after_the_connections_were_cut(
    gateway: RunningGateway, dialogue: FakeDialogue, database_url: str
) -> None:
    chat = gateway.chat()
    await chat.say("0")
    for number in range(1, 6):
        assert await cut_connections(database_url) >= 3  # the pool, the locks, the news
        assert await insist(chat, id=f"m{number}", text=str(number)) == [f"You said: {number}"]
    assert dialogue.turns[chat.conversation] == [str(number) for number in range(6)]


async def test_turn_whose_lock_was_lost_is_answered_once(
    start_gateway, dialogue: FakeDialogue, database_url: str
) -> None:
    gateway = await start_gateway(sweep_every_s=0.1)
    chat = gateway.chat()
    await chat.say("hello")
    asking = asyncio.create_task(insist(chat, id="m1", text="hold"))

    async def is_held() -> bool:
        return "hold" in dialogue.turns[chat.conversation]

    await until(is_held)
    await cut_connections(database_url)
    dialogue.held.set()
    assert await asking == ["You said: hold"]
    assert dialogue.turns[chat.conversation] == ["hello", "hold"]
    assert len(await chat.messages()) == 4


async def test_news_of_another_gateway_arrives_after_the_cut(start_gateway, database_url: str) -> None:
    first, second = await start_gateway(), await start_gateway(look_every_s=3600)
    chat = first.chat()
    await chat.say("before")
    async with second.open_socket() as watching:
        await send(watching, type="hello", conversation=chat.conversation, conversation_token=chat.token)
        await cut_connections(database_url)
        await insist(chat, id="m1", text="after")
        texts = [(await receive(watching, "message"))["message"]["text"] for _ in range(4)]
        assert texts == ["before", "You said: before", "after", "You said: after"]


def test_taken_port_is_told_in_one_line(database_url: str, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "connectors"],
            cwd=ROOT,
            env={
                "AISLE_PORT": str(port),
                "AISLE_VAR_DIR": str(tmp_path),
                "AISLE_INTERNAL_SECRET": "i" * 40,
                "AISLE_CONVERSATION_SECRET": "c" * 40,
                "AISLE_SHOPPER_TOKEN_SECRET": "s" * 40,
                "DATABASE_URL": database_url,
            },
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr == f"gateway: cannot listen on 127.0.0.1 port {port}: Address already in use\n"
