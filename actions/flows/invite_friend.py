"""How do I invite a friend: the shopper's own code and link, and what both get for it."""

from typing import ClassVar

from actions.engine.flow import AsksNothing, Flow, Outcome, Progress, Redirect, Refuse, Step
from actions.steps.identity import Verified
from actions.turn.shop import Turn
from actions.wording.quick_replies import quick_reply
from commerce.referrals.codes import code_in, invitation_url, own_code
from commerce.referrals.policy import referral_policy


class Rewards(AsksNothing):
    """What is given for a friend, told to whoever still has to say who they are; nothing to ask."""

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Tell it at the beginning, or that nothing is given; a friend's own code is to be used instead."""
        if progress.asked is not None:
            return None
        if not turn.said.is_payload and code_in(turn.said.text) is not None:
            return Redirect("apply_code")
        if not (await referral_policy(turn.session)).is_offered:
            return Refuse("utter_invite_not_offered")
        if not turn.shopper.level.sees_private:
            turn.say("utter_invite_terms", terms=await _terms(turn))
        return None


class InviteFriend(Flow):
    """Tells a verified shopper their code and their link."""

    name: ClassVar[str] = "invite_friend"
    steps: ClassVar[tuple[Step, ...]] = (Rewards(), Verified("utter_offer_account_code"))

    async def finish(self, turn: Turn, progress: Progress) -> Outcome:
        """Say both, and what they bring."""
        del progress
        code = await own_code(turn.session, turn.shopper, clock=turn.clock)
        link = invitation_url(turn.shop.links.base_url, code)
        buttons = [quick_reply("Who used my code?", "check_referrals")]
        turn.say("utter_invite_code", code=code, link=link, terms=await _terms(turn), buttons=buttons)
        return None


async def _terms(turn: Turn) -> str:
    policy = await referral_policy(turn.session)
    parts = []
    if policy.referrer:
        parts.append(turn.words.phrase("utter_invite_for_you", reward=policy.words(policy.referrer)))
    if policy.friend:
        parts.append(turn.words.phrase("utter_invite_for_friend", reward=policy.words(policy.friend)))
    return turn.words.phrase("utter_invite_when", least=str(policy.least), rewards=" and ".join(parts))
