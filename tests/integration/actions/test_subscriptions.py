"""Subscriptions in conversation, as the action server has them: what an answer does at each question."""

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import select

from commerce.subscriptions.intervals import Interval, IntervalUnit
from commerce.subscriptions.models import EndReason, Subscription, SubscriptionStatus
from commerce.subscriptions.subscribe import Subscribe
from tests.factories import a_default_address, an_address
from tests.integration.actions.conftest import Enter, Played, Stage
from tests.world import World

MANAGE, SUBSCRIBE = "validate_manage_subscription_form", "validate_subscribe_form"
MONTHLY = Interval(1, IntervalUnit.MONTH)
SUMMARY, WHY, STAY = (
    "utter_manage_subscription_summary", "utter_request_end_reason", "utter_request_stay_or_go",
)  # fmt: skip


async def subscribed(world: World, *skus: str) -> list[Subscription]:
    """Subscriptions that run, each of two pieces every month."""
    views = [
        await world.do(Subscribe(sku, 2, MONTHLY, an_address().as_dict(), world.card.id))
        for sku in skus or (world.mug.sku,)
    ]
    async with world.sessions() as session:
        return [await session.get_one(Subscription, each.id) for each in views]


async def now(world: World, row: Subscription) -> Subscription:
    """The row as it is stored now."""
    return await world.run(lambda session: session.get_one(Subscription, row.id))


async def told(
    stage: Stage, *says: tuple[str, str], action: str = MANAGE, **entities: Any
) -> Sequence[Played]:
    """What was answered to each, said in turn: its text and its intent."""
    return [await stage.play(action, text, intent, **entities) for text, intent in says]


async def test_what_is_asked_about_is_told_and_not_asked_again(world: World, enter: Enter) -> None:
    await subscribed(world)
    stage = await enter()
    said = {"action": MANAGE, "text": "is my subscription paused?", "intent": "manage_subscription"}
    first = await stage.play(**said)
    assert (first.said, first.other) == ([], [("followup", "manage_subscription_form")])
    again = await stage.play(**said, after=[{"event": "followup", "name": "manage_subscription_form"}])
    assert again.said == ["utter_subscriptions"]
    assert again.other == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("just cancel it", EndReason.OTHER),
        ("cancel it please", EndReason.OTHER),
        ("I don't want it", EndReason.NOT_NEEDED),
        ("no particular reason", EndReason.OTHER),
    ],
)
async def test_cancel_it_is_no_end_of_the_talk(world: World, enter: Enter, text: str, reason: str) -> None:
    (row,) = await subscribed(world)
    asked, offered, summary, done = await told(
        await enter(), ("cancel my subscription", "manage_subscription"), (text, "never_mind"),
        ("cancel it", "cancel_order"), ("yes, do it", "affirm"),
    )  # fmt: skip
    assert [asked.said, offered.said, summary.said] == [[WHY], [STAY], [SUMMARY]]
    assert done.said == ["utter_manage_subscription_done"]
    assert (await now(world, row)).end_reason is reason


async def test_who_was_to_stay_may_still_go(world: World, enter: Enter) -> None:
    (row,) = await subscribed(world)
    *_, stays, goes, done = await told(
        await enter(), ("cancel my subscription, too expensive", "manage_subscription"), ("ok, deal", "deny"),
        ("cancel it", "cancel_order"), ("yes", "affirm"),
    )  # fmt: skip
    assert (stays.said, goes.said, done.said) == ([SUMMARY], [SUMMARY], ["utter_manage_subscription_done"])
    assert (await now(world, row)).status is SubscriptionStatus.CANCELLED


@pytest.mark.parametrize(
    ("text", "intent", "is_kept"),
    [
        ("no, keep it", "deny", True),
        ("yes, cancel it anyway", "affirm", False),
        ("don't cancel it", "cancel_order", True),
        ("I don't want the discount", "affirm", False),
        ("yes", "affirm", True),
        ("no", "deny", False),
    ],
)
async def test_the_words_say_who_stays(
    world: World, enter: Enter, text: str, intent: str, *, is_kept: bool
) -> None:
    (row,) = await subscribed(world)
    *_, summary, _ = await told(
        await enter(),
        ("cancel my subscription, too expensive", "manage_subscription"),
        (text, intent),
        ("yes", "affirm"),
    )
    assert summary.said == [SUMMARY]
    assert ((await now(world, row)).status is SubscriptionStatus.ACTIVE) is is_kept


