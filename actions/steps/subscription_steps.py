"""The steps of subscriptions: what is wished, which one is meant, why it ends and whether it is kept."""

from typing import ClassVar
from uuid import UUID

from actions.engine.deeds import DEEDS
from actions.engine.flow import (
    Ask,
    AsksNothing,
    CarefulStep,
    ClaimingStep,
    Outcome,
    Progress,
    Redirect,
    Refuse,
)
from actions.language.agreement import insists
from actions.language.items import name_items
from actions.language.lexicon import Item
from actions.language.said import Said
from actions.language.subscription_words import (
    ENDS,
    STAYS,
    WISHES,
    manages,
    other_wish,
    subscription_wish,
    wishes_to_begin,
)
from actions.replies.subscriptions import item_of
from actions.steps.choice import Choice
from actions.turn.shop import Turn
from actions.wording.quick_replies import quick_reply
from commerce.subscriptions.ending import offer_for
from commerce.subscriptions.models import EndReason, SubscriptionStatus
from commerce.subscriptions.view import SubscriptionView, subscriptions_of

WISH, CHOSEN, WHY, STAY = "subscription_wish", "chosen_subscription", "end_reason", "stay_or_go"
_MOST = 6
_CHANGES_MIND = frozenset({"correct", "deny", "manage_subscription"})
_BY_INTENT = {"affirm": "stay", "deny": "go"}


class NotManaging(AsksNothing):
    """Hands on what is asked of a subscription that runs: "cancel my subscription"."""

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Nothing to ask."""
        is_opening = progress.asked is None and not turn.said.is_payload
        return Redirect("manage_subscription") if is_opening and manages(turn.said.text) else None


class SubscriptionWish(ClaimingStep):
    """What is to become of a subscription; what says nothing of it shows them."""

    slots: ClassVar[tuple[str, ...]] = (WISH,)

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Take it as the flow begins, or where it is put right."""
        said = turn.said
        is_typed = not (said.is_payload or said.is_silent)
        if is_typed and progress.asked is None and wishes_to_begin(said.text):
            return Redirect("subscribe")
        if (heard := _wish(said, progress)) is not None:
            turn.set(WISH, heard)
        if turn.get(WISH) is None:
            turn.set(WISH, "show")
        progress.memory[WISH] = turn.get(WISH)
        if turn.get(WISH) == "product":
            return Refuse("utter_subscription_product_stays")
        return None

    def hears(self, said: Said, progress: Progress) -> bool:
        """As it claims."""
        return self.claims(said, progress)

    def claims(self, said: Said, progress: Progress) -> bool:
        """Another wish, said as a command: "make it every 2 months", where the pause is settled."""
        if said.is_payload or said.is_silent:
            return False
        return other_wish(said.text) not in (None, progress.memory.get(WISH))


def _wish(said: Said, progress: Progress) -> str | None:
    if said.is_payload:
        pressed = said.first(WISH)
        return str(pressed) if pressed in WISHES else None
    if said.is_silent:
        return None
    if progress.asked is None:
        return subscription_wish(said.text)
    heard = other_wish(said.text)
    if heard is None and progress.is_summarised and said.intent in _CHANGES_MIND:
        heard = subscription_wish(said.text)
    return heard if heard != "show" else None


