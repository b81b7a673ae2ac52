"""What one promotion takes off a basket: pure arithmetic in minor units, each line's share in whole ones."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from commerce.orders.amounts import share
from commerce.promotions.models import Promotion, PromotionKind


@dataclass(frozen=True, slots=True)
class BasketLine:
    """A variant in the basket: what one costs, and how many there are."""

    sku: str
    product_id: str
    category_id: str | None
    unit_minor: int
    quantity: int


@dataclass(frozen=True, slots=True)
class Basket:
    """What is about to be bought, with what its delivery costs."""

    lines: tuple[BasketLine, ...]
    delivery_minor: int
    currency: str

    @property
    def goods_minor(self) -> int:
        """What the goods cost before any promotion."""
        return sum(line.unit_minor * line.quantity for line in self.lines)


@dataclass(frozen=True, slots=True)
class Left:
    """What is still to be paid of each line and of the delivery, after other promotions."""

    lines: tuple[int, ...]
    delivery_minor: int

    @classmethod
    def of(cls, basket: Basket) -> "Left":
        """Everything, before the first promotion."""
        return cls(tuple(line.unit_minor * line.quantity for line in basket.lines), basket.delivery_minor)


@dataclass(frozen=True, slots=True)
class Reduction:
    """What is taken off each line, and off the delivery."""

    lines: tuple[int, ...]
    delivery_minor: int = 0

    @property
    def amount_minor(self) -> int:
        """All of it."""
        return sum(self.lines) + self.delivery_minor

    def taken_from(self, left: Left) -> Left:
        """Return what is left then."""
        lines = tuple(have - off for have, off in zip(left.lines, self.lines, strict=True))
        return Left(lines, left.delivery_minor - self.delivery_minor)


class _Rule(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class BuyXGetY(_Rule):
    """Of every `buy` + `get` pieces the cheapest `get` are reduced."""

    buy: int = Field(gt=0)
    get: int = Field(gt=0)
    percent_off: int = Field(default=100, ge=1, le=100)


class Bundle(_Rule):
    """The `products`, one of each, bought together."""

    products: tuple[str, ...] = Field(min_length=2)
    percent_off: int = Field(ge=1, le=100)


class VolumeStep(_Rule):
    """From so many pieces on, so much."""

    from_quantity: int = Field(gt=1)
    percent_off: int = Field(ge=1, le=100)


class Volume(_Rule):
    """The more pieces, the more percent off all of them."""

    steps: tuple[VolumeStep, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Scope:
    """What goods a promotion is for; empty for all."""

    categories: frozenset[str] = field(default_factory=frozenset)
    products: frozenset[str] = field(default_factory=frozenset)

    def has(self, line: BasketLine) -> bool:
        """Whether the line is of these goods."""
        if not self.categories and not self.products:
            return True
        return line.product_id in self.products or line.category_id in self.categories


_SCOPE = TypeAdapter(Scope)


def scope_of(promotion: Promotion) -> Scope:
    """Read what goods a promotion is for. Raises pydantic's ValidationError for data of another shape."""
    return _SCOPE.validate_python(promotion.scope or {})


def reduction(promotion: Promotion, basket: Basket, left: Left) -> Reduction:
    """Return what the promotion takes off what is `left`, its conditions apart; nothing where it fits not.

    Raises pydantic's ValidationError for a rule of another shape.
    """
    scope = scope_of(promotion)
    meant = [at for at, line in enumerate(basket.lines) if scope.has(line)]
    return _KINDS[promotion.kind](promotion, basket, left, meant)


def _percentage(promotion: Promotion, basket: Basket, left: Left, meant: Sequence[int]) -> Reduction:
    percent = promotion.percent_off or 0
    whole = share(sum(left.lines[at] for at in meant), percent, 100)
    return _spread(basket, left, meant, whole)


def _amount(promotion: Promotion, basket: Basket, left: Left, meant: Sequence[int]) -> Reduction:
    if promotion.currency not in (None, basket.currency):
        return _nothing(basket)
    whole = min(promotion.amount_off_minor or 0, sum(left.lines[at] for at in meant))
    return _spread(basket, left, meant, whole)


