"""Buying in any order of steps: stock, money, points, credit and gift cards add up after each of them."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.models import ActorKind
from commerce.audit.service import Cause
from commerce.carts.models import Cart
from commerce.catalogue.models import Variant
from commerce.checkout.holding import ended_holds, let_go_if_ended
from commerce.checkout.models import Checkout, HeldLine
from commerce.customers.models import CreditEntry, CreditReason
from commerce.database import create_engine, sessions_of
from commerce.errors import CommerceError
from commerce.gift_cards.issuing import issue_gift_card
from commerce.gift_cards.models import GiftCard
from commerce.gift_cards.redeeming import RedeemGiftCard
from commerce.loyalty.expiry import expire_points
from commerce.loyalty.lots import Lots
from commerce.loyalty.occasions import Occasion, earn_by_rule
from commerce.loyalty.points import points_balance
from commerce.loyalty.redeem import RedeemPoints
from commerce.loyalty.statement import entries_of
from commerce.money import Money
from commerce.order_changes.cancel import CancelOrder
from commerce.orders.models import CancelReason, Order, OrderLine, OrderStatus, Payment
from commerce.payments.models import AttemptStatus, PaymentAttempt
from commerce.payments.port import PaymentReport, PaymentState
from commerce.subscriptions.changing import SkipNext
from commerce.subscriptions.ending import CancelSubscription
from commerce.subscriptions.intervals import Interval, IntervalUnit
from commerce.subscriptions.models import EndReason, Subscription, SubscriptionStatus
from commerce.subscriptions.subscribe import Subscribe
from tests.factories import RecordedNotifier, an_address
from tests.integration.commerce.checkout.shop import Shop, paid
from tests.integration.commerce.subscriptions.subscriber import DemoCards
from tests.world import World, a_world, broken_balances, broken_truths
from worker.points import earn_all_points
from worker.subscriptions import renew_all

EXAMPLES, STEPS = 8, 40
_CARD_PAYS = AttemptStatus.PAID, AttemptStatus.RETURNED


@dataclass(frozen=True, slots=True)
class Choice:
    """What a step picks where it has to pick something."""

    which: int
    count: int
    is_odd: bool


choices = st.builds(Choice, which=st.integers(0, 9), count=st.integers(1, 4), is_odd=st.booleans())
STEPS_OF_A_SHOP = (
    "fill_a_cart", "fill_a_cart", "check_out", "check_out", "pay", "pay", "decline", "pay_again",
    "use_the_balance", "time_passes", "let_go", "cancel", "deliver", "earn", "redeem_points", "expire",
    "have_a_birthday", "buy_a_gift_card", "redeem_a_gift_card", "subscribe", "renew", "skip", "unsubscribe",
)  # fmt: skip


class Till(RuleBasedStateMachine):
    """A customer, a till, jobs, and everything that moves what is theirs or the store's."""

    database_url: str

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.engine = create_engine(self.database_url, pool_size=4)
        self.begun: list[Any] = []
        self.taken = 0  # what the provider of the page took, by its own count
        self.codes: list[str] = []

    def teardown(self) -> None:
        self.runner.run(self.engine.dispose())
        self.runner.close()

    def now(self, work: Callable[[AsyncSession], Awaitable[Any]]) -> Any:
        return self.runner.run(self.world.run(work))

    def tries(self, step: Callable[[], Any]) -> Any:
        """Do it, or be refused in the core's own words."""
        try:
            return step()
        except CommerceError:
            return None

    @initialize()
    def open_the_till(self) -> None:
        self.world: World = self.runner.run(a_world(sessions_of(self.engine)))
        self.shop, self.cards = Shop(self.world, RecordedNotifier()), DemoCards()
        self.begun, self.taken, self.codes = [], 0, []
        self.before = {
            "paid": self.total(Payment.amount_minor),
            "sold": self.sold(),
        }
        self.stock = self.on_hand() + self.held() + self.before["sold"]

    # What a shopper does

    def fill_a_cart(self, by: Choice) -> None:
        name = ("black", "white", "mug")[by.which % 3]
        self.runner.run(self.shop.puts(self.world.shopper, **{name: by.count * (3 if by.is_odd else 1)}))

    def use_the_balance(self, by: Choice) -> None:
        self.now(lambda session: session.execute(
            update(Cart).where(Cart.customer_id == self.world.customer.id).values(uses_balance=by.is_odd)
        ))  # fmt: skip

    def check_out(self, by: Choice) -> None:
        del by

        async def begins() -> Any:
            await self.shop.puts(self.world.shopper)
            held = await self.shop.holds(self.world.shopper)
            return await self.shop.begins(held, await self.shop.tells(held))

        begun = self.tries(lambda: self.runner.run(begins()))
        if begun is not None and begun.order_number is None:
            self.begun.append(begun)

    def pay(self, by: Choice) -> None:
        if self.begun:
            begun = self.begun.pop(by.which % len(self.begun))
            self.taken += begun.amount.amount_minor
            self.runner.run(self.shop.settles(begun))
            if by.is_odd:  # told twice
                self.runner.run(self.shop.settles(begun))

    def decline(self, by: Choice) -> None:
        if self.begun:
            declined = PaymentReport(PaymentState.FAILED, failure="card_declined")
            self.runner.run(self.shop.settles(self.begun[by.which % len(self.begun)], declined))

    def pay_again(self, by: Choice) -> None:
        """Two at once: the same try is reported by the page and by the provider."""
        if self.begun:
            begun = self.begun.pop(by.which % len(self.begun))
            self.taken += begun.amount.amount_minor

            async def twice() -> None:
                await asyncio.gather(self.shop.settles(begun, paid(begun)), self.shop.settles(begun))

            self.runner.run(twice())

    def cancel(self, by: Choice) -> None:
        number = self.an_order(by, OrderStatus.PENDING)
        if number is not None:
            self.tries(lambda: self.runner.run(self.world.do(CancelOrder(number, CancelReason.OTHER))))

    def redeem_points(self, by: Choice) -> None:
        self.tries(
            lambda: self.runner.run(self.world.do(RedeemPoints(by.count * 100 if by.is_odd else None)))
        )

    def redeem_a_gift_card(self, by: Choice) -> None:
        if self.codes:
            code = self.codes[by.which % len(self.codes)]
            self.tries(lambda: self.runner.run(self.world.do(RedeemGiftCard(code))))

    def subscribe(self, by: Choice) -> None:
        method = self.world.gift_card if by.is_odd else self.world.card
        change = Subscribe(
            self.world.mug.sku, by.count, Interval(1, IntervalUnit.MONTH), an_address().as_dict(), method.id
        )
        self.tries(lambda: self.runner.run(self.world.do(change)))

    def skip(self, by: Choice) -> None:
        self.of_subscription(by, SkipNext)

    def unsubscribe(self, by: Choice) -> None:
        self.of_subscription(by, lambda each: CancelSubscription(each, EndReason.OTHER))

    def of_subscription(self, by: Choice, change: Callable[[UUID], Any]) -> None:
        query = select(Subscription.id).where(
            Subscription.status != SubscriptionStatus.CANCELLED,
            Subscription.customer_id == self.world.customer.id,
        )
        found = self.now(lambda session: session.scalar(query))
        if found is not None and by.which % 2:
            self.tries(lambda: self.runner.run(self.world.do(change(found))))

    # What happens by itself

    def time_passes(self, by: Choice) -> None:
        self.world.clock.forward(days=by.which * 5 if by.is_odd else 0, minutes=by.count * 7)

    def let_go(self, by: Choice) -> None:
        del by
        clock = self.world.clock
        for each in self.now(lambda session: ended_holds(session, clock=clock, limit=50)):
            self.now(lambda session, each=each: let_go_if_ended(session, each, clock=clock))

    def renew(self, by: Choice) -> None:
        del by

        async def workers() -> None:
            made = (self.world.sessions, self.cards, self.world.clock, self.shop.notifier)
            await asyncio.gather(renew_all(*made), renew_all(*made))

        self.runner.run(workers())

    def deliver(self, by: Choice) -> None:
        number = self.an_order(by, OrderStatus.PENDING)
        arrived = update(Order).where(Order.number == number)
        values = {"status": OrderStatus.DELIVERED, "delivered_at": self.world.clock.now()}
        self.now(lambda session: session.execute(arrived.values(**values)))

    def earn(self, by: Choice) -> None:
        del by
        self.runner.run(earn_all_points(self.world.sessions, self.world.clock))

    def have_a_birthday(self, by: Choice) -> None:
        mine, key = self.world.customer.id, str(by.which)
        self.now(lambda session: earn_by_rule(session, mine, Occasion.BIRTHDAY, key, clock=self.world.clock))

    def expire(self, by: Choice) -> None:
        if by.is_odd:
            self.world.clock.forward(days=370)
        mine = self.world.customer.id
        self.now(lambda session: expire_points(session, mine, clock=self.world.clock))

    def buy_a_gift_card(self, by: Choice) -> None:
        cause, amount = Cause(ActorKind.SYSTEM, None), Money(by.count * 1000, "USD")
        self.codes.append(
            self.now(
                lambda session: issue_gift_card(session, amount, None, cause=cause, clock=self.world.clock)
            )
        )

    @rule(step=st.sampled_from(STEPS_OF_A_SHOP), by=choices)
    def step(self, step: str, by: Choice) -> None:
        self.world.clock.forward(seconds=1)
        getattr(self, step)(by)

    # What is counted

    def an_order(self, by: Choice, status: OrderStatus) -> str | None:
        query = select(Order.number).where(
            Order.customer_id == self.world.customer.id, Order.status == status
        )
        numbers = sorted(self.now(lambda session: session.scalars(query)))
        return numbers[by.which % len(numbers)] if numbers else None

    def total(self, column: Any, *conditions: Any) -> int:
        query = select(func.coalesce(func.sum(column), 0)).where(*conditions)
        return int(self.now(lambda session: session.scalar(query)))

    def sold(self) -> int:
        """What is in orders and did not come back to the shelf."""
        query = (
            select(func.coalesce(func.sum(OrderLine.quantity), 0))
            .join(Order, Order.id == OrderLine.order_id)
            .where(Order.status != OrderStatus.CANCELLED)
        )
        return int(self.now(lambda session: session.scalar(query)))

    def on_hand(self) -> int:
        return self.total(Variant.stock_on_hand)

    def held(self) -> int:
        return self.total(HeldLine.quantity)

    # What always holds

    @invariant()
    def every_ledger_adds_up(self) -> None:
        if hasattr(self, "stock"):
            assert self.now(broken_truths) + self.now(broken_balances) == []

    @invariant()
    def no_unit_is_made_or_lost(self) -> None:
        if hasattr(self, "stock"):
            assert self.on_hand() + self.held() + self.sold() == self.stock

    @invariant()
    def what_a_provider_took_is_in_orders_or_on_its_way_back(self) -> None:
        if hasattr(self, "stock"):
            by_page = PaymentAttempt.payment_method_id.is_(None), PaymentAttempt.provider == "demo"
            mine = Checkout.customer_id == self.world.customer.id
            query = (
                select(func.coalesce(func.sum(PaymentAttempt.amount_minor), 0))
                .join(Checkout, Checkout.id == PaymentAttempt.checkout_id)
                .where(*by_page, mine, PaymentAttempt.status.in_(_CARD_PAYS))
            )
            assert int(self.now(lambda session: session.scalar(query))) == self.taken

    @invariant()
    def each_try_that_is_paid_is_a_payment_of_an_order_in_full(self) -> None:
        if hasattr(self, "stock"):
            attempts = (
                select(Checkout.order_id, func.sum(PaymentAttempt.amount_minor).label("tried"))
                .join(PaymentAttempt, PaymentAttempt.checkout_id == Checkout.id)
                .where(PaymentAttempt.status == AttemptStatus.PAID, PaymentAttempt.provider == "demo")
                .group_by(Checkout.order_id)
                .subquery()
            )
            payments = (
                select(Payment.order_id, func.sum(Payment.amount_minor).label("booked"))
                .where(Payment.provider == "demo")
                .group_by(Payment.order_id)
                .subquery()
            )
            unequal = (
                select(func.count())
                .select_from(attempts)
                .outerjoin(payments, payments.c.order_id == attempts.c.order_id)
                .where(attempts.c.tried != func.coalesce(payments.c.booked, 0))
            )
            assert self.now(lambda session: session.scalar(unequal)) == 0

    @invariant()
    def lots_less_debt_are_the_points(self) -> None:
        if hasattr(self, "stock"):
            mine = self.world.customer.id
            book = Lots.of(self.now(lambda session: entries_of(session, mine)))
            left = sum(lot.left for lot in book.lots) - book.debt
            assert left == self.now(lambda session: points_balance(session, mine))
            assert all(lot.left >= 0 for lot in book.lots)

    @invariant()
    def a_gift_card_is_credited_once(self) -> None:
        if hasattr(self, "stock"):
            redeemed = self.total(GiftCard.amount_minor, GiftCard.redeemed_by.is_not(None))
            assert redeemed == self.total(
                CreditEntry.amount_minor, CreditEntry.reason == CreditReason.GIFT_CARD
            )


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_no_interleaving_breaks_a_ledger(database_url: str) -> None:
    run_state_machine_as_test(
        type("TillOnDatabase", (Till,), {"database_url": database_url}),
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
