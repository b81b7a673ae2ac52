"""What the demo store's customers like: a few ways of living, a price that suits them, seasons, habits."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from commerce.demo.catalogue import DemoVariant
from commerce.demo.dice import Dice
from commerce.demo.people import DemoCustomer

_BY_TASTE = 0.78  # of what is bought; the rest is what everybody buys
_AGAIN = 0.35  # how often something that runs out is bought again, where there is such a thing
_TWO_WAYS = 0.35  # how many live in two of the ways
_DISLIKED = 0.15  # what products of another price weigh
_IN_SEASON = 3.0

# Kinds of goods that go together because of how somebody lives.
_WAYS: Mapping[str, tuple[str, ...]] = {
    "runner": (
        "Running Shoes", "Skipping Rope", "Smart Watch", "Wireless Earbuds", "Socks",
        "Water Bottle",
    ),
    "camper": (
        "Tent", "Sleeping Bag", "Camping Stove", "Headlamp", "Hiking Boots", "Backpack", "Cool Box",
    ),
    "gardener": (
        "Secateurs", "Planter", "Watering Can", "Garden Fork", "Raised Bed", "Rain Boots",
        "Bird Feeder",
    ),
    "cook": (
        "Chef's Knife", "Frying Pan", "Mixing Bowl Set", "Food Storage Set", "Blender",
        "Coffee Maker",
    ),
    "worker": (
        "Mechanical Keyboard", "Monitor", "Laptop Stand", "USB Hub", "Webcam", "Office Chair",
        "Desk Lamp",
    ),
    "player": (
        "Gaming Mouse", "Headphones", "Mechanical Keyboard", "Monitor", "Card Game", "Wi-Fi Router",
    ),
    "dog owner": (
        "Pet Bed", "Dog Lead", "Dog Harness", "Dog Toy", "Food Bowl", "Rain Jacket",
    ),
    "cat owner": (
        "Cat Scratcher", "Pet Bed", "Food Bowl", "Pet Carrier", "Throw Blanket",
    ),
    "parent": (
        "Soft Toy", "Building Blocks", "Science Kit", "Night Light", "Jigsaw Puzzle",
        "Coloured Pencils",
    ),
    "writer": (
        "Notebook", "Fountain Pen", "Ink", "Planner", "Desk Organiser", "Greeting Cards",
        "Desk Lamp",
    ),
    "nester": (
        "Duvet Cover Set", "Pillow", "Throw Blanket", "Bedside Lamp", "Bath Towel", "Floor Lamp",
        "Side Table",
    ),
    "groomer": (
        "Hand Cream", "Shampoo Bar", "Face Cleanser", "Sunscreen", "Perfume", "Hair Dryer",
    ),
    "host": (
        "Grill", "Patio Umbrella", "Hammock", "String Lights", "Bluetooth Speaker", "Board Game",
        "Cool Box",
    ),
}  # fmt: skip
_RUNS_OUT = frozenset(
    {"Hand Cream", "Shampoo Bar", "Face Cleanser", "Sunscreen", "Ink", "Notebook", "Socks", "LED Bulb"}
)
_SEASONS: Mapping[str, frozenset[int]] = {
    "garden": frozenset({3, 4, 5, 6, 7}),
    "outdoors": frozenset({5, 6, 7, 8}),
    "toys": frozenset({11, 12}),
    "bedding": frozenset({10, 11, 12, 1}),
}


@dataclass
class _Shelf:
    """Variants to draw from, with the sums of their weights."""

    variants: list[DemoVariant] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)

    def add(self, variant: DemoVariant, weight: float) -> None:
        self.variants.append(variant)
        self.weights.append(weight + (self.weights[-1] if self.weights else 0.0))


class Tastes:
    """Draws what a customer buys. Who likes what depends on their id alone, so that it stays with them."""

    def __init__(self, variants: Sequence[DemoVariant], popularity: Sequence[float]) -> None:
        self._everything = _Shelf(list(variants), list(popularity))
        self._bought: dict[str, list[DemoVariant]] = defaultdict(list)
        liked = [after - before for before, after in zip([0.0, *popularity], popularity, strict=False)]
        prices: dict[str, list[int]] = defaultdict(list)
        for variant in variants:
            prices[_kind(variant)].append(variant.price_minor)
        self._shelves: dict[tuple[str, int], _Shelf] = defaultdict(_Shelf)
        for variant, weight in zip(variants, liked, strict=True):
            tier = _tier(variant.price_minor, prices[_kind(variant)])
            for way, kinds in _WAYS.items():
                if _kind(variant) in kinds:
                    for wanted in range(3):
                        suits = weight if tier == wanted else weight * _DISLIKED
                        self._shelves[way, wanted].add(variant, suits)

    def draw(self, dice: Dice, customer: DemoCustomer, at: datetime) -> DemoVariant:
        """One thing that `customer` buys at that time."""
        bought = self._bought[customer.id]
        again = [each for each in bought if _kind(each) in _RUNS_OUT]
        if again and dice.happens(_AGAIN):
            return dice.choice(again)
        shelf = self._shelf(dice, customer) if dice.happens(_BY_TASTE) else self._everything
        drawn = dice.choices(shelf.variants, cum_weights=shelf.weights, k=2)
        in_season = [each for each in drawn if at.month in _SEASONS.get(each.product.category_id, ())]
        chosen = in_season[0] if in_season and dice.happens(1 - 1 / _IN_SEASON) else drawn[0]
        bought.append(chosen)
        return chosen

    def _shelf(self, dice: Dice, customer: DemoCustomer) -> _Shelf:
        own = Dice(int(customer.id.strip("CS")))
        ways = own.sample(sorted(_WAYS), 2 if own.happens(_TWO_WAYS) else 1)
        return self._shelves[dice.choice(ways), own.randrange(3)]


def _kind(variant: DemoVariant) -> str:
    return variant.product.kind


def _tier(price: int, prices: Sequence[int]) -> int:
    low, high = min(prices), max(prices)
    return min(2, (price - low) * 3 // max(1, high - low))
