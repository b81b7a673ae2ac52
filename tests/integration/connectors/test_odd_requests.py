"""What no client of ours sends is refused with a reason, never with a 5xx."""

import asyncio

import psycopg
import pytest

from tests.integration.connectors.running import RunningGateway

TOKEN_REQUEST = b'{"id":"1","text":"hi","conversation":"3f2504e0-4f89-41d3-9a0c-0305e82c3301"}'


async def status_of(gateway: RunningGateway, raw: bytes) -> int:
    """The status that raw bytes are answered with."""
    reader, writer = await asyncio.open_connection("127.0.0.1", gateway.port)
    writer.write(raw)
    await writer.drain()
    line = await asyncio.wait_for(reader.readline(), 10)
    writer.close()
    return int(line.split()[1])


def request(method: str, path: str, body: bytes = b"", *headers: bytes) -> bytes:
    lines = [f"{method} {path} HTTP/1.1".encode(), b"Host: 127.0.0.1", b"Connection: close"]
    lines += [*headers, b"Content-Length: %d" % len(body)]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (request("POST", "/chat/messages", TOKEN_REQUEST, b"Authorization: Bearer \xff\xfe"), 401),
        (request("POST", "/chat/messages", TOKEN_REQUEST, "Authorization: Bearer é".encode()), 401),
        (request("POST", "/chat/messages", b"{}", b"Expect: the-unexpected"), 417),
        (request("GET", f"/widget/{'a' * 3000}.js"), 404),
        (request("GET", "/widget/%00"), 400),
        (request("GET", "/widget/a%00.js"), 400),
        (request("GET", f"/{'b' * 300}"), 404),
        (request("GET", f"/l/{'c' * 300}"), 404),
        (request("GET", "/l/%00"), 400),
        (request("GET", "/help/%00"), 400),
        (request("POST", "/chat/messages", b'{"id":"1","text":"\\ud800"}'), 400),
        (request("POST", "/chat/messages", b'{"id":"1","text":"\xed\xa0\x80"}'), 400),
        (request("POST", "/chat/messages", b'{"id":"1","text":"a\\u0000b"}'), 400),
        (request("POST", "/store/demo-token", b'{"customer":"a\\u0000b"}'), 400),
        (request("POST", "/store/demo-token", b'{"customer":"\\ud800"}'), 400),
    ],
)
async def test_odd_requests_are_refused(start_gateway, raw: bytes, status: int) -> None:
    gateway = await start_gateway(serves_demo=True)
    answered = await status_of(gateway, raw)
    assert answered == status, raw[:60]


async def test_a_read_only_database_is_said_to_be_unavailable(
    gateway: RunningGateway, database_url: str
) -> None:
    assert await gateway.chat().say("hello") == ["You said: hello"]
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as connection:
        await connection.execute(
            "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on',"
            " current_database()); END $$"
        )
        await connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    answer = await gateway.client.post("/chat/messages", json={"id": "1", "text": "hello"})
    assert answer.status_code == 503
    assert answer.headers["retry-after"]
