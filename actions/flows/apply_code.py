"""Put a promotion code on the cart or take it off, let a balance pay first, or come with a friend's code."""

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
from commerce.referrals.claiming import ClaimRefused, claim
from commerce.referrals.codes import code_in as friends_code_in
from commerce.referrals.policy import referral_policy


class OfBalance(Verified):
    """As `Verified`, where a balance is to pay or a friend's code is used; other codes ask nobody."""

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Ask only then."""
        is_needed = progress.memory.get("balance") or _is_of_friend(turn, progress)
        return await super().take(turn, progress) if is_needed else None


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
        elif _is_of_friend(turn, progress):
            await _come_with(turn)
        elif progress.memory.get("takes_off"):
            await _take_off(turn)
        else:
            await _put_on(turn)
        return None


def _is_of_friend(turn: Turn, progress: Progress) -> bool:
    code = None if progress.memory.get("takes_off") else turn.get(CODE)
    return code is not None and friends_code_in(str(code)) is not None


async def _come_with(turn: Turn) -> None:
    """Note which friend the shopper came with; it asks for no yes, since it takes nothing from anybody."""
    code = str(friends_code_in(str(turn.get(CODE))))
    policy = await referral_policy(turn.session)
    try:
        done = await claim(turn.session, turn.shopper, code, cause=turn.cause, clock=turn.clock)
    except ClaimRefused as refused:
        turn.say(f"utter_friend_code_{refused.failure.value}", code=code)
        return
    name = done.referrer_name or turn.words.phrase("utter_a_friend")
    reward = policy.words(policy.friend)
    response = "utter_friend_code_taken" if policy.friend else "utter_friend_code_taken_for_friend"
    turn.say(response, name=name, reward=reward, least=str(policy.least))


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
