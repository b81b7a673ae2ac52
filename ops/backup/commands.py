"""`make backup` and `make restore`."""

import asyncio
import tempfile
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from psycopg import AsyncConnection, errors

from aisle.settings import Settings
from ops.backup.archive import STORE, TRACKER, BackupFacts, read_archive, write_archive
from ops.backup.dumps import dump, restore
from ops.backup.sealing import CannotOpen, NotAKey, new_identity, recipient_of
from ops.backup.swap import prepare_beside, require_empty, swap
from ops.database_server import database_server
from ops.errors import OperatorError
from ops.locks import LockHeld, held
from ops.postgres import EmbeddedPostgres
from ops.steps import Say

_PRIVATE = 0o600
_SUFFIX = ".aisle"


async def backup(settings: Settings, say: Say) -> None:
    """Write both databases into a sealed file; the oldest go beyond AISLE_BACKUPS_KEPT."""
    recipient = _recipient(settings, say)
    folder = settings.backup_path
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    made_at = datetime.now(UTC)
    target = folder / f"{made_at:%Y%m%d-%H%M%S}{_SUFFIX}"
    log = settings.var_path / "log" / "backup.log"
    async with database_server(settings, "make backup", say):
        with tempfile.TemporaryDirectory(dir=settings.var_path, prefix="backup-") as dumps:
            # In this order: what the dialogue servers had not yet heard of is heard again, and done once.
            await dump(settings.tracker_database_url.get_secret_value(), Path(dumps) / TRACKER, log)
            url = settings.database_url.get_secret_value()
            await dump(url, Path(dumps) / STORE, log)
            facts = BackupFacts(made_at.isoformat(), await _revision(url))
            try:
                await asyncio.to_thread(write_archive, target, recipient, facts, Path(dumps))
            except NotAKey as wrong:
                raise OperatorError(f"AISLE_BACKUP_RECIPIENT is no recipient: {wrong}") from None
    _forget_oldest(folder, settings.backups_kept)
    print(target)
    say(f"{target.stat().st_size / 2**20:.1f} MB")


async def restore_backup(settings: Settings, say: Say, file: Path, identity: Path | None = None) -> None:
    """Put what a backup holds in the place of both databases, while nothing runs."""
    secret = _identity(settings, identity)
    with ExitStack() as locks:
        try:
            locks.enter_context(held(settings.var_path / "run.lock", "make restore"))
        except LockHeld as other:
            raise OperatorError(f"stop {other.holder} first") from None
        with tempfile.TemporaryDirectory(dir=settings.var_path, prefix="restore-") as dumps:
            facts = await _opened(file, secret, Path(dumps))
            async with database_server(settings, "make restore", say) as server:
                await _put_in_place(settings, server, Path(dumps), say)
    say(f"restored what was backed up at {facts.made_at}; `make run` answers what was waiting then")


async def _opened(file: Path, secret: str, dumps: Path) -> BackupFacts:
    try:
        return await asyncio.to_thread(read_archive, file, secret, dumps)
    except FileNotFoundError:
        raise OperatorError(f"there is no file {file}") from None
    except (CannotOpen, NotAKey) as wrong:
        raise OperatorError(f"cannot open {file}: {wrong}") from None


async def _put_in_place(settings: Settings, server: EmbeddedPostgres | None, dumps: Path, say: Say) -> None:
    store, tracker = (
        each.get_secret_value() for each in (settings.database_url, settings.tracker_database_url)
    )
    log = settings.var_path / "log" / "restore.log"
    if server is None:
        await require_empty(store, "DATABASE_URL")
        await require_empty(tracker, "TRACKER_DATABASE_URL")
        await restore(tracker, dumps / TRACKER, log)
        await restore(store, dumps / STORE, log)
        await _sign_staff_out(store)
        return
    for url, name in ((tracker, TRACKER), (store, STORE)):
        await restore(await prepare_beside(server, url), dumps / name, log)
    await swap(server, [store, tracker], say)
    await _sign_staff_out(store)


async def _sign_staff_out(url: str) -> None:
    """A session that was ended since the backup must not live again."""
    async with await AsyncConnection.connect(url, autocommit=True) as connection:
        await connection.execute("DELETE FROM staff_sessions")


async def _revision(url: str) -> str:
    try:
        async with await AsyncConnection.connect(url, autocommit=True) as connection:
            row = await (await connection.execute("SELECT version_num FROM alembic_version")).fetchone()
    except errors.UndefinedTable:
        raise OperatorError("there is no store yet: run `make setup`") from None
    return str(row[0]) if row else ""


def _recipient(settings: Settings, say: Say) -> str:
    """Whom to seal for: as configured, else for an identity that is made on this machine."""
    if settings.backup_recipient:
        return settings.backup_recipient
    path = settings.backup_identity_path
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(_PRIVATE)
        path.write_text(new_identity() + "\n")
        say(
            f"{path} opens the backups: keep a copy elsewhere. To keep it off this machine altogether, set "
            f"AISLE_BACKUP_RECIPIENT={recipient_of(path.read_text())} and move it"
        )
    return recipient_of(path.read_text())


def _identity(settings: Settings, given: Path | None) -> str:
    path = given or settings.backup_identity_path
    if not path.exists():
        raise OperatorError(f"there is no identity in {path}: make restore FILE=... IDENTITY=file")
    return path.read_text()


def _forget_oldest(folder: Path, kept: int) -> None:
    for older in sorted(folder.glob(f"*{_SUFFIX}"))[:-kept]:
        older.unlink()
