"""Reads a WebSocket no faster than its frames are handled.

Sanic hands each chunk of bytes to a task of its own, and its pause ends with every message that is taken: one
message let in another chunk of thousands, which piled up in memory while the sender went on.
"""

import asyncio
from collections.abc import Sequence
from typing import Any

from sanic import Websocket
from websockets.frames import Frame


def read_no_faster_than_handled(websocket: Websocket) -> None:
    """Stop reading from the peer while anything that it has sent is not handled yet."""
    _PacedReading(websocket).begin()


class _PacedReading:
    def __init__(self, websocket: Any) -> None:  # Sanic's class has no types for its parts
        self._websocket = websocket
        self._unhandled = 0
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self) -> None:
        self._websocket.can_pause = False  # its own pausing, which this one replaces
        self._websocket.data_received = self._data_received

    def _data_received(self, data: bytes) -> None:
        protocol = self._websocket.ws_proto
        protocol.receive_data(data)
        to_send, events = protocol.data_to_send(), protocol.events_received()
        if not to_send and not events:
            return
        self._unhandled += 1
        self._transport.pause_reading()
        task = asyncio.create_task(self._handle(to_send, events))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _handle(self, to_send: Sequence[bytes], events: Sequence[Frame]) -> None:
        try:
            await self._websocket.async_data_received(to_send, events)
        finally:
            self._unhandled -= 1
            if not self._unhandled and not self._transport.is_closing():
                self._transport.resume_reading()

    @property
    def _transport(self) -> asyncio.Transport:
        transport: asyncio.Transport = self._websocket.io_proto.transport
        return transport
