"""A customer's points as lots: what is left of everything that was added, by when it expires."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from commerce.loyalty.models import PointsEntry, PointsReason

_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(slots=True)
class Lot:
    """Points that were added together and expire together; `order_id` is None for granted ones."""

    left: int
    order_id: UUID | None
    added_at: datetime
    available_at: datetime  # before it they are pending
    expires_at: datetime | None

    def is_usable(self, at: datetime) -> bool:
        """Whether its points can be spent at `at`."""
        return self.available_at <= at and not self.is_expired(at)

    def is_expired(self, at: datetime) -> bool:
        """Whether its points are gone at `at`, booked or not."""
        return self.expires_at is not None and self.expires_at <= at


@dataclass(slots=True)
class Lots:
    """Every lot, and the debt: points taken back when they had been spent already.

    What is left of all lots, less the debt, is the sum of the ledger.
    """

    lots: list[Lot] = field(default_factory=list)
    debt: int = 0

    @classmethod
    def of(cls, entries: Iterable[PointsEntry]) -> "Lots":
        """Return the lots that a customer's whole ledger, in any order, comes to."""
        book = cls()
        for entry in sorted(entries, key=lambda each: (each.created_at, each.points < 0)):
            book._book(entry)
        return book

    def available(self, at: datetime) -> int:
        """Return the points that can be spent at `at`; below zero while there is a debt."""
        return sum(lot.left for lot in self.lots if lot.is_usable(at)) - self.debt

    def pending(self, at: datetime) -> list[Lot]:
        """Return the lots that cannot be spent yet at `at`, the first to come first."""
        waiting = [lot for lot in self.lots if lot.left and lot.available_at > at and not lot.is_expired(at)]
        return sorted(waiting, key=lambda lot: lot.available_at)

    def next_to_expire(self, at: datetime) -> list[Lot]:
        """Return the usable lots that expire, the first to go first."""
        going = [lot for lot in self.lots if lot.left and lot.expires_at is not None and lot.is_usable(at)]
        return sorted(going, key=_expiry)

    def expired(self, at: datetime) -> list[Lot]:
        """Return the lots that have points left though their time is over at `at`."""
        return [lot for lot in self.lots if lot.left and lot.is_expired(at)]

    def _book(self, entry: PointsEntry) -> None:
        at, points = entry.created_at, entry.points
        own = [lot for lot in self.lots if entry.order_id is not None and lot.order_id == entry.order_id]
        if entry.reason is PointsReason.RESTORED and own:
            self._pay_debt_with(own[0], points)
        elif points > 0:
            lot = Lot(0, entry.order_id, at, entry.available_at or at, entry.expires_at)
            self.lots.append(lot)
            self._pay_debt_with(lot, points)
        elif entry.reason is PointsReason.REDEEMED:
            self._take(-points, [lot for lot in self._by_expiry() if lot.is_usable(at)])
        elif entry.reason is PointsReason.EXPIRED:
            gone = [lot for lot in self._by_expiry() if lot.is_expired(at)]
            self._take(-points, sorted(gone, key=lambda lot: lot.order_id != entry.order_id))
        else:
            self._take(-points, own + [lot for lot in self._by_expiry() if lot not in own])

    def _pay_debt_with(self, lot: Lot, points: int) -> None:
        paid = min(self.debt, points)
        self.debt -= paid
        lot.left += points - paid

    def _take(self, points: int, lots: Iterable[Lot]) -> None:
        for lot in lots:
            part = min(points, lot.left)
            lot.left -= part
            points -= part
        self.debt += points

    def _by_expiry(self) -> list[Lot]:
        return sorted(self.lots, key=_expiry)


def _expiry(lot: Lot) -> tuple[datetime, datetime]:
    return lot.expires_at or _NEVER, lot.added_at
