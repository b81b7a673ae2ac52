"""Show, skip, pause, resume, change and end what is subscribed to."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar
from uuid import UUID

from actions.engine.change import ChangeFlow, Possible
from actions.engine.deeds import DEEDS
from actions.engine.flow import Done, Outcome, Progress, Step
from actions.flows.subscribe import METHOD, chargeable
from actions.language.agreement import Deed
from actions.language.mood import Mood, mood_of
from actions.language.said import Said
from actions.language.subscription_words import subscription_wish
from actions.replies.subscriptions import subscription_facts, subscription_told
from actions.steps.identity import Verified
from actions.steps.profile_steps import Only
from actions.steps.subscription_steps import (
    CHOSEN,
    STAY,
    WHY,
    WISH,
    StayOrGo,
    SubscriptionWish,
    WhichSubscription,
    WhyEnd,
)
from actions.steps.subscription_terms import (
    COUNT,
    INTERVAL,
    UNTIL,
    HowManyPieces,
    HowOften,
    UntilWhen,
    interval_said,
    until_said,
)
from actions.steps.which_address import WhichAddress, own_address
from actions.steps.which_method import WhichMethod
from actions.turn.shop import Turn
from actions.wording.quick_replies import quick_reply
from commerce.carts.costs import NoDelivery
from commerce.changes import preview
from commerce.customers.payment_methods import PaymentMethodNotFound
from commerce.errors import CommerceError
from commerce.subscriptions.changing import (
    ChangeDestination,
    ChangeInterval,
    ChangeMethod,
    ChangeQuantity,
    ChangeSubscription,
    PauseSubscription,
    ResumeSubscription,
    SkipNext,
    SubscriptionChanged,
)
from commerce.subscriptions.ending import CancelSubscription, TakeStayOffer
from commerce.subscriptions.models import EndReason
from commerce.subscriptions.refusals import (
    CountNotPossible,
    DayNotPossible,
    IntervalNotOffered,
    OfferNotOpen,
    RenewalUnderWay,
    SubscriptionNotFound,
    SubscriptionOver,
    SubscriptionUnchanged,
)
from commerce.subscriptions.view import subscriptions_of


async def _possible(turn: Turn) -> None:
    if turn.get(WISH) != "show":
        await preview(turn.context, change_of(turn))


def change_of(turn: Turn) -> ChangeSubscription:
    """Return what is wished as the core's change."""
    chosen = UUID(str(turn.get(CHOSEN)))
    return _CHANGES[str(turn.get(WISH))](turn, chosen)


def _end(turn: Turn, chosen: UUID) -> ChangeSubscription:
    if turn.get(STAY) == "stay":
        return TakeStayOffer(chosen)
    return CancelSubscription(chosen, EndReason(str(turn.get(WHY))))


_CHANGES: Mapping[str, Callable[[Turn, UUID], ChangeSubscription]] = {
    "skip": lambda _, chosen: SkipNext(chosen),
    "pause": lambda turn, chosen: PauseSubscription(chosen, until_said(turn)),
    "resume": lambda _, chosen: ResumeSubscription(chosen),
    "interval": lambda turn, chosen: ChangeInterval(chosen, interval_said(turn)),
    "quantity": lambda turn, chosen: ChangeQuantity(chosen, int(turn.get(COUNT))),
    "address": lambda turn, chosen: ChangeDestination(chosen, turn.get("address")),
    "payment": lambda turn, chosen: ChangeMethod(chosen, str(turn.get(METHOD))),
    "cancel": _end,
}


# What else is said of it as it begins; as a yes, "stop it" may as well be meant of the talk.
_ALSO_SAID = {"cancel": ("stop", "quit", "unsubscribe", "discontinue")}


def _deed_of(wish: str) -> Deed:
    deeds = DEEDS[ManageSubscription.name]
    return deeds.get(wish, deeds[""])


