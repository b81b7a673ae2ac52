"""The best valid combination of promotions, and why each of the others takes nothing off."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from commerce.promotions.conditions import Failure, Refusal
from commerce.promotions.models import Promotion
from commerce.promotions.reductions import Basket, Left, Reduction, reduction


@dataclass(frozen=True, slots=True)
class Applied:
    """A promotion that counts; `typed` is the code that brought it, None for an automatic one."""

    promotion_code: str
    description: str
    typed: str | None
    reduction: Reduction


@dataclass(frozen=True, slots=True)
class Combination:
    """What is taken off in all, by which promotions, and why not by the others, by code as typed."""

    applied: tuple[Applied, ...]
    refused: Mapping[str, Refusal]

    def of_line(self, place: int) -> int:
        """Return what is taken off the line at `place`."""
        return sum(each.reduction.lines[place] for each in self.applied)

    @property
    def off_delivery_minor(self) -> int:
        """What is taken off the delivery."""
        return sum(each.reduction.delivery_minor for each in self.applied)

    @property
    def amount_minor(self) -> int:
        """What is taken off in all."""
        return sum(each.reduction.amount_minor for each in self.applied)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A promotion that may count, under the code that was typed for it."""

    promotion: Promotion
    typed: str | None = None


def best_combination(
    valid: Sequence[Candidate], basket: Basket, refused: Mapping[str, Refusal] | None = None
) -> Combination:
    """Return what takes most off: one promotion that stands alone, or all that can be combined.

    Taking a further one off what is left never makes the sum smaller, so all of the combinable ones are taken
    by their priority. Where two ways take the same, the one with more typed codes is taken.
    """
    together = [each for each in valid if each.promotion.is_combinable]
    ways = [[each] for each in valid if not each.promotion.is_combinable]
    applied = [_applied(way, basket) for way in ([together] if together else []) + ways]
    best = max(applied, key=_worth, default=())
    taken = {each.typed or each.promotion_code for each in best}
    reasons = dict(refused or {})
    for each in valid:
        name = each.typed or each.promotion.code
        if each.typed is not None and name not in taken:
            other = best[0].typed or best[0].promotion_code if best else None
            reasons[name] = Refusal(Failure.NOT_COMBINED, other=other)
    return Combination(best, reasons)


def _applied(way: Sequence[Candidate], basket: Basket) -> tuple[Applied, ...]:
    left, found = Left.of(basket), []
    for each in sorted(way, key=lambda one: (-one.promotion.priority, one.promotion.code)):
        off = reduction(each.promotion, basket, left)
        left = off.taken_from(left)
        if off.amount_minor or each.typed is not None:
            found.append(Applied(each.promotion.code, each.promotion.description, each.typed, off))
    return tuple(found)


def _worth(applied: tuple[Applied, ...]) -> tuple[int, int]:
    return sum(each.reduction.amount_minor for each in applied), sum(
        each.typed is not None for each in applied
    )
