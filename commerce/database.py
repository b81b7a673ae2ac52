"""The store's database: the declarative base, engines, and the one place where a transaction commits."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, TypeVar

import psycopg
import sqlalchemy.exc
from sqlalchemy import TIMESTAMP, BigInteger, Enum, MetaData
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase

Sessions = async_sessionmaker[AsyncSession]
T = TypeVar("T")

# The database is away, restarting or overloaded: what failed may be tried again as it was.
DATABASE_ERRORS = (
    sqlalchemy.exc.OperationalError,
    sqlalchemy.exc.InterfaceError,
    sqlalchemy.exc.TimeoutError,
    sqlalchemy.exc.InternalError,  # such as "read-only transaction": a standby, or a disk that is full
    psycopg.OperationalError,
    psycopg.InternalError,
    OSError,
)


class Base(DeclarativeBase):
    """Base of every table; constraint names are deterministic so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {
        datetime: TIMESTAMP(timezone=True),
        dict[str, Any]: JSONB,
        dict[str, str]: JSONB,
        list[dict[str, Any]]: JSONB,
        int: BigInteger,
    }


def text_enum(kind: type[StrEnum]) -> Enum:
    """A column of `kind`, stored as its value in text with a check constraint."""
    return Enum(
        kind,
        native_enum=False,
        length=32,
        create_constraint=True,
        name=kind.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )


def async_url(database_url: str) -> str:
    """`database_url` with the psycopg 3 driver, whatever PostgreSQL spelling it came in."""
    return make_url(database_url).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)


def create_engine(database_url: str, *, pool_size: int = 10) -> AsyncEngine:
    """An engine of at most `pool_size` connections, each checked before use."""
    return create_async_engine(
        async_url(database_url),
        pool_size=pool_size,
        max_overflow=0,
        pool_pre_ping=True,
        hide_parameters=True,  # errors name the statement, not what shoppers wrote
        connect_args={"application_name": "aisle"},
    )


def sessions_of(engine: AsyncEngine) -> Sessions:
    """A factory of sessions whose objects stay readable after the commit."""
    return async_sessionmaker(engine, expire_on_commit=False)


async def in_transaction(sessions: Sessions, work: Callable[[AsyncSession], Awaitable[T]]) -> T:
    """Run `work` in one transaction: committed when it returns, rolled back when it raises."""
    async with sessions.begin() as session:
        return await work(session)
