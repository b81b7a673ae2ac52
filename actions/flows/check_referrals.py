"""Who used my code, and who has invited most."""

import re
from typing import ClassVar

from actions.engine.flow import Flow, Outcome, Progress, Step
from actions.steps.identity import Verified
from actions.turn.shop import Turn
from actions.wording.formats import on_day
from actions.wording.quick_replies import quick_reply
from commerce.referrals.telling import FriendState, InvitedFriend, Place, invited_friends, leaderboard

_BOARD = re.compile(
    r"\b(?:leader ?boards?|rank(?:s|ed|ing)?|top|best|champions?|wh(?:ich|at) place"
    r"|most (?:friends|people)|the most|high ?scores?|standings?)\b",
    re.IGNORECASE,
)


class CheckReferrals(Flow):
    """Tells a verified shopper how far each friend has come, or the leaderboard where it is asked for."""

    name: ClassVar[str] = "check_referrals"
    steps: ClassVar[tuple[Step, ...]] = (Verified("utter_offer_account_code"),)

    async def finish(self, turn: Turn, progress: Progress) -> Outcome:
        """Say it by first names."""
        if _BOARD.search(str(progress.opening.get("text", ""))):
            await _tell_board(turn)
        else:
            await _tell_friends(turn)
        return None


async def _tell_friends(turn: Turn) -> None:
    friends = await invited_friends(turn.session, turn.shopper, clock=turn.clock)
    buttons = [quick_reply("My code", "invite_friend")]
    if not friends:
        turn.say("utter_no_friends_yet", buttons=buttons)
        return
    turn.say("utter_friends", told="\n".join(_friend(turn, each) for each in friends), buttons=buttons)


async def _tell_board(turn: Turn) -> None:
    places = await leaderboard(turn.session, turn.shopper)
    if not places:
        turn.say("utter_no_leaderboard", buttons=[quick_reply("My code", "invite_friend")])
        return
    told = "\n".join(_place(turn, each) for each in places)
    if not any(each.is_asker for each in places):
        told += "\n" + turn.words.phrase("utter_not_on_board")
    turn.say("utter_leaderboard", told=told)


def _friend(turn: Turn, friend: InvitedFriend) -> str:
    day = ""
    if friend.at is not None and friend.state is not FriendState.REFUSED:
        day = on_day(turn.clock.day_of(friend.at), turn.clock.today())
    return turn.words.phrase(
        f"utter_friend_{friend.state.value}", name=friend.name or turn.words.phrase("utter_a_friend"), day=day
    )


def _place(turn: Turn, place: Place) -> str:
    friends = "1 friend" if place.friends == 1 else f"{place.friends} friends"
    name = turn.words.phrase("utter_you_on_board", name=place.name) if place.is_asker else place.name
    return turn.words.phrase("utter_place", rank=str(place.rank), name=name, friends=friends)
