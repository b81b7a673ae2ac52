"""Exchange delivered items for other variants of the same products."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

from actions.engine.change import ChangeFlow
from actions.engine.flow import Step
from actions.language.orders_meant import Manner
from actions.replies.money import points_told, settlement_told
from actions.steps.delivered import RETURN_REFUSALS, delivered_orders, label_link, review_told
from actions.steps.elsewhere import Elsewhere, is_not_packed
from actions.steps.identity import Verified
from actions.steps.lines import line_ids, lines_that_may_come_back
from actions.steps.money_instead import MoneyInstead
from actions.steps.new_variants import NewVariants
from actions.steps.only_versions import OnlyVersions
from actions.steps.return_reasons import ReturnReasons, StillThere
from actions.steps.swaps import SWAP_REFUSALS, settling_methods, swaps_told
from actions.steps.which_items import WhichItems
from actions.steps.which_method import WhichMethod
from actions.steps.which_order_of_items import WhichOrderOfItems
from actions.turn.shop import Turn
from commerce.changes import preview
from commerce.errors import CommerceError
from commerce.orders.numbers import display_number
from commerce.returns.exchange import ExchangeItem, ExchangeOpened, ExchangePlan, RequestExchange
from commerce.returns.models import ReturnReason, ReturnStatus


async def _unsettled(turn: Turn) -> ExchangePlan:
    return await preview(turn.context, replace(_change(turn), payment_method_id=None))


class ExchangeItems(ChangeFlow):
    """Opens an exchange of a verified shopper, all items in one."""

    name: ClassVar[str] = "exchange_items"
    tells_sums: ClassVar[frozenset[str]] = frozenset({"confirmed", "settle_with"})
    refusals: ClassVar[Mapping[type[CommerceError], str]] = {**RETURN_REFUSALS, **SWAP_REFUSALS}
    steps: ClassVar[tuple[Step, ...]] = (
        StillThere(),
        Verified(),
        WhichOrderOfItems(delivered_orders, Manner(is_swap=True)),
        Elsewhere("change_order_items", is_not_packed),
        OnlyVersions(),
        WhichItems(lines_that_may_come_back, RETURN_REFUSALS, is_swap=True),
        MoneyInstead(),
        NewVariants(),
        ReturnReasons(is_asked=False),
        WhichMethod("settle_with", settling_methods(_unsettled), tells_missing=True),
    )

    def change(self, turn: Turn) -> RequestExchange:
        """What becomes what, why, and how the difference is settled."""
        return _change(turn)

    def facts(self, turn: Turn, plan: ExchangePlan | ExchangeOpened) -> dict[str, Any]:
        """What becomes what, and how the difference is settled; with number and label once it is open."""
        if isinstance(plan, ExchangeOpened):
            label = label_link(turn, plan.rma_number)
            return self.facts(turn, plan.plan) | {"rma_number": plan.rma_number, "label": label}
        return {
            "number": display_number(plan.order_number),
            "swaps": swaps_told(plan.lines),
            "settlement": settlement_told(turn, plan.settlement),
            "points": points_told(turn, plan.points_clawed_back),
            "review": review_told(turn, plan.verdict),
        }

    def told(self, done: ExchangeOpened) -> str:
        """Another answer where a person decides first."""
        is_reviewed = done.plan.verdict.status is ReturnStatus.MANUAL_REVIEW
        return "utter_exchange_items_in_review" if is_reviewed else "utter_exchange_items_done"


def _change(turn: Turn) -> RequestExchange:
    variants, reasons = turn.get("new_variants"), turn.get("return_reasons") or {}
    items = tuple(
        ExchangeItem(
            line_id,
            quantity,
            variants[str(line_id)],
            ReturnReason(reasons.get(str(line_id), ReturnReason.OTHER)),
        )
        for line_id, quantity in line_ids(turn.get("items")).items()
    )
    return RequestExchange(turn.get("chosen_order"), items, turn.get("settle_with"))
