"""Finding what to buy: each card is checked against everything that was said."""

import re

import pytest
from sqlalchemy import select, update

from commerce.alerts.models import Alert
from commerce.alerts.telling import tell_alerts
from commerce.catalogue.models import Variant
from commerce.database import Sessions
from tests.dialogue import finding_shelf
from tests.dialogue.chat import Answer
from tests.dialogue.conftest import Begin
from tests.dialogue.finding_shelf import CLOCK, variants_of
from tests.dialogue.shoppers import ShopperWithOrders
from tests.factories import RecordedNotifier


@pytest.fixture(scope="session")
async def shelf(dialogue_store: str) -> None:
    """The goods that these tests look for."""
    from commerce.database import create_engine, sessions_of

    engine = create_engine(dialogue_store)
    await finding_shelf.fill(sessions_of(engine))
    await engine.dispose()


@pytest.fixture(params=["web", "sms"])
def channel(request: pytest.FixtureRequest) -> str:
    return str(request.param)


pytestmark = pytest.mark.usefixtures("shelf")


def shown(answer: Answer, channel: str) -> list[str]:
    """The titles of the products that an answer shows, in their order."""
    if channel == "web":
        return [card["title"] for card in answer.cards]
    titles = [each.title for each in finding_shelf.SHELF]
    return re.findall("|".join(map(re.escape, titles)), str(answer).partition("Reply with a number")[0])


async def satisfy(
    sessions: Sessions, titles: list[str], *, most: int = 10**9, available: bool = True, **options: str
) -> bool:
    """Whether each of the products has one variant that is all of it at once."""
    for title in titles:
        if not any(
            variant.price_minor <= most
            and (variant.is_available() or not available)
            and options.items() <= variant.options.items()
            for variant in await variants_of(sessions, title)
        ):
            return False
    return bool(titles)


async def test_a_search_is_refined_by_talking(begin: Begin, store_sessions: Sessions, channel: str):
    chat = await begin()
    found = shown(await chat.say("do you have waders in size 9 under 95 dollars"), channel)
    assert set(found) == {"Marsh Waders", "Brook Waders"}
    assert await satisfy(store_sessions, found, most=9500, size="9")
    brown = await chat.say("in brown")
    assert "I don't have waders in brown, in size 9, up to $95" in brown
    green = shown(await chat.say("in green"), channel)
    assert await satisfy(store_sessions, green, most=9500, size="9", color="green")
    cheaper = shown(await chat.say("cheaper"), channel)
    assert cheaper == ["Brook Waders"]
    assert await satisfy(store_sessions, cheaper, most=8900, size="9", color="green")


async def test_a_size_of_another_region(begin: Begin, store_sessions: Sessions, channel: str):
    answer = await (await begin()).say("do you have waders in uk 8 under 95 dollars")
    assert "US 9" in answer
    assert await satisfy(store_sessions, shown(answer, channel), most=9500, size="9")


async def test_what_must_not_be_there_is_not(begin: Begin, channel: str):
    found = shown(await (await begin()).say("show me waders without leather"), channel)
    assert set(found) == {"Marsh Waders", "Brook Waders"}


@pytest.mark.parametrize("said", ["waders", "show waders", "any waders"])
async def test_a_kind_of_goods_alone_is_a_search(begin: Begin, said: str):
    found = shown(await (await begin()).say(said), "web")
    assert {"Marsh Waders", "Brook Waders"} <= set(found)


async def test_typos_are_forgiven(begin: Begin, channel: str):
    assert "Lure Box" in shown(await (await begin()).say("lookin for an angeling lure box"), channel)


async def test_like_another_and_more_of_them(begin: Begin, channel: str):
    chat = await begin()
    first = shown(await chat.say("show me waders"), channel)
    answer = await chat.say("more like the second")
    assert "most like it" in answer
    assert first[1] not in shown(answer, channel)


