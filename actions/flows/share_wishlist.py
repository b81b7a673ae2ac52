"""Share the wish list by a link, with one's first name or without, or share it no more."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from actions.engine.change import ChangeFlow, Possible
from actions.engine.flow import Ask, Outcome, Progress, Step
from actions.language.mood import Mood
from actions.language.said import Said
from actions.language.wishlist_words import asks_who_sees, stops_sharing
from actions.steps.choice import Choice
from actions.steps.identity import Verified
from actions.steps.wishlist_as_worded import WishlistAsWorded
from actions.turn.shop import Turn
from commerce.changes import Change, preview
from commerce.errors import CommerceError
from commerce.wishlists.sharing import (
    NothingToShare,
    NotShared,
    Shared,
    SharePlan,
    ShareWishlist,
    StopSharing,
)

NAME = "wishlist_name"
_SPEAKS_OF_NAME = re.compile(r"\bnames?\b|\banonym", re.IGNORECASE)
_NAMES = {
    "without": r"\b(?:without|no name|anonym\w*|hide my name|not my name|nameless|no)\b",
    "with": r"\b(?:with|my name|my first name|show my name|named|yes)\b",
    "stop": r"\b(?:stop|un-?share)\b",
}


class WithName(Choice):
    """Whether the list bears its owner's first name; nothing to ask where it is shared no more."""

    def __init__(self) -> None:
        super().__init__(NAME, _NAMES)

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Hear it, and whether sharing is to end."""
        said = turn.said
        if progress.asked is None and (said.first("refine") == "stop" or _stops(said)):
            turn.set(NAME, "stop")
        elif progress.asked == NAME and said.intent in ("affirm", "deny"):
            turn.set(NAME, "with" if said.intent == "affirm" else "without")
        elif progress.asked == NAME or said.is_payload or _SPEAKS_OF_NAME.search(said.text):
            turn.set(NAME, self._heard(said, progress) or turn.get(NAME))
        if turn.get(NAME) is not None:
            return None
        return Ask(NAME, f"utter_request_{NAME}", f"utter_request_{NAME}_again")


def _stops(said: Said) -> bool:
    return not said.is_payload and stops_sharing(said.text)


async def _is_there(turn: Turn) -> None:
    """Refuse to share what is empty, before anything is asked."""
    if turn.get(NAME) is None and turn.said.first("refine") != "stop" and not _stops(turn.said):
        await preview(turn.context, ShareWishlist(shows_name=False))


async def _check(turn: Turn) -> None:
    await preview(turn.context, _change(turn))


def _change(turn: Turn) -> Change[Any, Any, Any]:
    if turn.get(NAME) == "stop":
        return StopSharing()
    return ShareWishlist(shows_name=turn.get(NAME) == "with")


class ShareWishlistFlow(ChangeFlow):
    """Shares a verified shopper's list, or ends that."""

    name: ClassVar[str] = "share_wishlist"
    steps: ClassVar[tuple[Step, ...]] = (
        WishlistAsWorded(),
        Verified("utter_offer_account_code"),
        Possible(_is_there),
        WithName(),
        Possible(_check),
    )
    refusals: ClassVar[Mapping[type[CommerceError], str]] = {
        NothingToShare: "utter_wishlist_empty",
        NotShared: "utter_wishlist_not_shared",
    }

    def mood(self, said: Said) -> Mood:
        """To stop sharing is asked for, too, and not forbidden; who sees it is asked about."""
        if not said.is_payload and asks_who_sees(said.text):
            return Mood.ASKS_WHETHER
        return Mood.ASKS_FOR if _stops(said) else super().mood(said)

    def change(self, turn: Turn) -> Change[Any, Any, Any]:
        """Share it as was chosen, or no more."""
        return _change(turn)

    def variant(self, turn: Turn) -> str:
        """Sharing, or its end."""
        return "stop" if turn.get(NAME) == "stop" else ""

    def told(self, done: SharePlan | Shared) -> str:
        """With the link where there is one."""
        return "utter_share_wishlist_done" if isinstance(done, Shared) else "utter_wishlist_unshared"

    def facts(self, turn: Turn, plan: SharePlan | Shared) -> dict[str, Any]:
        """How much is seen, under which name, and where."""
        is_end = turn.get(NAME) == "stop"
        named = "utter_wishlist_with_name" if plan.name else "utter_wishlist_without_name"
        phrase = "utter_wishlist_would_stop" if is_end else "utter_wishlist_would_share"
        values = {
            "count": plan.count,
            "name": turn.words.phrase(named, name=plan.name or ""),
        }
        link = f"{turn.shop.links.base_url}/wishlist/{plan.key}" if isinstance(plan, Shared) else ""
        return {**values, "change": turn.words.phrase(phrase, **values), "link": link}
