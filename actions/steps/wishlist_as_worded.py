"""The step that hands on what is asked of a wish list and was taken for another request of it."""

from actions.engine.flow import AsksNothing, Outcome, Progress, Redirect
from actions.language.wishlist_words import wishlist_request
from actions.turn.shop import Turn


class WishlistAsWorded(AsksNothing):
    """Nothing to ask: "put it on my wish list" is no look at the list."""

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Hand on, when the flow begins."""
        if progress.asked is not None or turn.said.is_payload or turn.said.is_silent:
            return None
        request = wishlist_request(turn.said.text)
        return Redirect(request) if request not in (None, progress.flow) else None
