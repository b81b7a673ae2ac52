"""Change items of an order that is not packed yet to other variants of the same products, once."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

from actions.engine.change import ChangeFlow, Possible
from actions.engine.flow import Step
from actions.language.orders_meant import Manner
from actions.replies.money import settlement_told
from actions.steps.delivered import RETURN_REFUSALS
from actions.steps.elsewhere import Elsewhere, has_arrived
from actions.steps.identity import Verified
from actions.steps.lines import changeable_lines, line_ids, spoken_order
from actions.steps.new_variants import NewVariants
from actions.steps.only_versions import OnlyVersions
from actions.steps.rather import Rather, rather_than_swap
from actions.steps.swaps import SWAP_REFUSALS, settling_methods, swaps_told
from actions.steps.which_items import WhichItems
from actions.steps.which_method import WhichMethod
from actions.steps.which_order_of_items import WhichOrderOfItems
from actions.turn.shop import Turn
from commerce.changes import preview
from commerce.errors import CommerceError
from commerce.order_changes.items import ChangeItems, ItemChange, ItemsPlan
from commerce.orders.eligibility import require_changeable, still_changeable
from commerce.orders.numbers import display_number
from commerce.orders.refusals import ItemsAlreadyChanged, OrderNotPending


async def _check(turn: Turn) -> None:
    await require_changeable(turn.context, await spoken_order(turn))


async def _unsettled(turn: Turn) -> ItemsPlan:
    return await preview(turn.context, replace(_change(turn), payment_method_id=None))


class ChangeOrderItems(ChangeFlow):
    """Swaps items of a verified shopper's pending order, all in one go."""

    name: ClassVar[str] = "change_order_items"
    tells_sums: ClassVar[frozenset[str]] = frozenset({"confirmed", "settle_with"})
    refusals: ClassVar[Mapping[type[CommerceError], str]] = {
        **RETURN_REFUSALS,
        **SWAP_REFUSALS,
        OrderNotPending: "utter_change_order_items_too_late",
        ItemsAlreadyChanged: "utter_order_items_already_changed",
    }
    steps: ClassVar[tuple[Step, ...]] = (
        Rather(rather_than_swap),
        Verified(),
        WhichOrderOfItems(still_changeable, Manner(is_swap=True)),
        Elsewhere("exchange_items", has_arrived),
        Possible(_check),
        OnlyVersions(),
        WhichItems(changeable_lines, RETURN_REFUSALS, is_swap=True),
        NewVariants(),
        WhichMethod("settle_with", settling_methods(_unsettled), tells_missing=True),
    )

    def change(self, turn: Turn) -> ChangeItems:
        """What becomes what, and how the difference is settled."""
        return _change(turn)

    def facts(self, turn: Turn, plan: ItemsPlan) -> dict[str, Any]:
        """What becomes what, how the difference is settled, and what the order then costs."""
        return {
            "number": display_number(plan.order_number),
            "order_number": plan.order_number,
            "swaps": swaps_told(plan.swaps),
            "settlement": settlement_told(turn, plan.settlement),
            "total": str(plan.new_total),
        }


def _change(turn: Turn) -> ChangeItems:
    variants = turn.get("new_variants")
    items = tuple(
        ItemChange(line_id, variants[str(line_id)], quantity)
        for line_id, quantity in line_ids(turn.get("items")).items()
    )
    return ChangeItems(turn.get("chosen_order"), items, turn.get("settle_with"))