async def test_what_fits_nothing_is_said_with_the_nearest(begin: Begin, channel: str):
    answer = await (await begin()).say("waders in size 9 under 40 dollars")
    assert "I don't have waders in size 9, up to $40" in answer
    assert "Brook Waders" in shown(answer, channel)


async def test_nobody_sells_it(begin: Begin):
    answer = await (await begin()).say("show me some trombones")
    assert "couldn't find “trombone" in answer or "found nothing for" in answer


async def test_questions_about_what_was_found(begin: Begin, channel: str):
    chat = await begin()
    await chat.say("show me Marsh waders in brown")
    await chat.say("tell me about the Marsh Waders")
    assert "sold out" in await chat.say("do you have them in size 10?")
    assert "$89.00" in await chat.say("how much are they?")
    assert "neoprene" in await chat.say("what are they made of?")
    assert "900 grams" in await chat.say("how heavy are the Marsh Waders?")
    assert "three seasons" in await chat.say("are they any good?")
    assert "doesn't say" in await chat.say("do the Marsh Waders have reinforced knees?")


async def test_a_comparison_holds_both_side_by_side(begin: Begin):
    answer = await (await begin()).say("compare the Marsh Waders with the Delta Waders")
    for told in (
        "Marsh Waders: from $89.00",
        "Delta Waders: $149.00",
        "Marsh Waders: neoprene",
        "Delta Waders: leather",
    ):
        assert told in str(answer) or any(
            told in fact["value"] for card in answer.cards for fact in card["facts"]
        )


async def test_what_goes_with_it_is_what_is_bought_with_it(begin: Begin, channel: str):
    answer = await (await begin()).say("what goes with the Marsh Waders?")
    assert "What goes with the Marsh Waders" in answer
    assert {"Quiet Angling Rod", "Lure Box"} <= set(shown(answer, channel))
    assert "often bought with Marsh Waders" in str(answer) + str(answer.cards)


async def test_recommended_for_who_bought_something(begin: Begin, jane: ShopperWithOrders, channel: str):
    chat = await begin(jane.customer.id)
    best = await chat.say("recommend me some good waders")
    assert shown(best, channel)[:1] == ["Delta Waders"], best  # the best rated
    await chat.say("tell me about the Lure Box")
    told = await chat.say("what would you recommend for me?")
    assert "because of Lure Box" in str(told) + str(told.cards)


async def test_told_once_when_it_is_back(begin: Begin, store_sessions: Sessions):
    chat, notifier = await begin(), RecordedNotifier()
    assert "sold out" in await chat.say("is the Swift Angling Rod in stock?")
    assert "I'll tell you here when Swift Angling Rod (3 m) is back" in await chat.press(
        "Tell me when it's back"
    )
    assert "set already" in await chat.say("let me know when the Swift Angling Rod is back in stock")
    await tell_alerts(store_sessions, notifier, CLOCK)
    assert notifier.told == []
    await _stock(store_sessions, "fz5-0", 9)
    await tell_alerts(store_sessions, notifier, CLOCK)
    await tell_alerts(store_sessions, notifier, CLOCK)
    assert [told.name for _, told in notifier.told] == ["back_in_stock"]
    await _stock(store_sessions, "fz5-0", 0)


async def test_an_alert_can_be_stopped(begin: Begin, store_sessions: Sessions):
    chat = await begin()
    assert "is back in stock" in await chat.say("tell me when the Swift Angling Rod is back in stock")
    assert "I've stopped your alert" in await chat.say("cancel my stock alert")
    async with store_sessions() as session:
        waiting = await session.scalars(
            select(Alert).where(Alert.conversation_id == chat.id, Alert.cancelled_at.is_(None))
        )
        assert list(waiting) == []


async def _stock(sessions: Sessions, sku: str, units: int) -> None:
    async with sessions.begin() as session:
        await session.execute(update(Variant).where(Variant.sku == sku).values(stock_on_hand=units))
