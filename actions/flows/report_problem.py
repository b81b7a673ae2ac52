"""Put right what went wrong: damaged, faulty, wrong or missing items, parcels that are lost or late."""

from collections.abc import Mapping
from typing import Any, ClassVar

from actions.engine.change import ChangeFlow
from actions.engine.flow import Done, HandOver, Outcome, Progress, Step
from actions.flows.return_items import refund_methods
from actions.language.mood import Mood, denies_a_problem
from actions.language.said import Said
from actions.replies.money import points_told, refunds_told
from actions.steps.delivered import RETURN_REFUSALS
from actions.steps.identity import Verified
from actions.steps.lines import line_ids
from actions.steps.problem_offers import problem_of
from actions.steps.problem_remedy import Description, WhichRemedy, problem_told
from actions.steps.problem_steps import (
    StillToCome,
    TroubledItems,
    WhatHappened,
    WhatProblem,
    WhichTroubledOrder,
    troubled_lines,
)
from actions.steps.rather import Rather, rather_than_report
from actions.steps.which_method import Methods, WhichMethod
from actions.turn.shop import Turn
from actions.wording.formats import counted, joined
from commerce.catalogue.variants import VariantNotFound, VariantUnavailable
from commerce.changes import Change
from commerce.customers.payment_methods import PaymentMethodNotFound
from commerce.errors import CommerceError
from commerce.orders.numbers import display_number
from commerce.orders.problem_reports import ProblemKind, ProblemStatus
from commerce.policies.service import Remedy
from commerce.problems.items import ITEM_PROBLEMS, ReportedItem, ReportItems
from commerce.problems.late import ClaimLate, LatePlan
from commerce.problems.parcels import ReportLostParcel
from commerce.problems.refusals import (
    EvidenceNeeded,
    OrderNotLate,
    ParcelNotFound,
    ParcelNotLost,
    ProblemAlreadyReported,
    RemedyNotOffered,
    ReportTooLate,
)
from commerce.problems.remedies import ABOVE_LIMIT, RemedyPlan
from commerce.returns.refusals import NotDelivered, RefundDestinationNotAllowed

Plan = RemedyPlan | LatePlan
PROBLEM_REFUSALS: Mapping[type[CommerceError], str] = {
    **RETURN_REFUSALS,
    NotDelivered: "utter_problem_not_arrived",
    ReportTooLate: "utter_problem_too_late",
    ProblemAlreadyReported: "utter_problem_already_reported",
    ParcelNotFound: "utter_parcel_not_lost",
    ParcelNotLost: "utter_parcel_not_lost",
    OrderNotLate: "utter_order_not_late",
    EvidenceNeeded: "utter_problem_changed",
    RemedyNotOffered: "utter_problem_changed",
    VariantUnavailable: "utter_replacement_gone",
    VariantNotFound: "utter_replacement_gone",
    PaymentMethodNotFound: "utter_method_gone",
    RefundDestinationNotAllowed: "utter_refund_destination_not_allowed",
}


async def _destinations(turn: Turn) -> Methods | None:
    return await refund_methods(turn) if turn.get("remedy") == Remedy.REFUND else None


class ReportProblem(ChangeFlow):
    """Replaces or refunds for a verified shopper what the policy lets; the rest goes to a person."""

    name: ClassVar[str] = "report_problem"
    tells_sums: ClassVar[frozenset[str]] = frozenset({"confirmed"})
    refusals: ClassVar[Mapping[type[CommerceError], str]] = PROBLEM_REFUSALS
    for_a_person: ClassVar[frozenset[type[CommerceError]]] = frozenset({ReportTooLate})
    steps: ClassVar[tuple[Step, ...]] = (
        Rather(rather_than_report),
        Verified(),
        WhatProblem(),
        WhichTroubledOrder(),
        StillToCome(),
        WhatHappened(),
        TroubledItems(troubled_lines, PROBLEM_REFUSALS),
        Description(),
        WhichRemedy(),
        WhichMethod("refund_to", _destinations, tells_missing=True),
    )

    def mood(self, said: Said) -> Mood:
        """Saying that nothing is wrong is no report."""
        is_fine = not said.is_payload and denies_a_problem(said.text)
        return Mood.FORBIDS if is_fine else super().mood(said)

    def change(self, turn: Turn) -> Change[Any, Any, Any]:
        """The report of the kind, and what is wanted."""
        order, remedy, refund_to = turn.get("chosen_order"), Remedy(turn.get("remedy")), turn.get("refund_to")
        kind = problem_of(turn)
        if kind in ITEM_PROBLEMS:
            items = line_ids(turn.get("items")).items()
            return ReportItems(
                order,
                kind,
                tuple(ReportedItem(line_id, count) for line_id, count in items),
                remedy,
                description=turn.get("description") or "",
                refund_to=refund_to,
            )
        if kind is ProblemKind.LOST_PARCEL:
            return ReportLostParcel(order, remedy, refund_to=refund_to)
        return ClaimLate(order, remedy)

    def facts(self, turn: Turn, plan: Plan) -> dict[str, Any]:
        """What went wrong, what is done about it, and who decides."""
        lines = plan.lines if isinstance(plan, RemedyPlan) else ()
        items = joined([counted(line.name, line.quantity) for line in lines])
        kind = plan.kind if isinstance(plan, RemedyPlan) else ProblemKind.LATE_ORDER
        return {
            "number": display_number(plan.order_number),
            "order_number": plan.order_number,
            "what": turn.words.phrase(f"utter_kind_{kind.value}", items=items),
            "remedy": _remedy(turn, plan, items),
            "points": points_told(turn, plan.points_clawed_back if isinstance(plan, RemedyPlan) else 0),
            "review": _review(turn, plan) if _is_reviewed(plan) else "",
        }

    def variant(self, turn: Turn) -> str:
        """By the remedy: agreeing to a refund is not agreeing to a replacement."""
        return str(turn.get("remedy"))

    def told(self, done: Plan) -> str:
        """Another answer for each remedy, and where a person decides first."""
        if _is_reviewed(done):
            return "utter_report_problem_in_review"
        is_sent = done.remedy is Remedy.REPLACEMENT
        return "utter_report_problem_sent_again" if is_sent else "utter_report_problem_refunded"

    async def follow_up(self, turn: Turn, done: Plan) -> Outcome:
        """What is above the limit goes to a person with all that was said."""
        return HandOver(None, await problem_told(turn)) if _is_reviewed(done) else Done()

    async def summary(self, turn: Turn, progress: Progress, refusal: CommerceError) -> str:
        """The refusal with the shopper's own words."""
        told = turn.words.phrase("utter_problem_in_words", said=progress.opening.get("text", ""))
        return f"It is about this: {refusal}. {told}"


def _is_reviewed(plan: Plan) -> bool:
    return isinstance(plan, RemedyPlan) and plan.status is ProblemStatus.MANUAL_REVIEW


def _remedy(turn: Turn, plan: Plan, items: str) -> str:
    if plan.remedy is Remedy.REPLACEMENT:
        return turn.words.phrase("utter_remedy_sends", items=items)
    if not plan.refunds:
        return turn.words.phrase("utter_remedy_nothing_left")
    return turn.words.phrase("utter_remedy_refunds", refunds=refunds_told(turn, plan.refunds))


def _review(turn: Turn, plan: Plan) -> str:
    is_above = isinstance(plan, RemedyPlan) and plan.review_reason == ABOVE_LIMIT
    reason = "utter_review_above_limit" if is_above else "utter_review_looked_at"
    return turn.words.phrase("utter_review", reasons=turn.words.phrase(reason))
