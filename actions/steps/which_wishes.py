"""The step that settles which products of a wish list are meant."""

from collections.abc import Sequence
from typing import ClassVar

from actions.engine.flow import Ask, Outcome, Progress, Refuse
from actions.language.items import name_items
from actions.language.lexicon import Item
from actions.language.said import Said
from actions.language.wishlist_words import means_all_wishes, names_goods, without_list
from actions.turn.shop import Turn
from actions.wording.quick_replies import quick_reply
from commerce.wishlists.listing import Wish, wishes_of

WISHES = "wishes"
_MOST = 8


class WhichWishes:
    """Fills `wishes` with product ids: by name, by place, all of them, or the only one."""

    slots: ClassVar[tuple[str, ...]] = (WISHES,)

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Take what is named; ask where that is open."""
        mine = await wishes_of(turn.session, turn.shopper)
        if not mine:
            return Refuse("utter_wishlist_empty")
        progress.memory["wish_titles"] = [[each.product_id, each.title] for each in mine]
        meant = _meant(turn.said, progress, mine)
        if meant:
            turn.set(WISHES, meant)
        if turn.get(WISHES):
            return None
        if len(mine) == 1 and not names_goods(turn.said.text):
            turn.set(WISHES, [mine[0].product_id])
            return None
        return Ask(
            WISHES,
            "utter_request_wishes",
            again="utter_request_wishes_again",
            buttons=[quick_reply(each.title, "inform", item=each.product_id) for each in mine[:_MOST]],
        )

    def hears(self, said: Said, progress: Progress) -> bool:
        """The name of one, its place, or all of them."""
        if progress.asked != WISHES or said.is_payload:
            return False
        items = [Item(key, title) for key, title in progress.memory.get("wish_titles", [])]
        is_named = name_items(said.text, items, is_answer=True) is not None
        return is_named or said.position is not None or means_all_wishes(said.text)


def _meant(said: Said, progress: Progress, mine: Sequence[Wish]) -> list[str]:
    if said.is_payload or said.is_silent:
        return [each.product_id for each in mine if each.product_id == said.first("item")]
    is_asked = progress.asked == WISHES
    if is_asked and said.position and said.is_short and 1 <= said.position <= len(mine):
        return [mine[said.position - 1].product_id]
    items = [Item(each.product_id, each.title, each.options) for each in mine]
    naming = name_items(without_list(said.text), items, is_answer=is_asked)
    if naming is not None and naming.chosen:
        return list(naming.chosen)
    if naming is not None and naming.unclear:
        keys = [key for each in naming.unclear for key in each.keys]
        return keys if len(keys) == 1 else []
    return [each.product_id for each in mine] if means_all_wishes(said.text) else []
