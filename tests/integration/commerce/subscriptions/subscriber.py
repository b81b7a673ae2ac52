"""A customer of a small store who subscribes to things, and the days that pass."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from commerce.customers.models import PaymentMethod
from commerce.orders.models import Order
from commerce.payments.models import PaymentAttempt
from commerce.payments.port import ChargeWanted, PaymentReport, PaymentState, ProviderUnavailable
from commerce.subscriptions.intervals import Interval, IntervalUnit
from commerce.subscriptions.models import Subscription
from commerce.subscriptions.subscribe import Subscribe
from commerce.subscriptions.view import SubscriptionView
from connectors.pages.checkout.demo_payments import DemoPayments
from tests.factories import RecordedNotifier, an_address
from tests.world import World
from worker.subscriptions import announce_all, renew_all

MONTHLY = Interval(1, IntervalUnit.MONTH)
DECLINED = "0002"


@dataclass
class DemoCards:
    """The demo store's provider, which can be away; it counts what it was asked to take."""

    is_away: bool = False
    dies_after_taking: bool = False
    takes_longer: bool = False
    asked: list[UUID] = field(default_factory=list)
    name: str = "demo"
    demo: DemoPayments = field(
        default_factory=lambda: DemoPayments("http://localhost", "a-secret-of-the-tests")
    )

    async def charge(self, wanted: ChargeWanted) -> PaymentReport:
        if self.is_away:
            raise ProviderUnavailable("away")
        self.asked.append(wanted.attempt_id)
        if self.takes_longer:
            return PaymentReport(PaymentState.OPEN, payment_reference="pi_1")
        report = await self.demo.charge(wanted)
        if self.dies_after_taking:
            self.dies_after_taking = False
            raise KeyboardInterrupt  # the worker is gone, and nobody has noted the answer
        return report

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return getattr(self.demo, name)  # type: ignore[no-any-return]


@dataclass
class Subscriber:
    """The world, what its customer was told, and who takes their money."""

    world: World
    notifier: RecordedNotifier
    payments: DemoCards

    async def subscribes(self, **wished: Any) -> SubscriptionView:
        given = {
            "sku": self.world.mug.sku, "quantity": 2, "interval": MONTHLY,
            "address": an_address().as_dict(), "payment_method_id": self.world.card.id,
        } | wished  # fmt: skip
        return await self.world.do(Subscribe(**given))

    async def days_pass(self, count: int = 0) -> None:
        """Let the worker see to what is due, day by day, today as well."""
        await self.renews()
        for _ in range(count):
            self.world.clock.forward(days=1)
            await self.renews()

    async def renews(self) -> int:
        return await renew_all(self.world.sessions, self.payments, self.world.clock, self.notifier)

    async def is_announced(self) -> int:
        return await announce_all(self.world.sessions, self.world.clock, self.notifier)

    async def row(self) -> Subscription:
        return (await self._all(select(Subscription)))[0]

    async def orders(self) -> list[Order]:
        query = select(Order).options(selectinload(Order.lines)).order_by(Order.placed_at)
        return await self._all(query)

    async def tries(self) -> list[PaymentAttempt]:
        return await self._all(select(PaymentAttempt).order_by(PaymentAttempt.created_at))

    async def card_ends_in(self, digits: str) -> None:
        theirs = update(PaymentMethod).where(PaymentMethod.id == self.world.card.id)
        await self.world.run(lambda session: session.execute(theirs.values(last_four=digits)))

    @property
    def told(self) -> list[str]:
        return [each.name for _, each in self.notifier.told]

    async def _all(self, query: Any) -> list[Any]:
        async def work(session: AsyncSession) -> list[Any]:
            return list(await session.scalars(query))

        return await self.world.run(work)
