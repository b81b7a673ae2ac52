"""What each transaction changed, row by row, as PostgreSQL itself records it."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import psycopg
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.database import Sessions

# The log of the talk itself, which every turn writes, and what is derived from the rows of jobs.
_TALK = frozenset(
    {"messages", "conversations", "understandings", "procrastinate_events", "procrastinate_workers"}
)

_SCHEMA = """
CREATE SCHEMA recorded;
CREATE TABLE recorded.rows (
    id bigserial PRIMARY KEY,
    transaction xid8 NOT NULL DEFAULT pg_current_xact_id(),
    source text NOT NULL,
    before jsonb,
    after jsonb
);
CREATE FUNCTION recorded.keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO recorded.rows (source, before, after) VALUES (
        TG_TABLE_NAME,
        CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END,
        CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END
    );
    RETURN NULL;
END $$;
"""
_UUID = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b")
# What is another each time: when it was, the number on the parcel, and the signed links.
_PASSING = (
    (re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[.\d]*(?:Z|[+-]\d\d:?\d\d)?"), "<time>"),
    (re.compile(r"RMA-\w{8}"), "<rma>"),
    (re.compile(r"https?://[^\s\"\\]+"), "<link>"),
)

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """One row that a transaction inserted, changed or deleted."""

    table: str
    before: Row | None
    after: Row | None

    @property
    def is_new(self) -> bool:
        return self.before is None


@dataclass(frozen=True)
class Transaction:
    """All that one transaction changed, each row once."""

    changes: tuple[Change, ...]

    @property
    def actors(self) -> set[str]:
        """Who did it, as its audit rows say."""
        return {
            each.after["actor_id"] for each in self.changes if each.table == "audit_entries" and each.after
        }

    def told(self) -> list[str]:
        """A line for each row, alike for what was done alike: what is another each time has a placeholder."""
        new_ids = {
            value: f"<new {change.table}>"
            for change in self.changes
            if change.is_new and change.after
            for key, value in change.after.items()
            if key in {"id", "message_id"} and isinstance(value, str)
        }
        return sorted(_told(change, new_ids) for change in self.changes)


def start_recording(address: str) -> None:
    """Record the changes of every table of the database at `address` from now on, the talk's own excepted."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(_SCHEMA)
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        for (table,) in tables:
            if table not in _TALK:
                connection.execute(
                    f'CREATE TRIGGER recorded AFTER INSERT OR UPDATE OR DELETE ON "{table}"'
                    " FOR EACH ROW EXECUTE FUNCTION recorded.keep()"
                )


async def mark(sessions: Sessions) -> int:
    """The present end of the record."""
    async with sessions() as session:
        return await session.scalar(text("SELECT coalesce(max(id), 0) FROM recorded.rows")) or 0


async def transactions_since(sessions: Sessions, start: int) -> list[Transaction]:
    """What was committed after `start`, a transaction that changed nothing in the end left out."""
    query = "SELECT transaction::text, source, before, after FROM recorded.rows WHERE id > :start ORDER BY id"
    async with sessions() as session:
        return _transactions(await session.execute(text(query), {"start": start}))


async def changed_here(session: AsyncSession) -> Transaction:
    """What the session's open transaction has changed."""
    await session.flush()
    query = (
        "SELECT transaction::text, source, before, after FROM recorded.rows"
        " WHERE transaction = pg_current_xact_id() ORDER BY id"
    )
    [found] = _transactions(await session.execute(text(query)))
    return found


def _transactions(rows: Iterable[Any]) -> list[Transaction]:
    found: dict[str, dict[tuple[str, str], Change]] = defaultdict(dict)
    for transaction, table, before, after in rows:
        row = before or after
        key = (table, str(row.get("id") or row.get("key") or row.get("sku") or sorted(row.items())))
        first = found[transaction].get(key)
        found[transaction][key] = Change(table, first.before if first else before, after)
    kept = [
        tuple(each for each in changes.values() if each.before != each.after) for changes in found.values()
    ]
    return [Transaction(changes) for changes in kept if changes]


def _told(change: Change, new_ids: Mapping[str, str]) -> str:
    before, after = change.before, change.after
    if before is not None and after is not None:
        changed = {key: [before[key], after[key]] for key in after if before[key] != after[key]}
        what = (
            f"{change.table} {before.get('id') or before.get('key') or before.get('sku')} {_alike(changed)}"
        )
    else:
        row = {key: value for key, value in (after or before or {}).items() if key != "id"}
        what = f"{change.table} {'new' if after else 'gone'} {_alike(row)}"
    what = _UUID.sub(lambda found: new_ids.get(found[0], found[0]), what)
    for pattern, placeholder in _PASSING:
        what = pattern.sub(placeholder, what)
    return what


def _alike(value: Any) -> str:
    return json.dumps(_sorted(value), sort_keys=True, ensure_ascii=False)


def _sorted(value: Any) -> Any:
    """Lists of facts about items in one order, whichever the shopper named first."""
    if isinstance(value, dict):
        return {key: _sorted(each) for key, each in value.items()}
    if isinstance(value, list) and all(isinstance(each, dict) for each in value):
        return sorted((_sorted(each) for each in value), key=lambda each: json.dumps(each, sort_keys=True))
    return value
