"""Random sequences of everything that can be done about orders, against what must always hold."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.models import AuditEntry
from commerce.customers.payment_methods import STORE_CREDIT
from commerce.database import create_engine, sessions_of
from commerce.order_changes.address import ChangeAddress
from commerce.order_changes.again import OrderAgain
from commerce.order_changes.cancel import CANCEL_REASONS, CancelOrder
from commerce.order_changes.items import ChangeItems, ItemChange
from commerce.order_changes.payment import ChangePayment
from commerce.orders.models import (
    Order,
    OrderLine,
    OrderStatus,
    Payment,
    Refund,
    RefundStatus,
    Shipment,
    ShipmentStatus,
)
from commerce.plans import fingerprint
from commerce.policies.models import Policy
from commerce.policies.service import Remedy
from commerce.problems.items import (
    ITEM_PROBLEMS,
    ReportedItem,
    ReportItems,
)
from commerce.problems.late import ClaimLate
from commerce.problems.parcels import ReportLostParcel
from commerce.returns.exchange import ExchangeItem, RequestExchange
from commerce.returns.models import ItemCondition, ReturnReason, ReturnRequest, ReturnStatus
from commerce.returns.processing import ApproveReturn, RefuseReturn
from commerce.returns.receiving import ReceiveReturn
from commerce.returns.refunds import CompleteRefund
from commerce.returns.request import RequestReturn, ReturnItem
from commerce.returns.withdraw import CancelReturn
from tests.factories import a_cause, a_line, a_parcel, days_ago, earned_points
from tests.world import World, a_world, broken_balances, broken_truths

EXAMPLES, STEPS = 15, 40

METHODS = ("card", "paypal", "gift_card", "store_credit")
COLOURS = ("black", "white", "red", "blue")


@dataclass(frozen=True, slots=True)
class Choice:
    """What a step picks where it has to pick something; each step uses what it needs."""

    order: int
    line: int
    quantity: int
    colour: str
    method: str
    condition: ItemCondition
    remedy: Remedy
    is_odd: bool  # goes for an order in the wrong state, or takes the other of two ways


USUAL = Choice(0, 0, 3, "black", "card", ItemCondition.UNOPENED, Remedy.REFUND, is_odd=False)

# One rule over all steps and not a rule for each: Hypothesis would leave most of them out of each example.
STEPS_OF_A_SHOP = (
    "place_order", "ship", "deliver", "lose", "let_time_pass",
    "cancel", "send_elsewhere", "pay_otherwise", "swap_items",
    "send_back", "send_back", "exchange", "keep_it_after_all",
    "complain", "miss_a_parcel", "complain_of_the_wait", "order_it_again",
    "take_in", "review", "refund_arrives",
)  # fmt: skip

choices = st.builds(
    Choice,
    order=st.integers(0, 9),
    line=st.integers(0, 2),
    quantity=st.integers(1, 3),
    colour=st.sampled_from(COLOURS),
    method=st.sampled_from(METHODS),
    condition=st.sampled_from(ItemCondition),
    remedy=st.sampled_from([Remedy.REFUND, Remedy.REPLACEMENT]),
    is_odd=st.integers(0, 9).map(lambda number: number == 0),
)


class Shop(RuleBasedStateMachine):
    """One shopper and the store's own people, doing anything in any order.

    Each write is previewed first: what is refused, as the change declares it, must be refused the same way,
    what is not must be exactly what was previewed, and the same message sent again must do nothing.
    """

    database_url: str

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.engine = create_engine(self.database_url, pool_size=2)
        self.orders: list[Order] = []
        self.writes = 0

    def teardown(self) -> None:
        self.runner.run(self.engine.dispose())
        self.runner.close()

    def run_now(self, work: Callable[[AsyncSession], Awaitable[Any]]) -> Any:
        return self.runner.run(self.world.run(work))

    @initialize(limit=st.sampled_from([3000, 9000, 10**6]))
    def open_the_shop(self, limit: int) -> None:
        self.world: World = self.runner.run(a_world(sessions_of(self.engine)))
        self.shopper = self.world.shopper
        self.audited_before = self.count_audit_rows()
        self.run_now(lambda session: self._set_policies(session, limit))
        for number, colour in enumerate(COLOURS):
            usual = Choice(
                number,
                number % 2,
                3,
                colour,
                METHODS[number],
                ItemCondition.UNOPENED,
                Remedy.REFUND,
                is_odd=False,
            )
            self.place_order(usual)
            if number:
                self.ship(replace(usual, order=0))
            if number > 1:
                self.deliver(usual)

    async def _set_policies(self, session: AsyncSession, limit: int) -> None:
        """Rules that make a difference here; the examples share the store, so the last one's are replaced."""
        await session.execute(delete(Policy))
        session.add(Policy(name="return_review", value={"above_minor": limit, "currency": "USD"}))
        late = {"remedies": ["refund_shipping", "store_credit"], "credit_minor": 700, "currency": "USD"}
        session.add(Policy(name="late_order", value=late))

    def count_audit_rows(self) -> int:
        query = select(func.count(AuditEntry.id)).where(AuditEntry.operation != "change_cart")
        return self.run_now(lambda session: session.scalar(query))  # which is a part of ordering again

    # What writes go through

    def attempt(self, change: Any) -> None:
        cause = a_cause(self.shopper)
        try:
            plan = self.runner.run(self.world.preview(change))
        except change.raises as refusal:
            with pytest.raises(type(refusal)):
                self.runner.run(self.world.do(change, cause=cause))
            return
        agreed = replace(change, agreed=fingerprint(plan))
        done = self.runner.run(self.world.do(agreed, cause=cause))
        assert getattr(done, "plan", done) == plan
        self.writes += 1
        assert self.runner.run(self.world.do(agreed, cause=cause)) == done

    def staff(self, change: Any) -> None:
        try:
            self.runner.run(self.world.do(change, cause=a_cause()))
        except change.raises:
            return
        self.writes += 1

    # What happens to orders without the shopper

    def place_order(self, by: Choice) -> None:
        lines = []
        for colour, quantity in ((by.colour, by.quantity), ("black", 2))[: 1 + by.line % 2]:
            variant = getattr(self.world, colour)
            discount = 1000 * by.line + by.order
            lines.append(a_line(variant, quantity=quantity, discount_minor=discount))
        shipping = 499 if by.order % 2 else 0
        total = sum(line.paid_minor for line in lines) + shipping
        method = "card" if by.method == "store_credit" else by.method
        if method == "gift_card" and self.runner.run(self.world.balance(self.world.gift_card.id)) < total:
            method = "paypal"
        order = self.runner.run(
            self.world.order(*lines, paid_with=getattr(self.world, method), shipping_minor=shipping)
        )
        self.orders.append(order)

    def ship(self, by: Choice) -> None:
        async def leave(session: AsyncSession, order: Order) -> None:
            order.status = OrderStatus.SHIPPED
            order.promised_on = days_ago(3)
            lines = list(await session.scalars(select(OrderLine).where(OrderLine.order_id == order.id)))
            parcel, contents = a_parcel(order, lines, status=ShipmentStatus.IN_TRANSIT, position=1)
            session.add(parcel)
            await session.flush()
            session.add_all(contents)

        self.change_order(by, OrderStatus.PENDING, leave)

    def deliver(self, by: Choice) -> None:
        async def arrive(session: AsyncSession, order: Order) -> None:
            order.status = OrderStatus.DELIVERED
            order.delivered_at = None if by.is_odd else self.world.clock.now()
            for parcel in await session.scalars(select(Shipment).where(Shipment.order_id == order.id)):
                parcel.status = ShipmentStatus.DELIVERED
                parcel.delivered_at = order.delivered_at
            session.add(earned_points(order, order.total_minor // 100))

        self.change_order(by, OrderStatus.SHIPPED, arrive)

    def lose(self, by: Choice) -> None:
        async def lost(session: AsyncSession, order: Order) -> None:
            for parcel in await session.scalars(select(Shipment).where(Shipment.order_id == order.id)):
                parcel.status = ShipmentStatus.LOST

        self.change_order(by, OrderStatus.SHIPPED, lost)

    def change_order(self, by: Choice, status: OrderStatus, change: Any) -> None:
        number = self.number(by, status)

        async def changing(session: AsyncSession) -> None:
            order = await session.scalar(select(Order).where(Order.number == number, Order.status == status))
            if order is not None:
                await change(session, order)

        self.run_now(changing)

    def let_time_pass(self, by: Choice) -> None:
        self.world.clock.forward(days=by.quantity if not by.is_odd else 31)

    # What the shopper does

    def number(self, by: Choice, *fitting: OrderStatus) -> str:
        """The number of an order in a fitting state, if there is one; mostly."""
        query = (
            select(Order.number, Order.status)
            .where(Order.customer_id == self.world.customer.id)
            .order_by(Order.number)
        )
        rows = list(self.run_now(lambda session: session.execute(query)))
        fit = [number for number, status in rows if status in fitting]
        if by.is_odd or not fit:
            fit = [number for number, _ in rows]
        return fit[by.order % len(fit)] if fit else "W0"

    def line_of(self, by: Choice, number: str) -> Any:
        query = (
            select(OrderLine.id)
            .join(OrderLine.order)
            .where(Order.number == number)
            .order_by(OrderLine.position)
        )
        ids = list(self.run_now(lambda session: session.scalars(query)))
        return ids[by.line % len(ids)] if ids else uuid4()

    def method(self, by: Choice) -> str:
        return STORE_CREDIT if by.method == "store_credit" else getattr(self.world, by.method).id

    def cancel(self, by: Choice) -> None:
        command = CancelOrder(self.number(by, OrderStatus.PENDING), CANCEL_REASONS[by.line])
        self.attempt(command)

    def send_elsewhere(self, by: Choice) -> None:
        fields = {
            "line1": "4 Oak Lane",
            "city": by.colour,
            "region": "TX",
            "postcode": "78701",
            "country": "US",
        }
        command = ChangeAddress(self.number(by, OrderStatus.PENDING), fields)
        self.attempt(command)

    def pay_otherwise(self, by: Choice) -> None:
        command = ChangePayment(self.number(by, OrderStatus.PENDING), self.method(by))
        self.attempt(command)

    def swap_items(self, by: Choice) -> None:
        number = self.number(by, OrderStatus.PENDING)
        sku = getattr(self.world, by.colour).sku
        item = ItemChange(self.line_of(by, number), sku, None if by.order % 2 else by.quantity)
        command = ChangeItems(number, (item,), self.method(by))
        self.attempt(command)

    def send_back(self, by: Choice) -> None:
        number = self.number(by, OrderStatus.DELIVERED)
        item = ReturnItem(self.line_of(by, number), by.quantity, ReturnReason.CHANGED_MIND, by.condition)
        command = RequestReturn(number, (item,), self.method(by))
        self.attempt(command)

    def exchange(self, by: Choice) -> None:
        number = self.number(by, OrderStatus.DELIVERED)
        item = ExchangeItem(self.line_of(by, number), by.quantity, getattr(self.world, by.colour).sku)
        command = RequestExchange(number, (item,), self.method(by))
        self.attempt(command)

    def keep_it_after_all(self, by: Choice) -> None:
        command = CancelReturn(self.rma_number(by, ReturnStatus.APPROVED, ReturnStatus.MANUAL_REVIEW))
        self.attempt(command)

    def complain(self, by: Choice) -> None:
        number = self.number(by, OrderStatus.DELIVERED)
        kind = ITEM_PROBLEMS[by.order % len(ITEM_PROBLEMS)]
        item = ReportedItem(self.line_of(by, number), by.quantity)
        command = ReportItems(number, kind, (item,), by.remedy, photos=("photo",))
        self.attempt(command)

    def miss_a_parcel(self, by: Choice) -> None:
        command = ReportLostParcel(self.number(by, OrderStatus.SHIPPED), by.remedy)
        self.attempt(command)

    def complain_of_the_wait(self, by: Choice) -> None:
        remedy = Remedy.STORE_CREDIT if by.line else Remedy.REFUND_SHIPPING
        command = ClaimLate(self.number(by, OrderStatus.SHIPPED), remedy)
        self.attempt(command)

    def order_it_again(self, by: Choice) -> None:
        self.attempt(OrderAgain(self.number(by)))

    # What the store's people do

    def rma_number(self, by: Choice, *fitting: ReturnStatus) -> str:
        query = (
            select(ReturnRequest.rma_number, ReturnRequest.status)
            .join(ReturnRequest.order)
            .where(Order.customer_id == self.world.customer.id)
            .order_by(ReturnRequest.created_at, ReturnRequest.rma_number)
        )
        rows = list(self.run_now(lambda session: session.execute(query)))
        fit = [number for number, status in rows if by.is_odd or status in fitting]
        return fit[by.order % len(fit)] if fit else "RMA-NONE"

    def take_in(self, by: Choice) -> None:
        self.staff(ReceiveReturn(self.rma_number(by, ReturnStatus.APPROVED)))

    def review(self, by: Choice) -> None:
        number = self.rma_number(by, ReturnStatus.MANUAL_REVIEW)
        self.staff(ApproveReturn(number) if by.order % 3 else RefuseReturn(number, "worn"))

    def refund_arrives(self, by: Choice) -> None:
        query = (
            select(Refund.id)
            .join(Order, Order.id == Refund.order_id)
            .where(Order.customer_id == self.world.customer.id, Refund.status == RefundStatus.PENDING)
            .order_by(Refund.created_at, Refund.amount_minor)
        )
        ids = list(self.run_now(lambda session: session.scalars(query)))
        if ids:
            self.staff(CompleteRefund(ids[by.order % len(ids)]))

    @rule(step=st.sampled_from(STEPS_OF_A_SHOP), by=choices)
    def step(self, step: str, by: Choice) -> None:
        self.world.clock.forward(seconds=1)  # so that rows have an order which a replay repeats
        getattr(self, step)(by)

    # What always holds

    @invariant()
    def everything_adds_up(self) -> None:
        if hasattr(self, "audited_before"):
            assert self.run_now(broken_truths) + self.run_now(broken_balances) == []

    @invariant()
    def no_more_goes_out_than_came_in(self) -> None:
        if hasattr(self, "audited_before"):
            paid = self.run_now(lambda session: session.scalar(select(func.sum(Payment.amount_minor))))
            standing = select(func.sum(Refund.amount_minor)).where(Refund.status != RefundStatus.REVERSED)
            assert (self.run_now(lambda session: session.scalar(standing)) or 0) <= (paid or 0)

    @invariant()
    def every_write_has_its_audit_row(self) -> None:
        if hasattr(self, "audited_before"):
            assert self.count_audit_rows() == self.audited_before + self.writes


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_no_sequence_of_operations_breaks_a_truth(database_url: str) -> None:
    run_state_machine_as_test(
        type("ShopOnDatabase", (Shop,), {"database_url": database_url}),
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
