"""Subscribe to something: it is ordered today and then at an interval, by itself."""

from collections.abc import Mapping
from typing import Any, ClassVar

from actions.engine.change import ChangeFlow, Possible
from actions.engine.flow import Outcome, Progress, Step
from actions.language.cart_words import speaks_of_cart
from actions.language.intervals import interval_in
from actions.language.said import Said
from actions.language.subscription_words import speaks_of_terms
from actions.replies.subscriptions import subscription_facts
from actions.steps.identity import Verified
from actions.steps.subscription_steps import NotManaging
from actions.steps.subscription_terms import COUNT, INTERVAL, HowOften, OtherCount, interval_said
from actions.steps.which_address import WhichAddress, own_address
from actions.steps.which_method import Methods, WhichMethod
from actions.steps.which_wares import WARES, WhichWares
from actions.turn.shop import Turn
from actions.turn.shopping import cart_of
from commerce.carts.costs import NoDelivery
from commerce.catalogue.naming import product_of_sku
from commerce.catalogue.variants import VariantNotFound, VariantUnavailable
from commerce.changes import preview
from commerce.customers.payment_methods import PaymentMethodNotFound, chargeable_methods
from commerce.errors import CommerceError
from commerce.subscriptions.refusals import (
    AlreadySubscribed,
    CountNotPossible,
    IntervalNotOffered,
    NotSubscribable,
)
from commerce.subscriptions.subscribe import Subscribe
from commerce.subscriptions.view import SubscriptionView

METHOD = "subscription_method"


async def chargeable(turn: Turn) -> Methods:
    """Return the methods that can be charged while nobody is there."""
    only_saved = turn.shop.charges_only_saved
    return Methods(await chargeable_methods(turn.session, turn.shopper, only_saved=only_saved))


def _speaks_of_terms(said: Said) -> bool:
    """Whether it puts right how often, where to or how it is paid: "every month" is no Everyday T-Shirt."""
    return not said.is_payload and (interval_in(said.text) is not None or speaks_of_terms(said.text))


class OneWare(WhichWares):
    """One thing that is wanted; what is alone in the cart is meant by "my cart"."""

    def __init__(self) -> None:
        super().__init__(pressed="inform", question="utter_request_subscribed_ware")

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Take the first where several are named, and say so."""
        if progress.asked is None and not turn.get(WARES) and speaks_of_cart(turn.said.text):
            await _from_cart(turn)
        is_of_terms = progress.asked not in (None, *self.slots) and _speaks_of_terms(turn.said)
        outcome = await (self.settle if is_of_terms else super().take)(turn, progress)
        wares = turn.get(WARES) or []
        if outcome is None and len(wares) > 1:
            turn.set(WARES, wares[:1])
            turn.say("utter_one_subscription_at_a_time")
        return outcome


async def _from_cart(turn: Turn) -> None:
    cart = await cart_of(turn)
    if cart is None or len(cart.lines) != 1:
        return
    (line,) = cart.lines
    product = await product_of_sku(turn.session, line.sku)
    if product is not None:
        turn.set(WARES, [{"product_id": product.id, "sku": line.sku, "count": line.quantity}])


class OwnAddress(WhichAddress):
    """The default address, unless another one is named or there is none."""

    def __init__(self) -> None:
        super().__init__(own_address)

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Take the default, then hear what is said of it."""
        if turn.get("address") is None and progress.asked != "address":
            default = await own_address(turn)
            turn.set("address", default.as_dict() if default else None)
        return await super().take(turn, progress)


async def _check(turn: Turn) -> SubscriptionView:
    return await preview(turn.context, wanted_subscription(turn))


def wanted_subscription(turn: Turn) -> Subscribe:
    """Return what the steps have found out, as the core's change."""
    (ware,) = turn.get(WARES)
    count = int(turn.get(COUNT) or ware["count"])
    return Subscribe(
        ware["sku"], count, interval_said(turn), turn.get("address") or {}, str(turn.get(METHOD))
    )


class SubscribeFlow(ChangeFlow):
    """Subscribes a verified shopper to one variant."""

    name: ClassVar[str] = "subscribe"
    tells_sums: ClassVar[frozenset[str]] = frozenset({"confirmed"})
    steps: ClassVar[tuple[Step, ...]] = (
        NotManaging(),
        Verified("utter_offer_account_code"),
        OneWare(),
        OtherCount(),
        HowOften(),
        WhichMethod(METHOD, chargeable),
        OwnAddress(),
        Possible(_check),
    )
    refusals: ClassVar[Mapping[type[CommerceError], str]] = {
        VariantNotFound: "utter_subscribe_gone",
        VariantUnavailable: "utter_subscribe_unavailable",
        NotSubscribable: "utter_not_subscribable",
        AlreadySubscribed: "utter_already_subscribed",
        IntervalNotOffered: "utter_interval_not_offered",
        CountNotPossible: "utter_subscription_count_not_possible",
        PaymentMethodNotFound: "utter_payment_method_gone",
        NoDelivery: "utter_no_delivery_there",
    }
    asked_anew: ClassVar[Mapping[type[CommerceError], str]] = {
        IntervalNotOffered: INTERVAL,
        CountNotPossible: COUNT,
    }

    def change(self, turn: Turn) -> Subscribe:
        """What was found out."""
        return wanted_subscription(turn)

    def facts(self, turn: Turn, plan: SubscriptionView) -> dict[str, Any]:
        """What comes, how often, for how much, where to and paid with what."""
        saving = (
            turn.words.phrase("utter_subscribe_saves", percent=plan.percent_off) if plan.percent_off else ""
        )
        return {**subscription_facts(turn, plan), "saving": saving}
