"""Imports a store's JSON Lines files: streaming, in batches, idempotent, losing nothing.

Every batch is one transaction. A batch that the database refuses is halved until the row that it refuses
stands alone, so that one bad row costs only itself. An interrupted import is run again: what is there is
recognised and left alone.
"""

import asyncio
import gc
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Generic, TypeVar

import psycopg

from commerce.clock import Clock, SystemClock
from commerce.importing import customers, orders, products, reviews
from commerce.importing.assumptions import Assumption
from commerce.importing.bulk import Connection, connect
from commerce.importing.default_policies import write_default_policies
from commerce.importing.outcome import FileSummary, ImportSummary, Outcome
from commerce.importing.reading import BadLine, Batch, SourceLine, read_batches
from commerce.importing.rejects import RejectsFile
from commerce.importing.rows import CustomerRow, ImportedRow, OrderRow, ProductRow, ReviewRow

DEFAULT_REJECTS = Path("var/import-rejects.jsonl")
ROWS_BETWEEN_REPORTS = 5_000
_LOCK = 0x41495331  # one import at a time

Report = Callable[[str], None]
T = TypeVar("T")
Row = TypeVar("Row", bound=ImportedRow)


class ImportRefused(Exception):
    """The import cannot start; the message is one line that says why."""


@dataclass(frozen=True, slots=True)
class _Source(Generic[Row]):
    name: str
    row_type: type[Row]
    key: Callable[[Row], str]
    load: Callable[[Connection, list[SourceLine[Row]], datetime], Awaitable[Outcome]]


_PRODUCTS = _Source(products.FILE, ProductRow, lambda row: row.id, products.load_products)
_CUSTOMERS = _Source(customers.FILE, CustomerRow, lambda row: row.id, customers.load_customers)
_ORDERS = _Source(orders.FILE, OrderRow, lambda row: row.number, orders.load_orders)
_REVIEWS = _Source(reviews.FILE, ReviewRow, reviews.key_of, reviews.load_reviews)


async def import_store(
    database_url: str,
    directory: Path,
    report: Report,
    *,
    clock: Clock | None = None,
    rejects_path: Path = DEFAULT_REJECTS,
) -> ImportSummary:
    """Import the products, customers, orders and reviews of `directory`, as far as they are there.

    Raises ImportRefused when none of them is there or another import is running.
    """
    names = (products.FILE, customers.FILE, orders.FILE, reviews.FILE)
    if not any((directory / name).is_file() for name in names):
        raise ImportRefused(f"{directory} has none of {', '.join(names)}")
    started = time.monotonic()
    rejects = RejectsFile(rejects_path)
    try:
        async with _one_import(database_url) as connection, _paused_cycle_collector():
            run = _Run(connection, directory, report, clock or SystemClock(), rejects)
            async with connection.transaction():
                await write_default_policies(connection, with_categories=False)
            files = [
                await run.load(_PRODUCTS),
                await run.load(_CUSTOMERS),
                await run.load(_ORDERS),
                await run.load(_REVIEWS),
            ]
    finally:
        rejects.close()
    return ImportSummary([file for file in files if file], time.monotonic() - started, rejects_path)


@asynccontextmanager
async def _one_import(database_url: str) -> AsyncIterator[Connection]:
    connection = await connect(database_url)
    async with connection:
        cursor = await connection.execute("SELECT pg_try_advisory_lock(%s)", (_LOCK,))
        if await cursor.fetchone() != (True,):
            raise ImportRefused("another import into this database is running")
        try:
            yield connection
        finally:
            # Closing alone gives the lock back only when the server has noticed, too late for who comes next.
            await connection.execute("SELECT pg_advisory_unlock(%s)", (_LOCK,))


@asynccontextmanager
async def _paused_cycle_collector() -> AsyncIterator[None]:
    """Rows make no reference cycles, and looking for them takes a fifth of an import's time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


async def _read_ahead(batches: Iterator[T]) -> AsyncIterator[T]:
    """Each batch, while a thread already reads and checks the next one."""
    coming = asyncio.create_task(asyncio.to_thread(next, batches, None))
    try:
        while (batch := await coming) is not None:
            coming = asyncio.create_task(asyncio.to_thread(next, batches, None))
            yield batch
    finally:
        coming.cancel()


@dataclass(slots=True)
class _Run:
    connection: Connection
    directory: Path
    report: Report
    clock: Clock
    rejects: RejectsFile

    async def load(self, source: _Source[Row]) -> FileSummary | None:
        """Load one file; None when it is not there."""
        path = self.directory / source.name
        if not path.is_file():
            return None
        summary = FileSummary(source.name)
        size, read, reported = path.stat().st_size, 0, 0
        async for batch in _read_ahead(read_batches(path, source.row_type, source.key)):
            await self._load_batch(source, batch, summary)
            read += batch.bytes_read
            if summary.rows - reported >= ROWS_BETWEEN_REPORTS:
                reported = summary.rows
                self.report(
                    f"{source.name}: {summary.rows:,} rows ({100 * read // max(size, 1)}%), "
                    f"{summary.rejected:,} rejected"
                )
        self.report(str(summary))
        return summary

    async def _load_batch(self, source: _Source[Row], batch: Batch[Row], summary: FileSummary) -> None:
        summary.rows += batch.size
        self._reject(source.name, batch.bad_lines, summary)
        for line in batch.lines:
            summary.outcome.assumptions[Assumption.UNREAD_FIELDS] += bool(line.row.model_extra)
            summary.outcome.assumptions.update(line.assumed)
        if batch.lines:
            await self._load_lines(source, batch.lines, summary)

    async def _load_lines(
        self, source: _Source[Row], lines: list[SourceLine[Row]], summary: FileSummary
    ) -> None:
        try:
            async with self.connection.transaction():
                outcome = await source.load(self.connection, lines, self.clock.now())
        except (psycopg.IntegrityError, psycopg.DataError) as refusal:
            if len(lines) == 1:
                reason = f"the database refuses it: {refusal.diag.message_primary or refusal}"
                self._reject(source.name, [BadLine(lines[0].number, lines[0].raw, reason)], summary)
                return
            middle = len(lines) // 2
            await self._load_lines(source, lines[:middle], summary)
            await self._load_lines(source, lines[middle:], summary)
            return
        self._reject(source.name, outcome.rejected, summary)
        summary.outcome.merge(outcome)

    def _reject(self, file: str, bad_lines: list[BadLine], summary: FileSummary) -> None:
        summary.rejected += len(bad_lines)
        for bad in bad_lines:
            self.rejects.add(file=file, line=bad.number, reason=bad.reason, row=bad.raw)
