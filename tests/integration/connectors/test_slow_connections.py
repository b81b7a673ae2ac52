"""Clients that drip their requests, say nothing or open too many connections keep nobody out."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

import pytest

from tests.integration.connectors.running import RunningGateway, receive, send, until

WITHIN_S = 1.0
ENDED_WITHIN_S = 4.0  # also on a busy machine; dripped to its end each would take six seconds or more
HEAD = b"POST /chat/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
RESET = b"reset"
MESSAGE = b'{"id": "m", "text": "hi"}'


@pytest.fixture
async def gateway(start_gateway) -> RunningGateway:
    return await start_gateway(request_within_s=WITHIN_S)


@asynccontextmanager
async def connected(
    gateway: RunningGateway,
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    reader, writer = await asyncio.open_connection("127.0.0.1", gateway.port)
    try:
        yield reader, writer
    finally:
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()


async def drip(gateway: RunningGateway, pieces: Sequence[bytes]) -> tuple[bytes, float]:
    """Send one piece after the other, each sooner than any timeout between bytes; answer and time."""
    async with connected(gateway) as (reader, writer):
        began = time.monotonic()
        answer = asyncio.create_task(reader.read())
        with suppress(ConnectionError):
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
                done, _ = await asyncio.wait({answer}, timeout=WITHIN_S / 4)
                if done:
                    break
        async with asyncio.timeout(ENDED_WITHIN_S):
            try:
                return await answer, time.monotonic() - began
            except ConnectionResetError:  # it wrote on after the answer, which the reset took along
                return RESET, time.monotonic() - began


def bytes_of(text: bytes) -> list[bytes]:
    return [text[n : n + 1] for n in range(len(text))]


@pytest.mark.parametrize(
    ("pieces", "status"),
    [
        (bytes_of(b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: aaaaaaaaaaaaaaaaaa\r\n\r\n"), b" 408 "),
        ([b"GET /healthz HTTP/1.1\r\n", *[b"X-A: b\r\n"] * 40], b" 408 "),
        ([HEAD + b"Content-Length: 25\r\n\r\n", *bytes_of(MESSAGE)], b" 408 "),
        ([HEAD + b"Transfer-Encoding: chunked\r\n\r\n", *[b"1\r\nx\r\n"] * 40], b" 408 "),
        ([HEAD + b"Content-Length: 99999\r\n\r\n", *[b"x"] * 40], b" 413 "),  # refused, and it goes on
        ([b"POST /no/such HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\n", *[b"x"] * 40], b" 40"),
        (
            [b"POST /sms/none HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n"] * 40,
            b"",
        ),
    ],
    ids=["line", "headers", "body", "chunks", "too-large", "no-such-page", "continue"],
)
async def test_dripped_request_is_ended_in_time(
    gateway: RunningGateway, pieces: Sequence[bytes], status: bytes
) -> None:
    answer, took_s = await drip(gateway, pieces)
    assert answer == RESET or status in answer
    assert took_s < ENDED_WITHIN_S


async def test_connection_that_says_nothing_is_ended(gateway: RunningGateway) -> None:
    answer, took_s = await drip(gateway, [])
    assert (answer, took_s < ENDED_WITHIN_S) == (b"", True)


async def test_kept_connection_may_rest_between_its_requests(gateway: RunningGateway) -> None:
    async with connected(gateway) as (reader, writer):
        for _ in range(2):
            writer.write(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: keep-alive\r\n\r\n")
            assert (await reader.readuntil(b"\r\n")).split()[1] == b"200"
            await reader.readuntil(b'{"status":"ok"}')
            rest = asyncio.create_task(reader.read(1))
            done, _ = await asyncio.wait({rest}, timeout=1.5 * WITHIN_S)
            assert not done
            rest.cancel()
            await asyncio.gather(rest, return_exceptions=True)


async def test_second_request_that_comes_in_part_with_the_first_has_a_deadline_too(
    gateway: RunningGateway,
) -> None:
    whole = b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: keep-alive\r\n\r\n"
    answer, took_s = await drip(gateway, [whole + b"GET /hea"])
    assert b" 200 " in answer
    assert b" 408 " in answer
    assert took_s < ENDED_WITHIN_S


async def test_turn_may_take_longer_than_a_request(gateway: RunningGateway, dialogue) -> None:
    dialogue.turn_s = 1.5 * WITHIN_S
    assert await gateway.chat().say("hello") == ["You said: hello"]


async def test_socket_outlives_the_deadline(gateway: RunningGateway) -> None:
    async with gateway.open_socket() as socket:
        await send(socket, type="hello")
        await receive(socket, "welcome")
        quiet = asyncio.create_task(socket.recv())
        done, _ = await asyncio.wait({quiet}, timeout=1.5 * WITHIN_S)
        assert not done
        quiet.cancel()
        await asyncio.gather(quiet, return_exceptions=True)
        await send(socket, type="ping")
        await receive(socket, "pong")


async def test_one_address_holds_so_many_connections_and_gets_them_back(start_gateway) -> None:
    gateway = await start_gateway(connections_per_address=3)
    async with connected(gateway), connected(gateway) as second, connected(gateway):
        await until(lambda: _is_open(gateway, 3))
        async with connected(gateway) as (reader, _):
            answer = await reader.read()
        assert answer.startswith(b"HTTP/1.1 503 ")
        assert b"retry-after: 5" in answer
        assert b"too_many_connections" in answer
        second[1].close()
        await until(lambda: _is_open(gateway, 2))
        assert (await gateway.client.get("/healthz")).status_code == 200


async def test_all_connections_together_are_bounded_behind_a_proxy_too(start_gateway) -> None:
    gateway = await start_gateway(connections=2, connections_per_address=1, trusted_proxies=1)
    async with connected(gateway), connected(gateway):
        await until(lambda: _is_open(gateway, 2))
        async with connected(gateway) as (reader, _):
            assert (await reader.read()).startswith(b"HTTP/1.1 503 ")


async def test_dripping_clients_hold_up_nobody(gateway: RunningGateway) -> None:
    """A hundred of them, over again as they are ended, while others chat."""
    over = asyncio.Event()

    async def keep_dripping() -> None:
        while not over.is_set():
            with suppress(OSError):
                await drip(gateway, [HEAD, b"X: y\r\n", b"X: y\r\n"])

    dripping = [asyncio.create_task(keep_dripping()) for _ in range(100)]
    waited = []
    chat = gateway.chat()
    try:
        for number in range(20):
            began = time.monotonic()
            assert await chat.say(str(number)) == [f"You said: {number}"]
            waited.append(time.monotonic() - began)
    finally:
        over.set()
        await asyncio.gather(*dripping)
    assert max(waited) < 1.0


async def _is_open(gateway: RunningGateway, count: int) -> bool:
    return gateway.app.ctx.connections.open == count
