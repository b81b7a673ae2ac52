"""How far a return or an exchange is."""

from collections.abc import Sequence
from typing import ClassVar

from actions.engine.flow import Flow, Outcome, Progress, Refuse, Step
from actions.replies.refunds import refund_told
from actions.steps.delivered import label_link
from actions.steps.identity import Known
from actions.steps.rather import Rather, rather_than_return_status
from actions.steps.which_return import items_of, pointed_at, rma_in, unfound_in
from actions.turn.shop import Turn
from actions.wording.formats import on_day
from actions.wording.quick_replies import quick_reply
from actions.wording.responses import Button
from commerce.identity import IdentityLevel
from commerce.orders.numbers import display_number
from commerce.returns.models import ReturnKind, ReturnStatus
from commerce.returns.status import ReturnState, returns_of
from commerce.returns.withdraw import OPEN

_MOST_SHOWN = 3


class CheckReturnStatus(Flow):
    """Tells what comes back, how far it is, what is refunded, and what is next."""

    name: ClassVar[str] = "check_return_status"
    steps: ClassVar[tuple[Step, ...]] = (Rather(rather_than_return_status), Known())

    async def finish(self, turn: Turn, progress: Progress) -> Outcome:
        """Tell of the one that is meant, else of those that are open, else of the latest."""
        returns = await returns_of(turn.session, turn.shopper)
        if not returns:
            return Refuse("utter_no_returns", buttons=[quick_reply("Return something", "return_items")])
        named = rma_in(turn.said)
        meant: Sequence[ReturnState] = [each for each in returns if each.rma_number == named]
        if named and not meant:
            return Refuse("utter_return_not_found", {"rma_number": named})
        if not meant:
            meant = pointed_at(turn, progress, returns)
            unfound = unfound_in(turn, returns) if len(meant) == len(returns) else None
            if unfound:
                turn.say("utter_unfound_return", what=unfound)
            if len(meant) == len(returns):
                meant = [each for each in returns if each.status in OPEN] or returns[:1]
        for each in meant[:_MOST_SHOWN]:
            _tell(turn, each)
        return None


def _tell(turn: Turn, state: ReturnState) -> None:
    today = turn.clock.today()
    lines = [refund_told(turn, refund) for refund in state.refunds]
    if state.kind is ReturnKind.RETURN and not state.refunds and state.status in OPEN:
        lines.append(turn.words.phrase("utter_return_worth", amount=str(state.settlement)))
    if state.status is ReturnStatus.APPROVED and turn.shopper.level is IdentityLevel.VERIFIED:
        lines.append(turn.words.phrase("utter_return_label", label=label_link(turn, state.rma_number)))
    if state.received_at:
        lines.append(
            turn.words.phrase("utter_return_arrived", day=on_day(turn.clock.day_of(state.received_at), today))
        )
    turn.say(
        f"utter_return_{state.status.value}",
        kind=state.kind.value,
        rma_number=state.rma_number,
        number=display_number(state.order_number),
        items=items_of(state),
        details="".join(f"\n{line}" for line in lines),
        buttons=_buttons(state),
    )


def _buttons(state: ReturnState) -> list[Button]:
    if state.status not in OPEN:
        return []
    return [
        quick_reply(f"Cancel the {state.kind.value}", "cancel_return", rma_number=state.rma_number),
        quick_reply("Talk to a person", "ask_human"),
    ]
