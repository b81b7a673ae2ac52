"""What can be done about the problem that a shopper reports, asked of the core for its kind."""

from actions.steps.lines import line_ids
from actions.turn.shop import Turn
from commerce.orders.problem_reports import ProblemKind
from commerce.policies.service import Evidence
from commerce.problems.items import ITEM_PROBLEMS, item_offer
from commerce.problems.late import late_offers
from commerce.problems.parcels import lost_parcel_offer
from commerce.problems.remedies import ProblemOffer


def problem_of(turn: Turn) -> ProblemKind:
    """The kind of problem that was settled on."""
    return ProblemKind(turn.get("problem"))


def is_of_items(turn: Turn) -> bool:
    """Whether the problem is one of single items, so that they have to be named."""
    return problem_of(turn) in ITEM_PROBLEMS


async def offer_for(turn: Turn) -> ProblemOffer:
    """The remedies and the evidence they take; raises what stands against reporting it."""
    kind, number = problem_of(turn), turn.get("chosen_order")
    if kind in ITEM_PROBLEMS:
        return await item_offer(turn.session, turn.shopper, number, kind, line_ids(turn.get("items")))
    if kind is ProblemKind.LOST_PARCEL:
        return await lost_parcel_offer(turn.session, turn.shopper, number, clock=turn.clock)
    offers = await late_offers(turn.session, turn.shopper, number, clock=turn.clock)
    return ProblemOffer(tuple(each.remedy for each in offers), Evidence.NONE)
