"""What the demo store's customers think of what they bought."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from commerce.demo.dice import Dice
from commerce.demo.orders import DemoOrder
from commerce.importing.bulk import Bulk
from commerce.orders.models import OrderStatus
from commerce.reviews.models import Review, ReviewStatus

SEED = 20_260_101  # of its own, so that the rest of the store stays as it is
_WRITES = 0.28  # how many of those who got something say what they think of it
_TITLES = {
    5: ("Exactly what I wanted", "Couldn't be happier", "Would buy again", "A favorite already"),
    4: ("Very good", "Nearly perfect", "Happy with it", "Good for the money"),
    3: ("It's all right", "Does the job", "Mixed feelings"),
    2: ("Not quite", "Expected more", "A little disappointed"),
    1: ("Not for me", "Sent it back"),
}
_TEXTS = {
    5: (
        "I use it every day and it still looks new.",
        "Better made than the one it replaces, at half the price.",
        "Arrived quickly and was just as shown. My sister has ordered one too.",
        "It does one thing and does it well.",
    ),
    4: (
        "Really pleased. One star off only because the packaging was much too big.",
        "Good quality. The color is a little darker than in the picture.",
        "Does what it says. I'd have liked clearer instructions.",
    ),
    3: (
        "Fine for the price, nothing more. It took a while to get used to.",
        "Half of it I love, half of it could have been thought through better.",
    ),
    2: (
        "It looked sturdier in the pictures. It works, though.",
        "Not bad, but I've had better for less.",
    ),
    1: ("It stopped being useful after two weeks.", "It didn't suit me at all, so it went back."),
}


@dataclass(frozen=True, slots=True)
class DemoReview:
    """One customer's view of one product."""

    id: UUID
    product_id: str
    order: DemoOrder
    stars: int
    title: str
    text: str
    helpful: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Rating:
    """The mean of a product's stars, and how many there are."""

    stars: float
    count: int


def make_reviews(orders: Iterable[DemoOrder], now: datetime) -> list[DemoReview]:
    """Reviews of some of what was delivered, one a customer and product; each product has its own quality."""
    dice, reviews = Dice(SEED), []
    quality: dict[str, float] = {}
    seen: set[tuple[str, str]] = set()
    for order in orders:
        if order.status is not OrderStatus.DELIVERED or order.delivered_at is None:
            continue
        for line in order.lines:
            product_id = line.variant.product.id
            mean = quality.setdefault(product_id, dice.triangular(2.9, 5.0, 4.5))
            at = order.delivered_at + timedelta(days=dice.uniform(1, 30))
            if not dice.happens(_WRITES) or at >= now or (product_id, order.customer.id) in seen:
                continue
            seen.add((product_id, order.customer.id))
            stars = min(5, max(1, round(dice.gauss(mean, 0.9))))
            reviews.append(
                DemoReview(
                    id=dice.id(),
                    product_id=product_id,
                    order=order,
                    stars=stars,
                    title=dice.choice(_TITLES[stars]),
                    text=dice.choice(_TEXTS[stars]),
                    helpful=int(dice.expovariate(0.7)),
                    created_at=at.replace(microsecond=0),
                )
            )
    return reviews


def ratings_of(reviews: Iterable[DemoReview]) -> Mapping[str, Rating]:
    """The rating of each product that has reviews."""
    stars: dict[str, list[int]] = defaultdict(list)
    for each in reviews:
        stars[each.product_id].append(each.stars)
    return {product: Rating(sum(given) / len(given), len(given)) for product, given in stars.items()}


def add_review(bulk: Bulk, review: DemoReview) -> None:
    """A published review, with its order as the proof of the purchase."""
    customer = review.order.customer
    bulk.add(
        Review,
        id=review.id,
        product_id=review.product_id,
        customer_id=customer.id,
        order_id=review.order.id,
        author=f"{customer.first_name} {customer.last_name[0]}.",
        stars=review.stars,
        title=review.title,
        text=review.text,
        status=ReviewStatus.PUBLISHED,
        helpful=review.helpful,
        answer="",
        created_at=review.created_at,
    )
