"""Where a refund is."""

import re
from collections.abc import Sequence
from typing import ClassVar

from actions.engine.flow import Flow, Outcome, Progress, Redirect, Step
from actions.language.orders_meant import Manner, orders_meant
from actions.language.told_before import has_not_come
from actions.replies.refunds import refund_told
from actions.steps.identity import Known
from actions.steps.which_order import unfound_told
from actions.steps.which_return import items_of, rma_in
from actions.turn.shop import Turn
from actions.wording.formats import joined
from commerce.money import Money
from commerce.orders.models import RefundStatus
from commerce.orders.numbers import display_number, normalise_number
from commerce.orders.queries import recent_orders
from commerce.returns.models import ReturnStatus
from commerce.returns.status import RefundState, ReturnState, refunds_of, returns_of

_MOST_SHOWN = 10
_IN_ALL = re.compile(
    r"\b(?:in (?:all|total)|altogether|total|all of (?:it|them|this|that|these|those)|everything|together"
    r"|combined|overall|all (?:my|the) (?:refunds?|money|cancell?\w+|returns?|orders?)|sum)\b",
    re.IGNORECASE,
)
# Not where a refund is, but the rule; or that one is wanted, where there is none.
_HOW_LONG = re.compile(r"\bhow (long|many days|soon|fast|quick\w*)\b(?!.*\bmy refund\b)", re.IGNORECASE)
_DEMANDS = re.compile(
    r"\b(want|need|like|demand|give|get|request|claim)\b.{0,25}\b(refund|money back)\b|^\W*(a )?refund\b",
    re.IGNORECASE,
)


class CheckRefundStatus(Flow):
    """Tells what is refunded, how much, where to and when; a return in review has none yet and says so."""

    name: ClassVar[str] = "check_refund_status"
    steps: ClassVar[tuple[Step, ...]] = (Known(),)

    async def finish(self, turn: Turn, progress: Progress) -> Outcome:
        """Tell of the refunds meant: of one order or return, else those on their way, else the latest."""
        del progress
        refunds = await refunds_of(turn.session, turn.shopper)
        returns = await returns_of(turn.session, turn.shopper)
        in_review = [each for each in returns if each.status is ReturnStatus.MANUAL_REVIEW]
        wants_sum = bool(_IN_ALL.search(turn.said.text)) and not turn.said.first("order_number")
        number = None if wants_sum else await _order_meant(turn, refunds, in_review)
        rma_number = rma_in(turn.said)
        if rma_number:
            refunds = [each for each in refunds if each.rma_number == rma_number]
            in_review = [each for each in in_review if each.rma_number == rma_number]
        elif number:
            refunds = [each for each in refunds if each.order_number == number]
            in_review = [each for each in in_review if each.order_number == number]
        if wants_sum:
            refunds = [each for each in refunds if each.status is RefundStatus.PENDING] or refunds
        is_news = not (number or rma_number or wants_sum)
        lines = [*_lines(turn, refunds, only_news=is_news), *_reviews(turn, in_review)]
        if _HOW_LONG.search(turn.said.text) and (not lines or turn.get("paused_flows")):
            return Redirect("ask_refund_policy")
        if not lines and _DEMANDS.search(turn.said.text):
            return Redirect("return_items")
        if lines and has_not_come(turn.said.text) and any(_is_made(each) for each in refunds):
            turn.say("utter_refund_not_here", refunds="\n".join(lines))
            turn.remember("offered", self.name)
        elif lines:
            lines += _sum(turn, refunds, in_review) if wants_sum else []
            turn.say("utter_refunds", refunds="\n".join(lines))
        elif number:
            turn.say("utter_no_refunds_of_order", number=display_number(number), order_number=number)
        else:
            turn.say("utter_no_refunds")
        return None


def _is_made(refund: RefundState) -> bool:
    return refund.status is RefundStatus.COMPLETED


async def _order_meant(
    turn: Turn, refunds: Sequence[RefundState], in_review: Sequence[ReturnState]
) -> str | None:
    """The order that is named or described, or the one that is spoken of when it has a refund."""
    if said := turn.said.first("order_number"):
        return normalise_number(str(said))
    orders = await recent_orders(turn.session, turn.shopper.known_customer())
    meant = orders_meant(turn.said, orders, (), turn.clock, Manner())
    if len(meant.orders) == 1:
        return meant.orders[0].number
    if meant.unfound:
        turn.say("utter_unfound", what=unfound_told(turn, meant.unfound))
    spoken_of = turn.get("order_number")
    with_refund = {each.order_number for each in refunds} | {each.order_number for each in in_review}
    return spoken_of if spoken_of in with_refund and turn.is_fresh("order_number") else None


def _lines(turn: Turn, refunds: Sequence[RefundState], *, only_news: bool) -> list[str]:
    """One line a refund; with `only_news`, those on their way, or the latest when there are none."""
    on_their_way = [each for each in refunds if each.status is RefundStatus.PENDING]
    told = (on_their_way or refunds[:1]) if only_news else refunds
    return [
        turn.words.phrase(
            "utter_refund_of_order", number=display_number(each.order_number), refund=refund_told(turn, each)
        )
        for each in told[:_MOST_SHOWN]
    ]


def _sum(turn: Turn, refunds: Sequence[RefundState], in_review: Sequence[ReturnState]) -> list[str]:
    """What all of it comes to, in each currency; nothing where it is a single amount."""
    amounts = [each.amount for each in refunds[:_MOST_SHOWN]] + [each.settlement for each in in_review]
    totals: dict[str, Money] = {}
    for amount in amounts:
        before = totals.get(amount.currency)
        totals[amount.currency] = before + amount if before else amount
    if len(amounts) < 2:
        return []
    return [turn.words.phrase("utter_refunds_in_all", total=joined([str(each) for each in totals.values()]))]


def _reviews(turn: Turn, returns: Sequence[ReturnState]) -> list[str]:
    return [
        turn.words.phrase(
            "utter_refund_in_review",
            amount=str(each.settlement),
            items=items_of(each),
            rma_number=each.rma_number,
        )
        for each in returns
    ]
