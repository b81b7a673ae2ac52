"""Reviewing what has arrived: which product, how many stars, in which words, and a plain yes."""

import pytest
from sqlalchemy import select

from commerce.database import Sessions
from commerce.orders.models import Order, OrderStatus
from commerce.reviews.models import RefusedFor, Review, ReviewStatus
from tests.dialogue.conftest import Begin
from tests.dialogue.shoppers import ShopperWithOrders, ago


async def arrived(shopper: ShopperWithOrders, *titles: str, days: int = 3) -> Order:
    return await shopper.orders(*titles, status=OrderStatus.DELIVERED, delivered_at=ago(days=days))


async def written(sessions: Sessions, shopper: ShopperWithOrders) -> list[Review]:
    async with sessions() as session:
        return list(await session.scalars(select(Review).where(Review.customer_id == shopper.id)))


async def test_happy_path(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    order = await arrived(jane, "Enamel Percolator", "Wool Blanket")
    chat = await begin(jane.id)
    asked = await chat.say("I want to write a review")
    assert {"Enamel Percolator", "Wool Blanket"} <= set(asked.buttons)
    assert "How many stars do you give Enamel Percolator" in await chat.press("Enamel Percolator")
    assert "What would you tell other shoppers" in await chat.press("4 stars")
    summary = await chat.say("Pours without a drop! The handle gets a little warm, so mind your fingers.")
    assert "Enamel Percolator, 4 stars: “Pours without a drop! – The handle gets a little warm" in summary
    assert "marked as a verified purchase" in summary
    assert await written(store_sessions, jane) == []
    assert "Your review of Enamel Percolator is in" in await chat.press("Yes, send it")
    [review] = await written(store_sessions, jane)
    assert (review.stars, review.title, review.status) == (4, "Pours without a drop!", ReviewStatus.PENDING)
    assert review.order_id == order.id


@pytest.mark.parametrize(
    ("said", "stars"), [("rate the percolator: 4 stars", 4), ("I want to give the percolator two stars", 2)]
)
async def test_what_was_said_is_not_asked(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, said: str, stars: int
):
    await arrived(jane, "Enamel Percolator", "Wool Blanket")
    chat = await begin(jane.id)
    assert "What would you tell other shoppers" in await chat.say(said)
    assert "Shall I send it?" in await chat.say("no words please")
    await chat.say("yes")
    [review] = await written(store_sessions, jane)
    assert (review.stars, review.text) == (stars, "")


async def test_all_of_it_in_one_message(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    await arrived(jane, "Enamel Percolator", "Wool Blanket")
    chat = await begin(jane.id)
    told = await chat.say("review for the enamel percolator, 5/5: it boils really fast and looks great")
    assert "5 stars: “it boils really fast and looks great”" in told
    await chat.say("yes")
    [review] = await written(store_sessions, jane)
    assert (review.stars, review.text) == (5, "it boils really fast and looks great")


@pytest.mark.parametrize(
    "words",
    [
        "It broke after two weeks and I want my money back!",
        "I can't stop using it.",
        "Arrived late, but works fine",
        "cheap and cheerful, would buy it again in blue",
        "My dog hates it, I love it",
    ],
)
async def test_whatever_is_written_is_the_review(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions, words: str
):
    await arrived(jane, "Enamel Percolator")
    chat = await begin(jane.id)
    await chat.say("I'd like to review the percolator, 3 stars")
    assert words.split(".", maxsplit=1)[0].rstrip("!") in await chat.say(words)
    await chat.say("yes")
    [review] = await written(store_sessions, jane)
    assert " ".join(filter(None, [review.title, review.text])).startswith(words[:12])


async def test_the_stars_are_corrected_at_the_summary(
    begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions
):
    await arrived(jane, "Enamel Percolator")
    chat = await begin(jane.id)
    await chat.say("I'd like to review the percolator, 3 stars")
    await chat.press("Just the stars")
    assert "4 stars" in await chat.say("no, make it 4")
    await chat.say("yes")
    [review] = await written(store_sessions, jane)
    assert review.stars == 4


@pytest.mark.usefixtures("help_articles")
async def test_a_question_in_between(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    await arrived(jane, "Enamel Percolator")
    chat = await begin(jane.id)
    await chat.say("I'd like to review the percolator")
    told = await chat.say("what are your opening hours?")
    assert "9 am to 6 pm" in told
    assert "How many stars" in told
    assert "What would you tell" in await chat.say("5")


async def test_never_mind_and_no(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    await arrived(jane, "Enamel Percolator")
    chat = await begin(jane.id)
    await chat.say("review the percolator, 5 stars")
    await chat.say("never mind")
    await chat.say("review the percolator, 5 stars")
    await chat.say("just the stars")
    await chat.press("No, leave it")
    assert await written(store_sessions, jane) == []


@pytest.mark.usefixtures("help_articles")
async def test_with_another_request(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    await arrived(jane, "Enamel Percolator")
    chat = await begin(jane.id)
    told = await chat.say("I want to review the percolator and what are your opening hours?")
    assert "How many stars" in told
    heard = [told, *[await chat.say(said) for said in ("5 stars", "just the stars", "yes")]]
    assert any("9 am to 6 pm" in each for each in heard), heard
    [review] = await written(store_sessions, jane)
    assert review.stars == 5


async def test_where_ones_own_stands(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    await arrived(jane, "Enamel Percolator")
    chat = await begin(jane.id)
    assert "haven't reviewed anything" in await chat.say("where is my review?")
    await chat.say("review the percolator, 5 stars")
    await chat.say("just the stars")
    await chat.say("yes")
    assert "Enamel Percolator, 5 of 5: sent" in await chat.say("why isn't my review published")
    async with store_sessions.begin() as session:
        [review] = await session.scalars(select(Review).where(Review.customer_id == jane.id))
        review.status, review.refused_for = ReviewStatus.REFUSED, RefusedFor.PERSONAL
    assert "it names people, addresses or numbers" in await chat.say("my review got rejected")


async def test_it_is_written_anew(begin: Begin, jane: ShopperWithOrders, store_sessions: Sessions):
    await arrived(jane, "Enamel Percolator", "Wool Blanket")
    chat = await begin(jane.id)
    for said in ("review the percolator, 5 stars", "just the stars", "yes"):
        await chat.say(said)
    told = await chat.say("can I change the stars I gave")
    assert "How many stars do you give Enamel Percolator" in told
    await chat.say("2")
    assert "replaces the review you wrote before" in await chat.say("It leaks.")
    await chat.say("yes")
    [review] = await written(store_sessions, jane)
    assert (review.stars, review.text) == (2, "It leaks.")


async def test_what_is_on_its_way_waits(begin: Begin, jane: ShopperWithOrders):
    await jane.shipped("Enamel Percolator")
    told = await (await begin(jane.id)).say("I'd like to write a review")
    assert "anything that has been delivered" in told


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("rate your store", "Reviews here are of products"),
        ("who can write reviews?", "Anyone who's signed in"),
    ],
)
async def test_what_is_no_review_of_a_product(begin: Begin, said: str, told: str):
    assert told in await (await begin()).say(said)


async def test_a_stranger_says_first_who_they_are(begin: Begin, jane: ShopperWithOrders):
    order = await arrived(jane, "Enamel Percolator")
    chat = await begin()
    assert "How many stars" not in await chat.say("I want to review the percolator")
    assert "code" in await chat.say(f"{order.number}, {jane.email}")
