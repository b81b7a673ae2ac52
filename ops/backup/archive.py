"""The file of a backup: what it is, and the two dumps, in one sealed tar."""

import io
import json
import tarfile
from dataclasses import asdict, dataclass
from pathlib import Path

from ops.backup.sealing import CannotOpen, SealedReader, SealedWriter

STORE, TRACKER = "store.dump", "tracker.dump"
_FACTS = "backup.json"
_PRIVATE = 0o600


@dataclass(frozen=True, slots=True)
class BackupFacts:
    """What a backup says of itself."""

    made_at: str  # ISO 8601
    revision: str  # of the store's schema


def write_archive(target: Path, recipient: str, facts: BackupFacts, dumps: Path) -> None:
    """Seal the dumps in the folder `dumps` into `target`, which appears only whole. Raises NotAKey."""
    aside = target.with_name(f"{target.name}.new")
    with aside.open("wb") as raw:
        aside.chmod(_PRIVATE)
        with SealedWriter(raw, recipient) as sealed, tarfile.open(fileobj=sealed, mode="w|") as archive:
            content = json.dumps(asdict(facts)).encode()
            entry = tarfile.TarInfo(_FACTS)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
            for name in (TRACKER, STORE):
                archive.add(dumps / name, name)
    aside.rename(target)


def read_archive(source: Path, identity: str, dumps: Path) -> BackupFacts:
    """Open `source` to its end and leave its dumps in the folder `dumps`. Raises CannotOpen and NotAKey."""
    facts = None
    try:
        with source.open("rb") as raw, SealedReader(raw, identity) as sealed:
            with tarfile.open(fileobj=sealed, mode="r|") as archive:
                for entry in archive:
                    content = archive.extractfile(entry)
                    if content is None or entry.name not in {_FACTS, STORE, TRACKER}:
                        raise CannotOpen("it holds what no backup does")
                    if entry.name == _FACTS:
                        facts = BackupFacts(**json.loads(content.read()))
                        continue
                    with (dumps / entry.name).open("wb") as dump:
                        while part := content.read(1 << 20):
                            dump.write(part)
            while sealed.read(1 << 20):  # so that the last chunk is seen to be the last
                pass
    except tarfile.TarError as error:
        raise CannotOpen(f"it is no archive: {error}") from None
    if facts is None or not all((dumps / name).exists() for name in (STORE, TRACKER)):
        raise CannotOpen("it does not hold both databases")
    return facts
