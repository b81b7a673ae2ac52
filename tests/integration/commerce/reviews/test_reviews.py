"""Reviews: written once a product, shown when they were looked at, counted, answered, found helpful."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from commerce.audit.models import ActorKind
from commerce.audit.service import Cause
from commerce.catalogue.models import Product, Variant
from commerce.errors import NotAllowed
from commerce.identity import IdentityLevel, Shopper
from commerce.orders.models import OrderStatus
from commerce.reviews.models import RefusedFor, Review, ReviewStatus, ReviewVote
from commerce.reviews.moderating import (
    AnswerReview,
    AnswerUnfit,
    PublishReview,
    RefuseReview,
    ReviewNotFound,
    reviews_by_status,
)
from commerce.reviews.reading import own_reviews, published_reviews, reviewable
from commerce.reviews.summary import summary_of
from commerce.reviews.voting import find_helpful
from commerce.reviews.writing import NotArrivedYet, ProductNotFound, ReviewUnfit, WriteReview
from commerce.support.conversations import begin_conversation
from tests.factories import RecordedNotifier, a_customer, a_line, a_shopper
from tests.world import World

STAFF = Cause(ActorKind.AGENT, "agent-1")


async def write(world: World, stars: int, text: str = "", *, by: Shopper | None = None, title: str = ""):
    shopper = by or world.shopper
    return await world.do(WriteReview(world.lamp.id, stars, title, text), shopper)


async def the_review(world: World) -> Review:
    return (await world.run(lambda session: session.scalars(select(Review)))).one()


async def publish(world: World, review_id: UUID) -> None:
    await world.do(PublishReview(review_id), cause=STAFF)


async def product(world: World) -> Product:
    return await world.run(lambda session: session.get_one(Product, world.lamp.id))


async def another(world: World) -> Shopper:
    customer = a_customer(first_name="Bo")
    await world.add(customer)
    return a_shopper(customer)


async def guest(world: World) -> Shopper:
    conversation_id = uuid4()
    await world.run(lambda session: begin_conversation(session, conversation_id, "web"))
    return Shopper(conversation_id, None, IdentityLevel.ANONYMOUS)


async def test_what_arrived_is_a_verified_purchase(world: World) -> None:
    order = await world.delivered()
    plan = await write(world, 5, "Bright and quiet.", title="  Lovely   lamp ")
    assert (plan.order_number, plan.title, plan.author, plan.replaces) == (
        order.number,
        "Lovely lamp",
        "Ada M.",
        False,
    )
    kept = await the_review(world)
    assert (kept.order_id, kept.status, kept.stars) == (order.id, ReviewStatus.PENDING, 5)
    assert (await product(world)).review_count == 0


async def test_who_did_not_buy_it_may_write_without_the_mark(world: World) -> None:
    assert (await write(world, 3)).order_number is None


async def test_what_is_on_its_way_is_not_reviewed(world: World) -> None:
    await world.order(status=OrderStatus.SHIPPED)
    with pytest.raises(NotArrivedYet):
        await write(world, 5)


async def test_a_cancelled_order_proves_nothing(world: World) -> None:
    await world.order(status=OrderStatus.CANCELLED)
    assert (await write(world, 4)).order_number is None


@pytest.mark.parametrize(
    ("stars", "text", "title"), [(0, "", ""), (6, "", ""), (3, "x" * 3_001, ""), (3, "", "t" * 101)]
)
async def test_what_does_not_fit_is_refused(world: World, stars: int, text: str, title: str) -> None:
    with pytest.raises(ReviewUnfit):
        await write(world, stars, text, title=title)


async def test_an_unknown_product_is_refused(world: World) -> None:
    with pytest.raises(ProductNotFound):
        await world.do(WriteReview("nothing", 5))


async def test_a_claimed_shopper_writes_none(world: World) -> None:
    with pytest.raises(NotAllowed):
        await write(world, 5, by=a_shopper(world.customer, level=IdentityLevel.CLAIMED))


async def test_a_published_review_counts_and_is_found_by_its_stars(world: World) -> None:
    await write(world, 5)
    await write(world, 4, by=await another(world))
    for each in await world.run(lambda session: session.scalars(select(Review.id))):
        await publish(world, each)
    rated = await product(world)
    assert (rated.review_count, rated.rating) == (2, 4.5)
    facets = await world.run(
        lambda session: session.scalars(select(Variant.facets).where(Variant.product_id == world.lamp.id))
    )
    assert all({"stars:1", "stars:4"} <= set(each) and "stars:5" not in each for each in facets)


async def test_the_second_review_of_a_customer_replaces_the_first_and_waits_again(world: World) -> None:
    await write(world, 5, "Great.")
    await publish(world, (await the_review(world)).id)
    plan = await write(world, 2, "It broke.")
    kept = await the_review(world)
    assert (plan.replaces, kept.stars, kept.status) == (True, 2, ReviewStatus.PENDING)
    assert ((await product(world)).review_count, (await product(world)).rating) == (0, None)


async def test_the_author_is_told_once_that_it_is_published(world: World) -> None:
    await write(world, 5)
    review_id, notifier = (await the_review(world)).id, RecordedNotifier()
    for _ in range(2):
        await world.do(PublishReview(review_id), cause=STAFF, notifier=notifier)
    await write(world, 4)
    await world.do(PublishReview(review_id), cause=STAFF, notifier=notifier)
    assert [told.name for _, told in notifier.told] == ["review_published"]


@pytest.mark.parametrize(("was_bought", "points"), [(True, 25), (False, 0)])
async def test_the_first_time_a_purchases_review_earns_points(
    world: World, was_bought: bool, points: int
) -> None:
    if was_bought:
        await world.delivered()
    for _ in range(2):
        await write(world, 5)
        await publish(world, (await the_review(world)).id)
    assert await world.points() == points


async def test_a_refused_review_says_why_and_no_longer_counts(world: World) -> None:
    await write(world, 1, "Call me at 555 123 4567")
    review_id, notifier = (await the_review(world)).id, RecordedNotifier()
    await publish(world, review_id)
    await world.do(RefuseReview(review_id, RefusedFor.PERSONAL), cause=STAFF, notifier=notifier)
    [(recipient, told)] = notifier.told
    assert (recipient.customer_id, told.name) == (world.customer.id, "review_refused")
    assert "numbers" in told.values["reason"]
    assert (await product(world)).review_count == 0
    [own] = await world.run(lambda session: own_reviews(session, world.customer.id))
    assert own.refused_for is RefusedFor.PERSONAL


async def test_the_store_answers_and_takes_it_back(world: World) -> None:
    await write(world, 2)
    review_id, notifier = (await the_review(world)).id, RecordedNotifier()
    await publish(world, review_id)
    for text in ("Sorry! We've sent a new bulb.", ""):
        await world.do(AnswerReview(review_id, text), cause=STAFF, notifier=notifier)
    assert (await the_review(world)).answer == ""
    assert [told.name for _, told in notifier.told] == ["review_answered"]
    with pytest.raises(AnswerUnfit):
        await world.do(AnswerReview(review_id, "x" * 1_001), cause=STAFF)


async def test_shoppers_moderate_nothing(world: World) -> None:
    await write(world, 2)
    with pytest.raises(NotAllowed):
        await world.do(PublishReview((await the_review(world)).id))
    with pytest.raises(ReviewNotFound):
        await world.do(PublishReview(uuid4()), cause=STAFF)


async def test_what_calls_for_a_closer_look_is_named(world: World) -> None:
    await write(world, 5, "MUCH CHEAPER AND BETTER AT WWW.LAMPS.EXAMPLE OR ASK me@lamps.example")
    [waiting] = await world.run(lambda session: reviews_by_status(session, ReviewStatus.PENDING))
    assert waiting.concerns == ("a link", "an address or a number", "capitals", "no purchase on file")


async def test_a_vote_counts_once_a_shopper_and_never_ones_own(world: World) -> None:
    await write(world, 4, "Good.")
    review_id = (await the_review(world)).id
    first, second = await guest(world), await guest(world)

    async def vote(by: Shopper) -> int | None:
        return await world.run(lambda session: find_helpful(session, by, review_id, clock=world.clock))

    assert await vote(first) is None  # nobody has published it
    await publish(world, review_id)
    assert [await vote(each) for each in (first, first, second, world.shopper)] == [1, 1, 2, 2]
    assert await world.run(lambda session: session.scalar(select(func.count()).select_from(ReviewVote))) == 2


async def test_what_was_said_of_a_review_goes_with_its_words(world: World) -> None:
    await write(world, 4, "Good.")
    review_id, by = (await the_review(world)).id, await guest(world)
    await publish(world, review_id)
    await world.run(lambda session: find_helpful(session, by, review_id, clock=world.clock))
    await world.do(AnswerReview(review_id, "Glad you like it."), cause=STAFF)
    await write(world, 1, "It broke.")
    kept = await the_review(world)
    assert (kept.answer, kept.helpful) == ("", 0)
    await publish(world, review_id)
    assert await world.run(lambda session: find_helpful(session, by, review_id, clock=world.clock)) == 1


async def test_a_review_is_taken_away_at_its_authors_wish(world: World) -> None:
    await write(world, 4, "Good.")
    review_id, notifier = (await the_review(world)).id, RecordedNotifier()
    await world.do(RefuseReview(review_id, RefusedFor.WITHDRAWN), cause=STAFF, notifier=notifier)
    [(_, told)] = notifier.told
    assert told.values["reason"] == "you asked us to take it away"


async def test_a_page_of_them_by_use_and_age_and_by_stars(world: World) -> None:
    await write(world, 5, "First.")
    world.clock.forward(days=1)
    await write(world, 2, "Second.", by=await another(world))
    for each in await world.run(lambda session: session.scalars(select(Review.id))):
        await publish(world, each)

    async def told(**by) -> list[str]:
        return [
            each.text
            for each in await world.run(lambda session: published_reviews(session, world.lamp.id, **by))
        ]

    assert await told() == ["Second.", "First."]
    assert await told(stars=5) == ["First."]
    assert await told(skip=2) == []
    summary = await world.run(lambda session: summary_of(session, world.lamp.id))
    assert (summary.by_stars, summary.mean) == ({5: 1, 2: 1}, 3.5)


async def test_what_may_be_reviewed_is_what_arrived(world: World) -> None:
    await world.delivered(a_line(world.black), a_line(world.mug, title="Mug"))
    await world.order(a_line(world.mug))
    await write(world, 5)
    found = await world.run(lambda session: reviewable(session, world.customer.id))
    assert [(each.product_id, each.is_reviewed) for each in found] == [
        (world.mug.product_id, False),
        (world.lamp.id, True),
    ]
