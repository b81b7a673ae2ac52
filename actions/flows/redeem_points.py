"""Turn points into store credit."""

from collections.abc import Mapping
from typing import Any, ClassVar

from actions.engine.change import ChangeFlow
from actions.engine.flow import Step
from actions.steps.how_many_points import ALL, HowManyPoints
from actions.steps.identity import Verified
from actions.turn.shop import Turn
from actions.wording.formats import points
from commerce.errors import CommerceError
from commerce.loyalty.redeem import NotEnoughPoints, RedeemPlan, RedeemPoints, TooFewPoints

_MORE_TO_COME: Mapping[type[CommerceError], str] = {
    NotEnoughPoints: "utter_not_enough_points_yet",
    TooFewPoints: "utter_too_few_points_yet",
}


class RedeemPointsFlow(ChangeFlow):
    """Redeems a verified shopper's points, as many as they say."""

    name: ClassVar[str] = "redeem_points"
    steps: ClassVar[tuple[Step, ...]] = (Verified("utter_offer_account_code"), HowManyPoints())
    refusals: ClassVar[Mapping[type[CommerceError], str]] = {
        NotEnoughPoints: "utter_not_enough_points",
        TooFewPoints: "utter_too_few_points",
    }

    def response_to(self, refusal: CommerceError) -> str | None:
        """The response that tells the refusal; another one where more points are to come."""
        if isinstance(refusal, NotEnoughPoints | TooFewPoints) and refusal.pending:
            return _MORE_TO_COME[type(refusal)]
        return super().response_to(refusal)

    def change(self, turn: Turn) -> RedeemPoints:
        """As many as were said."""
        wanted = str(turn.get("points"))
        return RedeemPoints(None if wanted == ALL else int(wanted))

    def facts(self, turn: Turn, plan: RedeemPlan) -> dict[str, Any]:
        """How many points, what they become, and what is left."""
        return {
            "points": points(plan.points),
            "credit": str(plan.credit),
            "left": points(plan.left),
            "steps": turn.words.phrase("utter_points_in_steps") if plan.asked != plan.points else "",
        }