class ManageSubscription(ChangeFlow):
    """Serves everything that is wished of a verified shopper's subscriptions."""

    name: ClassVar[str] = "manage_subscription"
    steps: ClassVar[tuple[Step, ...]] = (
        SubscriptionWish(),
        Verified("utter_offer_account_code"),
        WhichSubscription(),
        Only("pause", UntilWhen(), WISH),
        Only("interval", HowOften(), WISH),
        Only("quantity", HowManyPieces(), WISH),
        Only("address", WhichAddress(own_address), WISH),
        Only("payment", WhichMethod(METHOD, chargeable), WISH),
        Only("cancel", WhyEnd(), WISH),
        Only("cancel", StayOrGo(), WISH),
        Possible(_possible),
    )
    refusals: ClassVar[Mapping[type[CommerceError], str]] = {
        SubscriptionNotFound: "utter_subscription_gone",
        SubscriptionOver: "utter_subscription_gone",
        SubscriptionUnchanged: "utter_subscription_unchanged",
        RenewalUnderWay: "utter_renewal_under_way",
        DayNotPossible: "utter_pause_day_not_possible",
        IntervalNotOffered: "utter_interval_not_offered",
        CountNotPossible: "utter_subscription_count_not_possible",
        OfferNotOpen: "utter_offer_not_open",
        PaymentMethodNotFound: "utter_payment_method_gone",
        NoDelivery: "utter_no_delivery_there",
    }
    asked_anew: ClassVar[Mapping[type[CommerceError], str]] = {
        DayNotPossible: UNTIL,
        IntervalNotOffered: INTERVAL,
        CountNotPossible: COUNT,
    }

    async def finish(self, turn: Turn, progress: Progress) -> Outcome:
        """Show them, or go on as every change does."""
        if turn.get(WISH) == "show":
            await _show(turn)
            return Done()
        return await super().finish(turn, progress)

    def mood(self, said: Said) -> Mood:
        """By the verbs of what is wished: "don't cancel it" forbids, "stop sending me coffee" asks for it."""
        if said.is_payload:
            return Mood.ASKS_FOR
        wish = subscription_wish(said.text) or ""
        deed = _deed_of(wish)
        return mood_of(said.text, (*deed.verbs.split("|"), *_ALSO_SAID.get(wish, ())), deed.acts)

    def deed(self, progress: Progress) -> Deed:
        """As it was summarised; before that, what is wished."""
        return super().deed(progress) if progress.is_summarised else _deed_of(progress.memory.get(WISH, ""))

    def change(self, turn: Turn) -> ChangeSubscription:
        """What is wished."""
        return change_of(turn)

    def variant(self, turn: Turn) -> str:
        """By what is wished; who stays keeps it."""
        is_kept = turn.get(WISH) == "cancel" and turn.get(STAY) == "stay"
        return "stay" if is_kept else str(turn.get(WISH))

    def facts(self, turn: Turn, plan: SubscriptionChanged) -> dict[str, Any]:
        """What would change, as a question, and what has changed."""
        wish = self.variant(turn)
        if wish == "pause" and plan.after.paused_until is None:
            wish = "pause_open"
        before = subscription_facts(turn, plan.before)
        values = {
            **subscription_facts(turn, plan.after),
            "item": before["item"],
            "new_item": subscription_facts(turn, plan.after)["item"],
            "skipped": before["day"],
        }
        return {
            "change": turn.words.phrase(f"utter_subscription_would_{wish}", **values),
            "changed": turn.words.phrase(f"utter_subscription_did_{wish}", **values),
        }


async def _show(turn: Turn) -> None:
    mine = await subscriptions_of(turn.session, turn.shopper)
    if not mine:
        turn.say("utter_no_subscriptions")
        return
    wishes = (
        ("Skip the next one", "skip"),
        ("Pause", "pause"),
        ("Change how often", "interval"),
        ("Cancel", "cancel"),
    )
    buttons = [quick_reply(title, "manage_subscription", subscription_wish=wish) for title, wish in wishes]
    told = "\n".join(subscription_told(turn, each) for each in mine)
    turn.say("utter_subscriptions", told=told, buttons=buttons)
