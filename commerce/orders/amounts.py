"""Prices of parts of a line, rounded so that the parts always add up to the whole."""

from dataclasses import dataclass


def share(whole_minor: int, part: int, of: int) -> int:
    """The part of an amount that `part` of `of` units carry, rounded down.

    Taken cumulatively (what is due up to a unit less what was given before), all parts add up to the whole.
    """
    return whole_minor * part // of


@dataclass(frozen=True, slots=True)
class SwapPrice:
    """What units cost as they were bought and as they would be swapped, discount included."""

    old_minor: int
    new_minor: int
    discount_minor: int  # the promotion's share that goes with the units to the new variant

    @property
    def difference_minor(self) -> int:
        """What the shopper owes (positive) or gets back (negative)."""
        return self.new_minor - self.old_minor


def swap_price(*, list_minor: int, paid_minor: int, new_list_minor: int) -> SwapPrice:
    """The price of units at today's `new_list_minor`, keeping the discount they were bought with.

    Never below zero, so that no more goes back than was paid. All amounts are for all the units together.
    """
    discount = min(list_minor - paid_minor, new_list_minor)
    return SwapPrice(paid_minor, new_list_minor - discount, discount)