async def test_a_yes_to_stay_in_its_own_words(world: World, enter: Enter) -> None:
    (row,) = await subscribed(world)
    *_, done = await told(
        await enter(), ("cancel my subscription, too expensive", "manage_subscription"), ("keep it", "deny"),
        ("keep it", "never_mind"),
    )  # fmt: skip
    assert done.said == ["utter_manage_subscription_done"]
    assert (await now(world, row)).is_offer_used


async def test_another_wish_at_the_question(world: World, enter: Enter) -> None:
    (row,) = await subscribed(world)
    asked, summary, done = await told(
        await enter(), ("pause my subscription", "manage_subscription"), ("make it every 2 months", "inform"),
        ("yes", "affirm"),
    )  # fmt: skip
    assert asked.said == ["utter_request_paused_until"]
    assert summary.said == [SUMMARY]
    assert done.said == ["utter_manage_subscription_done"]
    assert (await now(world, row)).interval_count == 2


async def test_a_place_in_the_list_is_no_count(world: World, enter: Enter) -> None:
    await subscribed(world, world.mug.sku, world.black.sku)
    stage = await enter()
    (which,) = await told(stage, ("change the quantity of my subscription", "manage_subscription"))
    (how_many,) = await told(stage, ("2", "inform"), quantity=2)
    assert which.said == ["utter_request_subscription"]
    assert how_many.said == ["utter_request_subscription_count"]


@pytest.mark.parametrize(
    "text", ["change the product in my subscription", "swap my coffee for tea in my subscription"]
)
async def test_what_comes_is_not_swapped(world: World, enter: Enter, text: str) -> None:
    (played,) = await told(await enter(), (text, "manage_subscription"))
    assert played.said == ["utter_subscription_product_stays"]


@pytest.mark.parametrize("text", ["don't stop my subscription", "please do not quit my subscription"])
async def test_what_is_forbidden_begins_nothing(world: World, enter: Enter, text: str) -> None:
    await subscribed(world)
    (played,) = await told(await enter(), (text, "manage_subscription"))
    assert played.said == ["utter_left_as_it_is"]


@pytest.mark.parametrize(
    "text",
    [
        "subscribe to the mug every month and charge my visa card",
        "send me a mug every month to my home address",
        "get me a mug every month, can I cancel any time?",
        "subscribe me to the mug and pay with paypal",
    ],
)
async def test_terms_manage_nothing(world: World, enter: Enter, text: str) -> None:
    (played,) = await told(await enter(), (text, "subscribe"), action=SUBSCRIBE)
    assert ("followup", "manage_subscription_form") not in played.other


async def test_an_impossible_interval_is_asked_for_anew(world: World, enter: Enter) -> None:
    (row,) = await subscribed(world)
    refused, summary, done = await told(
        await enter(), ("change my subscription to every day", "manage_subscription"), ("3 weeks", "inform"),
        ("yes", "affirm"),
    )  # fmt: skip
    assert refused.said == ["utter_interval_not_offered"]
    assert refused.slots["requested_slot"] == "interval"
    assert (summary.said, done.said) == ([SUMMARY], ["utter_manage_subscription_done"])
    assert (await now(world, row)).interval_count == 3


async def test_an_impossible_number_is_asked_for_anew(world: World, enter: Enter) -> None:
    (row,) = await subscribed(world)
    asked, refused, again, summary, done = await told(
        await enter(), ("change the quantity of my subscription", "manage_subscription"), ("0", "inform"),
        ("hm", "nlu_fallback"), ("ok, 4", "inform"), ("yes", "affirm"),
    )  # fmt: skip
    assert asked.said == ["utter_request_subscription_count"]
    assert refused.said == ["utter_subscription_count_not_possible"]
    assert again.said == ["utter_request_subscription_count"]
    assert (summary.said, done.said) == ([SUMMARY], ["utter_manage_subscription_done"])
    assert (await now(world, row)).quantity == 4


async def test_an_impossible_number_of_what_is_begun_is_asked_for_anew(world: World, enter: Enter) -> None:
    await world.add(a_default_address(world.customer))
    stage = await enter()
    await stage.play(
        SUBSCRIBE, "/subscribe", "subscribe", sku=world.mug.sku, quantity=500, interval="every month"
    )
    refused, summary, done = await told(
        stage, ("my visa", "inform"), ("3", "inform"), ("yes", "affirm"), action=SUBSCRIBE
    )
    assert refused.said == ["utter_subscription_count_not_possible"]
    assert (summary.said, done.said) == (["utter_subscribe_summary"], ["utter_subscribe_done"])
    (row,) = await world.run(lambda session: session.scalars(select(Subscription)))
    assert row.quantity == 3
