"""A network between two processes that can be cut, held up or slowed: a relay on loopback."""

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

_CHUNK = 65_536
_SLOW_S = 0.2

T = TypeVar("T")
Connect = Callable[[], Awaitable[tuple[asyncio.StreamReader, asyncio.StreamWriter]]]


class State(StrEnum):
    """What becomes of what is sent."""

    WHOLE = "whole"
    CUT = "cut"  # connections break, and none is made
    DEAF = "deaf"  # connections stay, and nothing comes through
    SLOW = "slow"  # each piece comes late


class Link:
    """Relays every connection to one listener; runs in a thread of its own."""

    def __init__(self, connect: Connect) -> None:
        self._connect = connect
        self._state = State.WHOLE
        self._changed = asyncio.Event()
        self._open: set[asyncio.StreamWriter] = set()
        self._listening: asyncio.Server
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.port = 0

    @classmethod
    def to_port(cls, port: int) -> "Link":
        """A link to a port of loopback, at the link's own `port`."""
        link = cls(lambda: asyncio.open_connection("127.0.0.1", port))
        listening = socket.create_server(("127.0.0.1", 0))
        link.port = listening.getsockname()[1]
        link._listening = link._run(asyncio.start_server(link._relay, sock=listening))
        return link

    @classmethod
    def to_socket(cls, there: Path, here: Path) -> "Link":
        """A link to PostgreSQL's socket in the folder `there`, as another one in `here`."""
        name = ".s.PGSQL.5432"
        link = cls(lambda: asyncio.open_unix_connection(there / name))
        link._listening = link._run(asyncio.start_unix_server(link._relay, here / name))
        return link

    def become(self, state: State) -> None:
        """Change what becomes of what is sent, from now on."""
        self._run(self._become(state))

    def close(self) -> None:
        """Cut it for good."""
        self._run(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _close(self) -> None:
        self._listening.close()
        await self._become(State.CUT)
        relays = asyncio.all_tasks() - {asyncio.current_task()}
        for relay in relays:
            relay.cancel()
        await asyncio.gather(*relays, return_exceptions=True)

    async def _become(self, state: State) -> None:
        self._state = state
        self._changed.set()
        self._changed = asyncio.Event()
        if state is State.CUT:
            for writer in list(self._open):
                writer.transport.abort()

    async def _relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        both = {writer}
        self._open.add(writer)
        try:
            if self._state is not State.CUT:
                far_reader, far_writer = await self._connect()
                both.add(far_writer)
                self._open.add(far_writer)
                await asyncio.gather(self._pass(reader, far_writer), self._pass(far_reader, writer))
        except OSError:
            return  # nobody is behind it
        finally:
            self._open -= both
            for each in both:
                each.transport.abort()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while piece := await reader.read(_CHUNK):
                while self._state is State.DEAF:
                    await self._changed.wait()
                if self._state is State.SLOW:
                    await asyncio.sleep(_SLOW_S)
                writer.write(piece)
                await writer.drain()
        writer.close()
