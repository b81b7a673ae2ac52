"""What earlier imports wrote and whether the store has changed it since, read from the audit log.

An imported customer or order has one audit entry per import that wrote it, with a fingerprint of the row.
Any other entry about the same subject means that a shopper, an agent or a job has changed it: it is then
the store's own, and an import does not touch it again.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from commerce.audit.models import ActorKind, AuditEntry
from commerce.importing.bulk import Bulk, Connection
from commerce.importing.rows import ImportedRow

OPERATION = "import"


@dataclass(frozen=True, slots=True)
class Imported:
    """What is known of a subject: its last fingerprint, and whether the store has changed it since."""

    fingerprint: str | None
    changed_by_store: bool


def fingerprint(row: ImportedRow) -> str:
    """The same for two rows that say the same, whatever the order of spaces in them."""
    return hashlib.blake2b(row.model_dump_json().encode(), digest_size=16).hexdigest()


async def imported_subjects(
    connection: Connection, subject_kind: str, subject_ids: list[str]
) -> dict[str, Imported]:
    """The subjects among `subject_ids` that the audit log knows."""
    cursor = await connection.execute(
        """
        SELECT subject_id,
               (array_agg(details->>'fingerprint' ORDER BY created_at DESC)
                   FILTER (WHERE operation = %(operation)s))[1],
               bool_or(operation <> %(operation)s)
        FROM audit_entries WHERE subject_kind = %(kind)s AND subject_id = ANY(%(ids)s)
        GROUP BY subject_id
        """,
        {"operation": OPERATION, "kind": subject_kind, "ids": subject_ids},
    )
    return {subject: Imported(digest, changed) for subject, digest, changed in await cursor.fetchall()}


def record(bulk: Bulk, row: ImportedRow, *, subject: tuple[str, str], source: str, at: datetime) -> None:
    """Note that this row was written now; `subject` is its kind and id, `source` its file and line."""
    kind, subject_id = subject
    bulk.add(
        AuditEntry,
        id=uuid4(),
        actor_kind=ActorKind.SYSTEM,
        actor_id="import",
        operation=OPERATION,
        subject_kind=kind,
        subject_id=subject_id,
        reason=f"imported from {source}",
        details={"fingerprint": fingerprint(row)},
        created_at=at,
    )
