"""Send an order that is not packed yet to another address."""

from collections.abc import Mapping
from typing import Any, ClassVar

from actions.engine.change import ChangeFlow, Possible
from actions.engine.flow import Step
from actions.language.orders_meant import Manner
from actions.steps.identity import Verified
from actions.steps.same_as import InAccount, WhichOrderGets
from actions.steps.which_address import WhichAddress
from actions.turn.shop import Turn
from commerce.errors import CommerceError
from commerce.order_changes.address import AddressPlan, ChangeAddress, SameAddress
from commerce.orders.eligibility import require_changeable, still_changeable
from commerce.orders.locking import order_of
from commerce.orders.numbers import display_number
from commerce.orders.refusals import ItemsAlreadyChanged, OrderNotFound, OrderNotPending
from commerce.postal import PostalAddress


async def _check(turn: Turn) -> None:
    customer_id = turn.shopper.verified_customer()
    order = await order_of(turn.session, customer_id, turn.get("chosen_order"), lock=False)
    await require_changeable(turn.context, order)


async def _present(turn: Turn) -> PostalAddress:
    customer_id = turn.shopper.verified_customer()
    order = await order_of(turn.session, customer_id, turn.get("chosen_order"), lock=False)
    return order.address


class ChangeOrderAddressFlow(ChangeFlow):
    """Changes where a pending order of a verified shopper goes."""

    name: ClassVar[str] = "change_order_address"
    steps: ClassVar[tuple[Step, ...]] = (
        InAccount(),
        Verified(),
        WhichOrderGets(still_changeable, Manner(is_changing=True)),
        Possible(_check),
        WhichAddress(_present),
    )
    refusals: ClassVar[Mapping[type[CommerceError], str]] = {
        OrderNotPending: "utter_order_packed",
        ItemsAlreadyChanged: "utter_order_items_already_changed",
        OrderNotFound: "utter_order_gone",
        SameAddress: "utter_same_address",
    }

    def change(self, turn: Turn) -> ChangeAddress:
        """The order and where it is to go."""
        return ChangeAddress(turn.get("chosen_order"), turn.get("address"))

    def facts(self, turn: Turn, plan: AddressPlan) -> dict[str, Any]:
        """The number and both addresses."""
        del turn
        return {
            "number": display_number(plan.order_number),
            "order_number": plan.order_number,
            "old": str(plan.old),
            "new": str(plan.new),
        }