def _free_delivery(promotion: Promotion, basket: Basket, left: Left, meant: Sequence[int]) -> Reduction:
    del promotion
    off = left.delivery_minor if meant else 0
    return Reduction((0,) * len(basket.lines), off)


def _buy_x_get_y(promotion: Promotion, basket: Basket, left: Left, meant: Sequence[int]) -> Reduction:
    rule = BuyXGetY.model_validate(promotion.rule)
    pieces = sorted(
        (at for at in meant for _ in range(basket.lines[at].quantity)),
        key=lambda at: basket.lines[at].unit_minor,
    )
    reduced = len(pieces) // (rule.buy + rule.get) * rule.get
    counts = _counted(pieces[:reduced])
    return _of_pieces(basket, left, counts, rule.percent_off)


def _bundle(promotion: Promotion, basket: Basket, left: Left, meant: Sequence[int]) -> Reduction:
    rule = Bundle.model_validate(promotion.rule)
    pieces = {
        product: [
            at
            for at in meant
            if basket.lines[at].product_id == product
            for _ in range(basket.lines[at].quantity)
        ]
        for product in rule.products
    }
    sets = min(len(each) for each in pieces.values())
    counts = _counted([at for each in pieces.values() for at in each[:sets]])
    return _of_pieces(basket, left, counts, rule.percent_off)


def _volume(promotion: Promotion, basket: Basket, left: Left, meant: Sequence[int]) -> Reduction:
    rule = Volume.model_validate(promotion.rule)
    by_product: dict[str, list[int]] = {}
    for at in meant:
        by_product.setdefault(basket.lines[at].product_id, []).append(at)
    off = [0] * len(basket.lines)
    for places in by_product.values():
        quantity = sum(basket.lines[at].quantity for at in places)
        percent = max((s.percent_off for s in rule.steps if s.from_quantity <= quantity), default=0)
        for at in places:
            off[at] = share(left.lines[at], percent, 100)
    return Reduction(tuple(off))


_KINDS: Mapping[PromotionKind, Callable[[Promotion, Basket, Left, Sequence[int]], Reduction]] = {
    PromotionKind.PERCENTAGE: _percentage,
    PromotionKind.AMOUNT: _amount,
    PromotionKind.FREE_DELIVERY: _free_delivery,
    PromotionKind.BUY_X_GET_Y: _buy_x_get_y,
    PromotionKind.BUNDLE: _bundle,
    PromotionKind.VOLUME: _volume,
}
# What each kind's rule looks like, for whoever writes promotions down.
RULES: Mapping[PromotionKind, type[_Rule]] = {
    PromotionKind.BUY_X_GET_Y: BuyXGetY,
    PromotionKind.BUNDLE: Bundle,
    PromotionKind.VOLUME: Volume,
}


def check_rule(kind: PromotionKind, rule: Mapping[str, Any]) -> None:
    """Raise pydantic's ValidationError unless `rule` has the shape that `kind` wants; others want none."""
    RULES.get(kind, _Rule).model_validate(rule)


def _nothing(basket: Basket) -> Reduction:
    return Reduction((0,) * len(basket.lines))


def _spread(basket: Basket, left: Left, meant: Sequence[int], whole: int) -> Reduction:
    """Spread an amount over lines by what is left of each; the parts add up to it."""
    goods = sum(left.lines[at] for at in meant)
    off = [0] * len(basket.lines)
    before = given = 0
    for at in meant if goods else ():
        before += left.lines[at]
        due = share(whole, before, goods)
        off[at] = due - given
        given = due
    return Reduction(tuple(off))


def _counted(places: Sequence[int]) -> dict[int, int]:
    counts: dict[int, int] = {}
    for at in places:
        counts[at] = counts.get(at, 0) + 1
    return counts


def _of_pieces(basket: Basket, left: Left, counts: Mapping[int, int], percent: int) -> Reduction:
    off = [0] * len(basket.lines)
    for at, count in counts.items():
        part = share(left.lines[at], count, basket.lines[at].quantity)
        off[at] = share(part, percent, 100)
    return Reduction(tuple(off))
