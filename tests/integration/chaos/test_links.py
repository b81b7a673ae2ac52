"""The links of `make chaos` do to what is sent what they say."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest

from tests.acceptance.product import free_ports
from tests.chaos.links import Link, State


@pytest.fixture
async def echo() -> AsyncIterator[int]:
    """The port of a listener that says everything again."""

    async def again(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while piece := await reader.read(1_000):
            writer.write(piece)
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(again, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


@pytest.fixture
def link(echo: int) -> Iterator[Link]:
    link = Link.to_port(echo)
    yield link
    link.close()


@asynccontextmanager
async def connected(link: Link) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    reader, writer = await asyncio.open_connection("127.0.0.1", link.port)
    try:
        yield reader, writer
    finally:
        writer.transport.abort()


async def test_it_passes_on_what_is_sent(link: Link) -> None:
    async with connected(link) as (reader, writer):
        writer.write(b"hello")
        assert await reader.readexactly(5) == b"hello"


async def test_cut_it_breaks_what_there_is_and_takes_nothing_new(link: Link) -> None:
    async with connected(link) as (reader, writer):
        writer.write(b"hello")
        await reader.readexactly(5)
        await asyncio.to_thread(link.become, State.CUT)
        with pytest.raises((OSError, asyncio.IncompleteReadError)):
            await reader.readexactly(1)
    async with connected(link) as (reader, writer):
        with pytest.raises((OSError, asyncio.IncompleteReadError)):
            await reader.readexactly(1)
    await asyncio.to_thread(link.become, State.WHOLE)
    await test_it_passes_on_what_is_sent(link)


async def test_with_nobody_behind_it_breaks() -> None:
    link = Link.to_port(free_ports(1)[0])
    try:
        async with connected(link) as (reader, _):
            with pytest.raises((OSError, asyncio.IncompleteReadError)):
                await reader.readexactly(1)
    finally:
        link.close()


async def test_deaf_it_keeps_what_is_sent_until_it_is_whole(link: Link) -> None:
    async with connected(link) as (reader, writer):
        writer.write(b"hello")
        await reader.readexactly(5)
        await asyncio.to_thread(link.become, State.DEAF)
        writer.write(b"later")
        coming = asyncio.create_task(reader.readexactly(5))
        done, _ = await asyncio.wait({coming}, timeout=0.3)
        assert not done
        await asyncio.to_thread(link.become, State.WHOLE)
        assert await coming == b"later"


async def test_slow_it_takes_its_time(link: Link) -> None:
    async with connected(link) as (reader, writer):
        writer.write(b"hello")
        await reader.readexactly(5)
        await asyncio.to_thread(link.become, State.SLOW)
        began = time.monotonic()
        writer.write(b"later")
        assert await reader.readexactly(5) == b"later"
        assert time.monotonic() - began > 0.3
