"""Every write passes through here: done once under its message, all or nothing, with an audit row."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.models import ActorKind, AuditEntry, CompletedOperation
from commerce.errors import NotAllowed

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Cause:
    """Who makes a change and from which message.

    Without a `message_id`, as for a job, a repeat is not recognised: the operation's own rules decide.
    """

    actor_kind: ActorKind
    actor_id: str | None
    message_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Operation:
    """What is done to what, and why in the actor's words or a code of the store's."""

    name: str
    subject_kind: str
    subject_id: str
    reason: str = ""

    def key(self, message_id: UUID) -> str:
        """What makes a repeat of the same message the same operation."""
        return f"{message_id}:{self.name}:{self.subject_id}"


def require_staff(cause: Cause) -> None:
    """Raise NotAllowed when a shopper causes what only the store's people and jobs do."""
    if cause.actor_kind is ActorKind.SHOPPER:
        raise NotAllowed("this is done by the store's people and jobs")


def audit(
    session: AsyncSession, cause: Cause, operation: Operation, details: Mapping[str, Any] | None = None
) -> None:
    """Append the audit row of a change to the transaction."""
    session.add(
        AuditEntry(
            actor_kind=cause.actor_kind,
            actor_id=cause.actor_id,
            operation=operation.name,
            subject_kind=operation.subject_kind,
            subject_id=operation.subject_id,
            reason=operation.reason,
            message_id=cause.message_id,
            details=dict(details or {}),
        )
    )


async def once(
    session: AsyncSession,
    cause: Cause,
    operation: Operation,
    outcome_type: type[T],
    work: Callable[[], Awaitable[T]],
    *,
    private: frozenset[str] = frozenset(),
) -> T:
    """Run `work` and keep its outcome under the message; a repeat gets that outcome and does nothing.

    A concurrent repeat waits for the first to commit. What `work` raises leaves nothing behind, even when
    the caller goes on with the transaction. Fields named in `private` stay out of the audit row.
    """
    outcomes = TypeAdapter(outcome_type)
    async with session.begin_nested():
        key = operation.key(cause.message_id) if cause.message_id else None
        if key and not await _claim(session, key, operation.name):
            stored = await session.scalar(
                select(CompletedOperation.outcome).where(CompletedOperation.key == key)
            )
            return outcomes.validate_python(stored)
        outcome = await work()
        facts = outcomes.dump_python(outcome, mode="json")
        if key:
            await session.execute(
                update(CompletedOperation).where(CompletedOperation.key == key).values(outcome=facts)
            )
        audit(session, cause, operation, {name: fact for name, fact in facts.items() if name not in private})
        await session.flush()
        return outcome


async def was_done(session: AsyncSession, cause: Cause, operation: Operation) -> bool:
    """Tell whether this very message has done the operation before."""
    if cause.message_id is None:
        return False
    key = operation.key(cause.message_id)
    done = select(CompletedOperation.key).where(CompletedOperation.key == key)
    return await session.scalar(done) is not None


async def _claim(session: AsyncSession, key: str, operation: str) -> bool:
    """Whether this is the first time; waits while another transaction holds the same key."""
    claimed = await session.scalar(
        insert(CompletedOperation)
        .values(key=key, operation=operation, outcome={})
        .on_conflict_do_nothing()
        .returning(CompletedOperation.key)
    )
    return claimed is not None
