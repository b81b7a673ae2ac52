"""What became of the rows of a batch, a file, and the whole import."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from commerce.importing.assumptions import Assumption
from commerce.importing.reading import BadLine


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
