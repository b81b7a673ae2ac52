"""What became of the rows of a batch, a file, and the whole import."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from commerce.importing.reading import BadLine


class Assumption(StrEnum):
    """What the files leave open and how the import fills it; `{count}` is how many rows it concerns."""

    STOCK_NOT_COUNTED = (
        "{count} variants: stock is not counted; whether one can be bought is taken from `available`"
    )
    NO_LONGER_LISTED = "{count} variants are no longer listed by their product and not offered any more"
    OPENING_BALANCE = "{count} gift cards: the balance in the file is taken as the opening balance"
    BALANCE_CORRECTED = (
        "{count} gift cards: the balance in the file has changed; the difference is a correction"
    )
    NO_PHONE = "{count} customers have no phone number"
    NO_DATES = (
        "{count} orders have no dates: when they were placed, delivered or cancelled is unknown, and their "
        "payments and refunds carry the time of the import"
    )
    SENT_WITHOUT_STATUS = "{count} parcels are known by their tracking number only; where they are is unknown"
    DELIVERED_WITH_ORDER = "{count} parcels count as delivered because their order is"
    NO_TRACKING_NUMBER = "{count} parcels have no tracking number"
    SEVERAL_NUMBERS = (
        "{count} shipments have several tracking numbers; the items are recorded with the first parcel"
    )
    CANCELLED_WITHOUT_REASON = "{count} cancelled orders have no reason; it is recorded as unknown"
    CANCELLED_NOT_REFUNDED = "{count} cancelled orders were paid and show no full refund"
    REFUND_COMPLETED = "{count} refunds count as completed"
    REFUND_WITHOUT_REASON = "{count} refunds have no reason; it is recorded as unknown"
    REFUND_OF_CHANGE = "{count} orders were refunded down to their items; taken for a change of items"
    SHIPPING_FROM_PAYMENT = "{count} orders were paid above their items; the rest is taken for shipping"
    NOT_PAID = "{count} orders show no payment"
    UNLISTED_SKU = (
        "{count} SKUs are in orders but not in the catalogue; each became a variant that is not offered"
    )
    NO_POINTS = "{count} delivered orders earned no loyalty points, since the files have none"
    UNREAD_FIELDS = "{count} rows have fields this import does not read"
    KEPT = "{count} rows differ from the store, which has changed them since; the store's state was kept"


@dataclass(slots=True)
class Outcome:
    """The counts of one batch or file."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: int = 0  # differs from the file, left as the store has it
    rejected: list[BadLine] = field(default_factory=list)
    assumptions: Counter[Assumption] = field(default_factory=Counter)

    def merge(self, other: "Outcome") -> None:
        """Add the counts of `other`, whose rejected rows are written by then and not kept."""
        self.added += other.added
        self.updated += other.updated
        self.unchanged += other.unchanged
        self.kept += other.kept
        self.assumptions.update(other.assumptions)


@dataclass(slots=True)
class FileSummary:
    """What became of one file."""

    name: str
    rows: int = 0
    rejected: int = 0
    outcome: Outcome = field(default_factory=Outcome)

    def __str__(self) -> str:
        counts = self.outcome
        return (
            f"{self.name}: {self.rows:,} rows, {counts.added:,} added, {counts.updated:,} updated, "
            f"{counts.unchanged:,} unchanged, {counts.kept:,} kept as they are in the store, "
            f"{self.rejected:,} rejected"
        )


@dataclass(slots=True)
class ImportSummary:
    """What an import did and what it had to assume."""

    files: list[FileSummary]
    seconds: float
    rejects_path: Path

    @property
    def rows(self) -> int:
        return sum(file.rows for file in self.files)

    @property
    def rejected(self) -> int:
        return sum(file.rejected for file in self.files)

    def assumptions(self) -> list[str]:
        """One sentence for each assumption that was made, with how often."""
        counts: Counter[Assumption] = Counter()
        for file in self.files:
            counts.update(file.outcome.assumptions)
        return [
            assumption.value.format(count=f"{counts[assumption]:,}")
            for assumption in Assumption
            if counts[assumption]
        ]

    def lines(self) -> list[str]:
        """What an operator reads at the end; each file's own line was reported when it was done."""
        rate = self.rows / self.seconds if self.seconds else 0
        lines = [f"assumed: {assumption}" for assumption in self.assumptions()]
        lines.append(f"{self.rows:,} rows in {self.seconds:.1f} s ({rate:,.0f} rows/s)")
        if self.rejected:
            lines.append(f"{self.rejected:,} rejected rows, each with its reason, are in {self.rejects_path}")
        return lines
