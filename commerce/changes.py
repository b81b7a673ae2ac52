"""One shape for whatever is changed: planned for the summary, agreed to, made once, audited.

A new change is its fields, its `plan` and its `apply`; who may make it, the agreement, a message that comes
twice and the audit row are the same for all.
"""

from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.service import Cause, Operation, once, require_staff
from commerce.clock import Clock
from commerce.errors import CommerceError, NotAllowed
from commerce.identity import Shopper
from commerce.links.documents import DocumentLinks
from commerce.locks.standing import require_unlocked
from commerce.notification import Notification, Notifier, Recipient
from commerce.plans import require_agreed

Rows = TypeVar("Rows")
Plan = TypeVar("Plan")
Outcome = TypeVar("Outcome")


@dataclass(frozen=True, slots=True)
class Context:
    """Who changes something, in which transaction, and with what."""

    session: AsyncSession
    cause: Cause
    clock: Clock
    notifier: Notifier
    links: DocumentLinks
    shopper: Shopper | None = None  # None where nobody but the store's people or a job is at work

    @property
    def asker(self) -> Shopper:
        """Return the shopper; raises NotAllowed where there is none."""
        if self.shopper is None:
            raise NotAllowed("this is changed for a shopper")
        return self.shopper

    @property
    def customer_id(self) -> str:
        """Return the customer whose data may be changed; raises NotAllowed unless a shopper is verified."""
        return self.asker.verified_customer()

    async def tell(self, customer_id: str, news: Notification) -> None:
        """Tell the customer of the change, in its transaction."""
        await self.notifier.notify(self.session, Recipient(customer_id), news)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(Generic[Rows, Plan, Outcome]):
    """A wish to change something; `agreed` is the fingerprint of the plan that was said yes to.

    `Rows` are what `plan` has read and `apply` writes to.
    """

    outcome: ClassVar[Any]  # the type of what `apply` returns, by which a repeat's answer is read back
    raises: ClassVar[
        tuple[type[CommerceError], ...]
    ] = ()  # what `plan` and `apply` refuse, beside PlanChanged
    private: ClassVar[frozenset[str]] = frozenset()  # fields of the outcome that the audit row does not get

    agreed: str | None = None

    def operation(self, context: Context, /) -> Operation:
        """Name what is done, to what and why, as the audit has it."""
        raise NotImplementedError

    async def plan(self, context: Context, /, *, lock: bool) -> tuple[Rows, Plan]:
        """Work out what the change does; with `lock` it is about to be made, and other writers wait."""
        raise NotImplementedError

    async def apply(self, context: Context, rows: Rows, plan: Plan, /) -> Outcome:
        """Do what the plan says."""
        raise NotImplementedError

    def require_allowed(self, context: Context) -> None:
        """Raise NotAllowed unless a verified shopper asks."""
        _ = context.customer_id


class StaffChange(Change[Rows, Plan, Outcome]):
    """A change that only the store's people and jobs make."""

    __slots__ = ()

    def require_allowed(self, context: Context) -> None:
        """Raise NotAllowed when a shopper asks."""
        require_staff(context.cause)


async def preview(context: Context, change: Change[Rows, Plan, Outcome]) -> Plan:
    """Return what the change would do now; raises what `carry_out` would."""
    await _require_open(context, change)
    _, plan = await change.plan(context, lock=False)
    return plan


async def carry_out(context: Context, change: Change[Rows, Plan, Outcome]) -> Outcome:
    """Make the change once under its message, all or nothing, with an audit row.

    Raises what the change does, NotAllowed, AccountLocked, or PlanChanged when the plan is no longer the one
    agreed to.
    """
    await _require_open(context, change)

    async def work() -> Outcome:
        rows, plan = await change.plan(context, lock=True)
        require_agreed(plan, change.agreed)
        return await change.apply(context, rows, plan)

    done: Outcome = await once(
        context.session,
        context.cause,
        change.operation(context),
        change.outcome,
        work,
        private=change.private,
    )
    return done


async def _require_open(context: Context, change: Change[Any, Any, Any]) -> None:
    """Raise NotAllowed, or AccountLocked where it is a customer's whose account is, whoever asks for them."""
    change.require_allowed(context)
    if context.shopper is not None:
        await require_unlocked(context.session, context.shopper.customer_id)
