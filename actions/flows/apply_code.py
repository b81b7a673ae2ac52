"""Put a promotion code on the cart or take it off, or let gift cards and store credit pay first."""

from collections.abc import Mapping
from typing import ClassVar

from actions.engine.flow import Flow, Outcome, Progress, Redirect, Step
from actions.replies.codes import code_told
from actions.steps.identity import Verified
from actions.steps.which_code import ALL, CODE, WhichCode
from actions.turn.shop import Turn
from actions.turn.shopping import quoted_cart
from actions.wording.formats import joined
from actions.wording.quick_replies import quick_reply
from commerce.carts.balance import use_balance
from commerce.carts.codes import CodeRefused, apply_code, remove_codes
from commerce.errors import CommerceError
from commerce.gift_cards.codes import code_in


class OfBalance(Verified):
    """As `Verified`, where a gift card or store credit is to pay; a code asks nobody who they are."""

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Ask only then."""
        return await super().take(turn, progress) if progress.memory.get("balance") else None


class ApplyCode(Flow):
    """Changes what a cart costs, or says why a code does not."""

    name: ClassVar[str] = "apply_code"
    steps: ClassVar[tuple[Step, ...]] = (WhichCode(), OfBalance("utter_offer_account_code"))
    refusals: ClassVar[Mapping[type[CommerceError], str]] = {}

    async def finish(self, turn: Turn, progress: Progress) -> Outcome:
        """Do it and say what the cart comes to; a gift card's own code is redeemed first."""
        opening = str(progress.opening.get("text", ""))
        if code_in(opening) is not None:
            return Redirect("redeem_gift_card")
        if progress.memory.get("balance"):
            await _balance(turn, is_used=not progress.memory.get("takes_off"))
        elif progress.memory.get("takes_off"):
            await _take_off(turn)
        else:
            await _put_on(turn)
        return None


async def _put_on(turn: Turn) -> None:
    code = str(turn.get(CODE))
    try:
        done = await apply_code(turn.session, turn.shopper, code, cause=turn.cause, clock=turn.clock)
    except CodeRefused as refused:
        buttons = [quick_reply("Show my cart", "view_cart")]
        turn.say("utter_code_refused", told=code_told(turn, refused.code, refused.refusal), buttons=buttons)
        return
    told = turn.words.phrase(
        "utter_code_applied", code=done.code, amount=str(done.amount), total=str(done.total)
    )
    if done.replaced:
        told += turn.words.phrase("utter_code_replaced", codes=joined(done.replaced))
    turn.say("utter_code_on_cart", told=told)


async def _take_off(turn: Turn) -> None:
    wanted = turn.get(CODE)
    code = None if wanted == ALL else str(wanted)
    done = await remove_codes(turn.session, turn.shopper, code, cause=turn.cause, clock=turn.clock)
    if done.codes:
        turn.say("utter_code_taken_off", codes=joined(done.codes), total=str(done.total))
    else:
        turn.say("utter_code_not_on_cart")


async def _balance(turn: Turn, *, is_used: bool) -> None:
    done = await use_balance(turn.session, turn.shopper, is_used=is_used, cause=turn.cause, clock=turn.clock)
    quote = await quoted_cart(turn)
    if not is_used:
        turn.say("utter_balance_not_used")
    elif done.held.amount_minor == 0:
        turn.say("utter_no_balance_to_use")
    elif quote.is_empty:
        turn.say("utter_balance_used_later", held=str(done.held))
    else:
        covered = min(done.held, quote.total)
        turn.say(
            "utter_balance_used", held=str(done.held), covered=str(covered), left=str(quote.total - covered)
        )
