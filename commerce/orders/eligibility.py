"""The one rule of whether an order may be cancelled or changed, for changes, lists, redirects and buttons."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.changes import Context
from commerce.clock import Clock
from commerce.errors import CommerceError
from commerce.orders.models import OrderStatus
from commerce.orders.refusals import ItemsAlreadyChanged, OrderNotPending
from commerce.policies.service import PolicyValue, read_policy


class OrderChanges(PolicyValue):
    """The policy `order_changes`: in which states an order may be cancelled, and changed."""

    cancel_while: tuple[OrderStatus, ...] = (OrderStatus.PENDING,)
    change_while: tuple[OrderStatus, ...] = (OrderStatus.PENDING,)


class OrderFacts(Protocol):
    """What the rule asks of an order."""

    @property
    def number(self) -> str:
        """Its number."""

    @property
    def status(self) -> OrderStatus:
        """Where it stands."""

    @property
    def items_changed_at(self) -> datetime | None:
        """When its items were changed."""

    @property
    def country(self) -> str:
        """Where it goes, as an ISO 3166-1 alpha-2 code."""


class ListedOrder(OrderFacts, Protocol):
    """An order of a list, which carries its rules."""

    @property
    def rules(self) -> OrderChanges:
        """What holds where it goes."""


Listed = TypeVar("Listed", bound=ListedOrder)


def refusal_to_cancel(order: OrderFacts, rules: OrderChanges) -> CommerceError | None:
    """Return why the order can no longer be cancelled; None where it can."""
    return _refusal(order, rules.cancel_while)


def refusal_to_change(order: OrderFacts, rules: OrderChanges) -> CommerceError | None:
    """Return why the order can no longer be sent elsewhere, paid otherwise or filled otherwise."""
    return _refusal(order, rules.change_while)


def _refusal(order: OrderFacts, allowed: Sequence[OrderStatus]) -> CommerceError | None:
    if order.status not in allowed:
        return OrderNotPending(order.number, order.status)
    if order.items_changed_at is not None:
        return ItemsAlreadyChanged(order.number)
    return None


async def order_changes(session: AsyncSession, country: str) -> OrderChanges:
    """Return the rules for orders that go to `country`."""
    return await read_policy(session, "order_changes", OrderChanges, country=country)


async def require_cancellable(context: Context, order: OrderFacts) -> None:
    """Raise OrderNotPending or ItemsAlreadyChanged unless the order can be cancelled."""
    if refusal := await _refusal_to_cancel_now(context, order):
        raise refusal


async def require_changeable(context: Context, order: OrderFacts) -> None:
    """Raise OrderNotPending or ItemsAlreadyChanged unless the order can be changed."""
    if refusal := refusal_to_change(order, await order_changes(context.session, order.country)):
        raise refusal


async def can_be_cancelled(context: Context, order: OrderFacts) -> bool:
    """Tell whether nothing stands against cancelling the order."""
    return await _refusal_to_cancel_now(context, order) is None


async def is_early(context: Context, order: OrderFacts) -> bool:
    """Tell whether cancelling is not too late, whatever else may stand against it."""
    return not isinstance(await _refusal_to_cancel_now(context, order), OrderNotPending)


async def _refusal_to_cancel_now(context: Context, order: OrderFacts) -> CommerceError | None:
    return refusal_to_cancel(order, await order_changes(context.session, order.country))


# Which orders of a list a request may be about, as `WhichOrder` asks: of the orders and of the clock.
def still_cancellable(orders: Sequence[Listed], _: Clock) -> list[Listed]:
    """Return the orders that can be cancelled."""
    return [order for order in orders if refusal_to_cancel(order, order.rules) is None]


def still_changeable(orders: Sequence[Listed], _: Clock) -> list[Listed]:
    """Return the orders that can be changed."""
    return [order for order in orders if refusal_to_change(order, order.rules) is None]
