"""Where conversations' events are kept: PostgreSQL, or memory for a trainer's shell."""

from __future__ import annotations

import asyncio
import copy
import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine import Connection, make_url

Result = TypeVar("Result")
EventDict = dict[str, Any]


class ConversationMovedOn(Exception):
    """Somebody else has added to the conversation since it was loaded, so this turn must not be saved."""

    def __init__(self, sender_id: str) -> None:
        super().__init__(f"conversation {sender_id} was changed by another process")


@dataclass(frozen=True)
class StoredView:
    """The view of a conversation: `preamble`, then the events from position `start` to `length`."""

    preamble: list[EventDict]
    events: list[EventDict]
    start: int
    length: int


@dataclass(frozen=True)
class Addition:
    """New events after `length` stored ones, and where the view begins from now on (None: as before)."""

    sender_id: str
    length: int
    events: Sequence[EventDict]
    view: tuple[int, Sequence[EventDict]] | None


class EventLog(Protocol):
    """Events of conversations in the order they happened, each with its position from 0."""

    async def view(self, sender_id: str) -> StoredView | None: ...

    async def all_events(self, sender_id: str) -> list[EventDict]: ...

    async def append(self, addition: Addition) -> None:
        """Adds all or nothing; raises ConversationMovedOn when `length` is no longer true."""

    async def sender_ids(self) -> list[str]: ...

    async def close(self) -> None: ...


@dataclass
class _Conversation:
    events: list[EventDict] = field(default_factory=list)
    preamble: list[EventDict] = field(default_factory=list)
    start: int = 0


class MemoryEventLog:
    """Lives as long as the process."""

    def __init__(self) -> None:
        self._conversations: dict[str, _Conversation] = {}

    async def view(self, sender_id: str) -> StoredView | None:
        kept = self._conversations.get(sender_id)
        if kept is None:
            return None
        return copy.deepcopy(
            StoredView(kept.preamble, kept.events[kept.start :], kept.start, len(kept.events))
        )

    async def all_events(self, sender_id: str) -> list[EventDict]:
        kept = self._conversations.get(sender_id)
        return copy.deepcopy(kept.events) if kept else []

    async def append(self, addition: Addition) -> None:
        kept = self._conversations.setdefault(addition.sender_id, _Conversation())
        if len(kept.events) != addition.length:
            raise ConversationMovedOn(addition.sender_id)
        kept.events += addition.events
        if addition.view is not None:
            kept.start, kept.preamble = addition.view[0], list(addition.view[1])

    async def sender_ids(self) -> list[str]:
        return list(self._conversations)

    async def close(self) -> None:
        self._conversations.clear()


_metadata = sa.MetaData()

_conversations = sa.Table(
    "dialogue_conversations",
    _metadata,
    sa.Column("sender_id", sa.Text, primary_key=True),
    sa.Column("length", sa.Integer, nullable=False),
    sa.Column("view_start", sa.Integer, nullable=False),
    sa.Column("preamble", sa.Text, nullable=False),
)

_events = sa.Table(
    "dialogue_events",
    _metadata,
    sa.Column("sender_id", sa.Text, sa.ForeignKey("dialogue_conversations.sender_id", ondelete="CASCADE")),
    sa.Column("position", sa.Integer),
    sa.Column("data", sa.Text, nullable=False),
    sa.PrimaryKeyConstraint("sender_id", "position"),
)


class PostgresEventLog:
    """Two tables, made when missing. Events are kept for trainers, until their conversation's row is deleted.

    psycopg 2 blocks, so it works in a few threads: a slow database does not stop other conversations.
    """

    def __init__(self, url: str, connections: int = 4) -> None:
        """Connects and makes the tables; raises sqlalchemy.exc.SQLAlchemyError when that is impossible."""
        self._engine = sa.create_engine(
            make_url(url).set(drivername="postgresql+psycopg2"),
            pool_size=connections,
            max_overflow=0,
            pool_pre_ping=True,
        )
        self._threads = ThreadPoolExecutor(connections, thread_name_prefix="event-log")
        with self._engine.begin() as connection:
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(hashtext('dialogue_events'))"))
            _metadata.create_all(connection)

    async def view(self, sender_id: str) -> StoredView | None:
        return await self._run(lambda connection: _read_view(connection, sender_id))

    async def all_events(self, sender_id: str) -> list[EventDict]:
        query = sa.select(_events.c.data).where(_events.c.sender_id == sender_id).order_by(_events.c.position)
        rows = await self._run(lambda connection: connection.execute(query).scalars().all())
        return [json.loads(data) for data in rows]

    async def append(self, addition: Addition) -> None:
        await self._run(lambda connection: _write(connection, addition))

    async def sender_ids(self) -> list[str]:
        query = sa.select(_conversations.c.sender_id)
        return list(await self._run(lambda connection: connection.execute(query).scalars().all()))

    async def close(self) -> None:
        self._threads.shutdown()
        self._engine.dispose()

    async def _run(self, work: Callable[[Connection], Result]) -> Result:
        def in_transaction() -> Result:
            with self._engine.begin() as connection:
                return work(connection)

        return await asyncio.get_running_loop().run_in_executor(self._threads, in_transaction)


_VIEW = sa.text(
    "SELECT view_start, length, preamble, (SELECT array_agg(data ORDER BY position) FROM dialogue_events e "
    "WHERE e.sender_id = c.sender_id AND e.position >= c.view_start) AS events "
    "FROM dialogue_conversations c WHERE sender_id = :sender_id"
)


def _read_view(connection: Connection, sender_id: str) -> StoredView | None:
    row = connection.execute(_VIEW, {"sender_id": sender_id}).one_or_none()
    if row is None:
        return None
    events = [json.loads(data) for data in row.events or ()]
    return StoredView(json.loads(row.preamble), events, row.view_start, row.length)


def _write(connection: Connection, addition: Addition) -> None:
    length = addition.length + len(addition.events)
    view = addition.view or (0, ())
    changes = {"length": length}
    if addition.view is not None:
        changes |= {"view_start": view[0], "preamble": json.dumps(list(view[1]))}
    if addition.length == 0:
        row = {"sender_id": addition.sender_id, "view_start": 0, "preamble": "[]"} | changes
        written = connection.execute(insert(_conversations).values(row).on_conflict_do_nothing())
    else:
        written = connection.execute(
            sa.update(_conversations)
            .where(
                _conversations.c.sender_id == addition.sender_id, _conversations.c.length == addition.length
            )
            .values(changes)
        )
    if written.rowcount != 1:
        raise ConversationMovedOn(addition.sender_id)
    rows = [
        {"sender_id": addition.sender_id, "position": position, "data": json.dumps(event)}
        for position, event in enumerate(addition.events, start=addition.length)
    ]
    if rows:
        connection.execute(sa.insert(_events).values(rows))