class WhichSubscription(CarefulStep):
    """Fills the slot with a subscription's id: by what comes, by its place, or the only one."""

    slots: ClassVar[tuple[str, ...]] = (CHOSEN,)

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Take the one that is meant."""
        if turn.get(WISH) == "show":
            return None
        mine = await subscriptions_of(turn.session, turn.shopper)
        if not mine:
            return Refuse("utter_no_subscriptions")
        meant = self._meant(turn, progress, _possible(mine, str(turn.get(WISH))) or mine)
        progress.memory["subscription_titles"] = [[str(each.id), each.title] for each in mine]
        if len(meant) == 1:
            turn.set(CHOSEN, str(meant[0].id))
            return None
        if turn.get(CHOSEN) in [str(each.id) for each in mine]:
            return None
        progress.memory["offered_subscriptions"] = [str(each.id) for each in meant[:_MOST]]
        return Ask(
            CHOSEN,
            "utter_request_subscription",
            again="utter_request_subscription_again",
            buttons=[quick_reply(item_of(each), "inform", item=str(each.id)) for each in meant[:_MOST]],
            about=" ".join(str(each.id) for each in meant),
        )

    def hears(self, said: Said, progress: Progress) -> bool:
        """A place in the list, or the name of one."""
        if progress.asked != CHOSEN or said.is_payload:
            return False
        items = [Item(key, title) for key, title in progress.memory.get("subscription_titles", [])]
        return said.position is not None or name_items(said.text, items, is_answer=True) is not None

    @staticmethod
    def _meant(turn: Turn, progress: Progress, mine: list[SubscriptionView]) -> list[SubscriptionView]:
        said = turn.said
        if said.is_payload:
            pressed = [each for each in mine if str(each.id) == said.first("item")]
            return pressed or (mine if turn.get(CHOSEN) is None else [])
        is_asked = progress.asked == CHOSEN
        offered = progress.memory.get("offered_subscriptions", [])
        if is_asked and said.position and said.is_short and 1 <= said.position <= len(offered):
            return [each for each in mine if str(each.id) == offered[said.position - 1]]
        naming = None
        if not said.is_silent and (is_asked or turn.get(CHOSEN) is None or said.intent == "correct"):
            items = [Item(str(each.id), each.title, each.options) for each in mine]
            naming = name_items(said.text, items, is_answer=is_asked)
        if naming is not None:
            keys = {*naming.chosen, *(key for each in naming.unclear for key in each.keys)}
            if named := [each for each in mine if str(each.id) in keys]:
                return named
        return mine if turn.get(CHOSEN) is None else []


class WhyEnd(Choice):
    """Why a subscription ends, roughly; who only says again that it is to end has another reason."""

    def __init__(self) -> None:
        super().__init__(WHY, ENDS, otherwise=EndReason.OTHER.value)

    def claims(self, said: Said, progress: Progress) -> bool:
        """As every choice, and "just cancel it"."""
        return super().claims(said, progress) or _insists(said, progress)

    def _heard(self, said: Said, progress: Progress) -> str | None:
        return EndReason.OTHER.value if _insists(said, progress) else super()._heard(said, progress)


def _insists(said: Said, progress: Progress) -> bool:
    deed = DEEDS["manage_subscription"]["cancel"]
    return progress.asked == WHY and not said.is_payload and insists(said.text, deed)


class StayOrGo(Choice):
    """Offers what the policy allows to who wants to go, once; who stays takes it."""

    def __init__(self) -> None:
        super().__init__(STAY, STAYS)

    def claims(self, said: Said, progress: Progress) -> bool:
        """A no here turns the offer down, and "keep it" takes it; neither leaves the matter.

        Who was to stay may still go.
        """
        heard = None if said.is_payload else self._heard(said, progress)
        if progress.asked == STAY:
            return heard is not None
        return progress.is_summarised and progress.memory.get("variant") == "stay" and heard == "go"

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Ask, where there is an offer."""
        said = turn.said
        if progress.asked == STAY or self.claims(said, progress):
            turn.set(STAY, self._heard(said, progress) or _BY_INTENT.get(said.intent) or turn.get(STAY))
        if turn.get(STAY) is not None:
            return None
        percent = await offer_for(turn.context, UUID(str(turn.get(CHOSEN))))
        if percent == 0:
            turn.set(STAY, "go")
            return None
        return Ask(STAY, "utter_request_stay_or_go", "utter_request_stay_or_go_again", {"percent": percent})


def _possible(mine: list[SubscriptionView], wish: str) -> list[SubscriptionView]:
    """Those of which it may be meant: only a paused one is resumed."""
    if wish != "resume":
        return mine
    return [each for each in mine if each.status is SubscriptionStatus.PAUSED]
