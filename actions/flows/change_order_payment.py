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
from actions.turn.shop import Turn
from actions.wording.formats import payment_method
from commerce.customers.credit import InsufficientBalance
from commerce.customers.payment_methods import PaymentMethodNotFound, payment_methods
from commerce.errors import CommerceError
from commerce.order_changes.payment import (
    ChangePayment,
    NothingToPay,
    PaymentPlan,
    SamePaymentMethod,
    WaysToPay,
    ways_to_pay,
)
from commerce.orders.eligibility import still_changeable
from commerce.orders.numbers import display_number
from commerce.orders.refusals import ItemsAlreadyChanged, OrderNotFound, OrderNotPending


async def _ways(turn: Turn) -> WaysToPay:
    return await ways_to_pay(turn.context, turn.get("chosen_order"))


async def _methods(turn: Turn) -> Methods:
    """All on file but those that pay now and those whose balance does not cover the order."""
    ways = await _ways(turn)
    facts = {"number": display_number(turn.get("chosen_order")), "amount": str(ways.total)}
    return Methods(ways.able.methods, ways.paying, facts, short=ways.able.short)


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
        WhichOrderIsPaid(still_changeable, Manner(is_changing=True)),
        Possible(_ways),
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
