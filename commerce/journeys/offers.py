"""What the store may take off to win somebody back, where what it earns leaves room for it."""

from dataclasses import dataclass
from typing import Protocol

from commerce.journeys.world import World


@dataclass(frozen=True, slots=True)
class Offer:
    """A code of the customer's own, which works once."""

    code: str


class Offers(Protocol):
    """Decides about an offer and makes its code in the caller's transaction."""

    async def offer(self, world: World) -> Offer | None:
        """An offer for what the run is about; None where there is to be none."""
        ...


class NoOffers:
    """Takes nothing off, ever."""

    async def offer(self, world: World) -> Offer | None:
        """None."""
        del world
        return None
