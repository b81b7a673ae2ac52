"""Many rows at once: gathered by table, then written with COPY on a connection of psycopg's own."""

from collections.abc import Callable
from typing import Any

import psycopg
from psycopg import sql
from pydantic_core import to_json
from sqlalchemy import Enum, Table
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import make_url

from commerce.models import Base  # with every table, so that foreign keys give the order of writing

Connection = psycopg.AsyncConnection[tuple[Any, ...]]


async def connect(database_url: str) -> Connection:
    """A connection that can COPY; transactions are opened with `connection.transaction()`."""
    url = make_url(database_url).set(drivername="postgresql").render_as_string(hide_password=False)
    return await psycopg.AsyncConnection.connect(url, autocommit=True, application_name="aisle")


class Bulk:
    """Rows waiting to be written, in the order in which foreign keys allow it."""

    def __init__(self) -> None:
        self._tables: dict[str, _TableRows] = {}

    def add(self, model: type[Base], **values: Any) -> None:
        """Put one row aside. A table's rows name the same columns in one order; there are no defaults."""
        table = model.metadata.tables[model.__tablename__]
        rows = self._tables.get(table.name)
        if rows is None:
            rows = self._tables[table.name] = _TableRows(table, tuple(values))
        rows.add(values)

    def counts(self) -> dict[str, int]:
        """How many rows are waiting, by table."""
        return {name: len(rows.rows) for name, rows in self._tables.items()}

    async def write(self, connection: Connection) -> None:
        """COPY everything in and forget it. Raises psycopg's errors when a constraint refuses a row."""
        waiting, self._tables = self._tables, {}
        async with connection.cursor() as cursor:
            for table in Base.metadata.sorted_tables:
                if rows := waiting.get(table.name):
                    await rows.write(cursor)


class _TableRows:
    def __init__(self, table: Table, columns: tuple[str, ...]) -> None:
        self.rows: list[list[Any]] = []
        self._table = table
        self._columns = columns
        self._converters = [
            (position, converter)
            for position, column in enumerate(columns)
            if (converter := _converter(table.columns[column].type)) is not None
        ]

    def add(self, values: dict[str, Any]) -> None:
        if tuple(values) != self._columns:
            raise ValueError(f"rows of {self._table.name} name different columns: {', '.join(values)}")
        row = list(values.values())
        for position, convert in self._converters:
            if row[position] is not None:
                row[position] = convert(row[position])
        self.rows.append(row)

    async def write(self, cursor: psycopg.AsyncCursor[Any]) -> None:
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(self._table.name), sql.SQL(", ").join(map(sql.Identifier, self._columns))
        )
        async with cursor.copy(statement) as copy:
            for row in self.rows:
                await copy.write_row(row)


def _json_text(value: Any) -> str:
    return to_json(value).decode()


def _converter(column_type: Any) -> Callable[[Any], str] | None:
    if isinstance(column_type, Enum):
        return str.__str__  # a StrEnum's value
    if isinstance(column_type, JSONB):
        return _json_text
    return None
