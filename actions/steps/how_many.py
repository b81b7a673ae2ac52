"""How many of an item are meant: asked for, and put right at any question ("just one", "not 3, 2")."""

from collections.abc import Mapping, Sequence

from actions.engine.flow import Ask, Progress
from actions.language.counts import recount_in
from actions.language.items import Naming, Unclear
from actions.language.lexicon import Item
from actions.language.said import Said
from actions.wording.quick_replies import quick_reply
from commerce.support.asking import Expects

ITEMS = "items"
_MOST_COUNTS = 5


def ask_how_many(item: Item, naming: Naming) -> Ask:
    """Ask how many of the item are meant; of a single one, whether it is that one."""
    if item.quantity == 1:
        return Ask(
            ITEMS,
            "utter_request_how_many_only_one",
            values={"title": item.title},
            buttons=[quick_reply("Yes, that one", "inform", item=item.key)],
            about=item.key,
        )
    too_many = item.key in naming.excess
    counts = range(1, min(item.quantity, _MOST_COUNTS))
    return Ask(
        ITEMS,
        "utter_request_how_many_at_most" if too_many else "utter_request_how_many",
        again="utter_request_how_many_again",
        values={"title": item.title, "count": item.quantity},
        buttons=[
            *(quick_reply(str(count), "inform", quantity=count) for count in counts),
            quick_reply(f"All {item.quantity}", "inform", quantity=item.quantity),
        ],
        about=item.key,
        expects=Expects.NUMBER,
    )


def is_recount(said: Said, progress: Progress, items: Sequence[Item]) -> bool:
    """Whether the message puts right how many of one of `items` are meant."""
    is_number = not said.is_payload and progress.asked is not None and recount_in(said.text) is not None
    return is_number and bool(_countable(items, progress))


def recounted(
    said: Said, progress: Progress, items: Sequence[Item], chosen: Mapping[str, int]
) -> Naming | None:
    """What is chosen then, or which item or number is still open; None when the message is no recount."""
    recount = recount_in(said.text)
    if recount is None or not is_recount(said, progress, items):
        return None
    meant = _countable(items, progress)
    rest = {key: count for key, count in chosen.items() if key not in [item.key for item in meant]}
    if len(meant) > 1:
        return Naming(rest, (Unclear(tuple(item.key for item in meant), recount.count),))
    (item,) = meant
    count = recount.of(item.quantity)
    if count is None or count > item.quantity:
        return Naming(rest, (Unclear((item.key,)),), {item.key: count} if count else {})
    return Naming({**rest, item.key: count})


def _countable(items: Sequence[Item], progress: Progress) -> list[Item]:
    """The items that a mere number may be said of: chosen or asked about, and several of them."""
    asked = [key for keys, _ in progress.memory.get("unclear") or () for key in keys]
    keys = asked or progress.memory.get("chosen_items", [])
    return [item for item in items if item.key in keys and item.quantity > 1]
