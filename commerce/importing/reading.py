"""Streams a JSON Lines file in batches of checked rows; memory does not grow with the file."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import ValidationError

from commerce.importing.assumptions import Assumption
from commerce.importing.mending import Mender, Raw
from commerce.importing.rows import CustomerRow, ImportedRow, OrderRow, ProductRow, ReviewRow

BATCH_ROWS = 1_000
LONGEST_LINE = 8 * 2**20
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_MEND: dict[type[ImportedRow], Callable[[Mender, Raw], Raw]] = {
    ProductRow: Mender.product,
    CustomerRow: Mender.customer,
    OrderRow: Mender.order,
    ReviewRow: Mender.review,
}

Row = TypeVar("Row", bound=ImportedRow)


@dataclass(frozen=True, slots=True)
class SourceLine(Generic[Row]):
    """One checked row and where it stood."""

    number: int
    raw: bytes
    row: Row
    assumed: frozenset[Assumption] = frozenset()  # where the row was not as documented


@dataclass(frozen=True, slots=True)
class BadLine:
    """One line that is not a row, and why."""

    number: int
    raw: bytes
    reason: str


@dataclass(slots=True)
class Batch(Generic[Row]):
    """Rows that are loaded in one transaction, no two of them with the same key."""

    lines: list[SourceLine[Row]] = field(default_factory=list)
    bad_lines: list[BadLine] = field(default_factory=list)
    bytes_read: int = 0

    @property
    def size(self) -> int:
        return len(self.lines) + len(self.bad_lines)


def read_batches(path: Path, row_type: type[Row], key: Callable[[Row], str]) -> Iterator[Batch[Row]]:
    """The rows of `path`; a batch ends early where a key comes again, so that the later row is an update."""
    batch: Batch[Row] = Batch()
    keys: set[str] = set()
    for number, raw in _lines(path):
        batch.bytes_read += len(raw)
        text = raw.removeprefix(_BYTE_ORDER_MARK).strip()
        if not text:
            continue
        checked = _checked(number, raw, text, row_type)
        if isinstance(checked, BadLine):
            batch.bad_lines.append(checked)
        else:
            if key(checked.row) in keys:
                yield batch
                batch, keys = Batch(), set()
            keys.add(key(checked.row))
            batch.lines.append(checked)
        if batch.size >= BATCH_ROWS:
            yield batch
            batch, keys = Batch(), set()
    if batch.size or batch.bytes_read:
        yield batch


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    with path.open("rb") as file:
        number = 0
        while line := file.readline(LONGEST_LINE):
            number += 1
            yield number, line
            while len(line) == LONGEST_LINE and not line.endswith(b"\n"):
                line = file.readline(LONGEST_LINE)  # the rest of a line too long to be a row


def _checked(number: int, raw: bytes, text: bytes, row_type: type[Row]) -> SourceLine[Row] | BadLine:
    raw = raw.rstrip(b"\r\n")
    if len(raw) >= LONGEST_LINE:
        return BadLine(
            number, raw, f"longer than {LONGEST_LINE} bytes; what follows them is only in the file"
        )
    try:
        return SourceLine(number, raw, row_type.model_validate_json(text))
    except ValidationError as invalid:
        reason = _reason(invalid)
    try:
        written = json.loads(text)
    except ValueError:
        return BadLine(number, raw, reason)
    return (
        _as_meant(number, raw, written, row_type)
        if isinstance(written, dict)
        else BadLine(number, raw, reason)
    )


def _as_meant(number: int, raw: bytes, written: Raw, row_type: type[Row]) -> SourceLine[Row] | BadLine:
    """The row as it was plainly meant, with what that takes for granted; else what stays wrong with it."""
    mender = Mender()
    try:
        row = row_type.model_validate(_MEND[row_type](mender, written))
    except ValidationError as invalid:
        return BadLine(number, raw, _reason(invalid))
    return SourceLine(number, raw, row, frozenset(mender.assumed))


def _reason(invalid: ValidationError) -> str:
    errors = invalid.errors(include_url=False, include_context=False, include_input=False)
    worded = []
    for error in errors[:5]:
        place = ".".join(str(step) for step in error["loc"])
        message = error["msg"].removeprefix("Value error, ")
        worded.append(f"{place}: {message}" if place else message)
    if len(errors) > 5:
        worded.append(f"and {len(errors) - 5} more")
    return "; ".join(worded)
