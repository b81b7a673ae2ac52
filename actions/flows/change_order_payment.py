"""Pay an order that is not packed yet with another method on file."""

from collections.abc import Mapping
from typing import Any, ClassVar

from actions.engine.change import ChangeFlow, Possible
from actions.engine.flow import Outcome, Progress, Refuse, Step
from actions.language.methods import named_methods, unknown_method
from actions.language.orders_meant import Manner
from actions.replies.money import refunds_told
from actions.steps.identity import Verified
from actions.steps.rather import Rather, rather_than_payment
from actions.steps.same_as import WhichOrderIsPaid
from actions.steps.which_method import Methods, WhichMethod
from actions.steps.which_order import still_pending
from actions.turn.shop import Turn
from actions.wording.formats import payment_method
from commerce.customers.credit import InsufficientBalance, balance_of
from commerce.customers.payment_methods import MethodOnFile, PaymentMethodNotFound, payment_methods
from commerce.errors import CommerceError
from commerce.money import Money
from commerce.orders.change_payment import ChangePayment, NothingToPay, PaymentPlan, SamePaymentMethod
from commerce.orders.locking import order_of, require_changeable
from commerce.orders.models import Order
from commerce.orders.numbers import display_number
from commerce.orders.payments import money_of
from commerce.orders.refusals import ItemsAlreadyChanged, OrderNotFound, OrderNotPending


async def _order(turn: Turn) -> Order:
    customer_id = turn.shopper.verified_customer()
    return await order_of(turn.session, customer_id, turn.get("chosen_order"), lock=False)


async def _check(turn: Turn) -> None:
    order = await _order(turn)
    require_changeable(order)
    if (await money_of(turn.session, order)).remaining == 0:
        raise NothingToPay(order.number)


async def _methods(turn: Turn) -> Methods:
    """All on file but those that pay now and those whose balance does not cover the order."""
    order = await _order(turn)
    money = await money_of(turn.session, order)
    paying = {order.payment_method_id, *money.remaining_by_method}
    total = Money(money.remaining, order.currency)
    others = [each for each in await payment_methods(turn.session, turn.shopper) if each.id not in paying]
    short = [each for each in others if not await _covers(turn, each, total)]
    offered = [each for each in others if each not in short]
    facts = {"number": display_number(order.number), "amount": str(total)}
    return Methods(offered, paying, facts, short=short)


async def _covers(turn: Turn, method: MethodOnFile, total: Money) -> bool:
    if not method.kind.holds_balance:
        return True
    balance = await balance_of(turn.session, method.id, total.currency)
    return balance.amount_minor >= total.amount_minor


class OtherMethod(WhichMethod):
    """As `WhichMethod`, and says so when the one that is named pays already or is not on file."""

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Never takes another method in place of the one that was named."""
        outcome = await super().take(turn, progress)
        said, methods = turn.said, await _methods(turn)
        if said.is_payload or said.is_silent or named_methods(said.text, methods.offered):
            return outcome
        if isinstance(outcome, Refuse):
            return outcome
        on_file = await payment_methods(turn.session, turn.shopper)
        paying = [each for each in named_methods(said.text, on_file) if each.id in methods.original]
        if paying and progress.asked == self.slots[0]:
            turn.say("utter_pays_already", method=payment_method(paying[0]), **methods.facts)
        elif missing := unknown_method(said.text, on_file):
            turn.say("utter_method_not_on_file", method=missing)
        return outcome


class ChangeOrderPaymentFlow(ChangeFlow):
    """Changes what pays a pending order of a verified shopper."""

    name: ClassVar[str] = "change_order_payment"
    steps: ClassVar[tuple[Step, ...]] = (
        Rather(rather_than_payment),
        Verified(),
        WhichOrderIsPaid(still_pending, Manner(is_changing=True)),
        Possible(_check),
        OtherMethod("new_payment_method", _methods),
    )
    refusals: ClassVar[Mapping[type[CommerceError], str]] = {
        OrderNotPending: "utter_order_packed",
        ItemsAlreadyChanged: "utter_order_items_already_changed",
        OrderNotFound: "utter_order_gone",
        PaymentMethodNotFound: "utter_payment_method_gone",
        SamePaymentMethod: "utter_same_payment_method",
        NothingToPay: "utter_nothing_to_pay",
        InsufficientBalance: "utter_gift_card_does_not_cover",
    }

    def change(self, turn: Turn) -> ChangePayment:
        """The order and what is to pay it."""
        return ChangePayment(turn.get("chosen_order"), turn.get("new_payment_method"))

    def facts(self, turn: Turn, plan: PaymentPlan) -> dict[str, Any]:
        """What is charged to which method, and where the money that was paid goes."""
        return {
            "number": display_number(plan.order_number),
            "order_number": plan.order_number,
            "amount": str(plan.charge.amount),
            "method": payment_method(plan.charge.method),
            "refunds": refunds_told(turn, plan.refunds),
        }
