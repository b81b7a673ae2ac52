"""A WebSocket that says too much is not read for a while, and holds up nobody else."""

import asyncio
import json
from contextlib import suppress

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from tests.integration.connectors.running import receive, send, until

LARGE = json.dumps({"type": "ping", "padding": "x" * 30_000})


async def test_every_frame_counts(start_gateway) -> None:
    gateway = await start_gateway(address_messages_per_minute=60, address_message_burst=5)
    async with gateway.open_socket() as socket:
        await send(socket, type="hello")
        await receive(socket, "welcome")
        for _ in range(6):
            await send(socket, type="ping")
        refused = await receive(socket, "error")
        assert refused["code"] == "too_many_messages"
        await send(socket, type="ping")
        await receive(socket, "pong")  # once the pause is over


async def test_what_is_not_read_stays_with_its_sender(start_gateway) -> None:
    gateway = await start_gateway(address_messages_per_minute=60, address_message_burst=20)
    async with gateway.open_socket() as socket:
        await send(socket, type="hello")
        await receive(socket, "welcome")
        sent = 0

        async def flood() -> None:
            nonlocal sent
            while True:
                await socket.send(LARGE)
                sent += 1

        with pytest.raises(TimeoutError):
            await asyncio.wait_for(flood(), 2.0)
        assert sent * len(LARGE) < 30 * 2**20  # what the buffers of two sockets on one machine hold


async def test_an_address_has_so_many_sockets(start_gateway) -> None:
    gateway = await start_gateway(sockets_per_address=2)

    async def opened() -> connect:
        socket = await gateway.open_socket()
        await send(socket, type="hello")
        return socket

    first, second = await opened(), await opened()
    await receive(first, "welcome")
    await receive(second, "welcome")
    third = await gateway.open_socket()
    assert (await receive(third, "error"))["code"] == "too_many_connections"
    with pytest.raises(ConnectionClosed):
        await third.recv()
    await first.close()

    async def has_room() -> bool:
        async with gateway.open_socket() as socket:
            with suppress(ConnectionClosed):  # before the hello is even sent
                await send(socket, type="hello")
                return bool(json.loads(await socket.recv())["type"] == "welcome")
        return False

    await until(has_room)
    await second.close()
