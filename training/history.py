"""Edits in git, where the files are in a repository; without one, or where it is not ours to commit, none."""

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_WITHIN_S = 20
_UNDER_WAY = ("MERGE_HEAD", "REBASE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD")


@dataclass(frozen=True, slots=True)
class Author:
    """Whose edit it is."""

    name: str
    email: str


class History:
    """The repository that a folder is in, if any."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def committable(self, paths: Sequence[Path]) -> set[Path]:
        """Those that are tracked and hold no edits of others, which a commit would take along."""
        marks = (self._git("rev-parse", "--git-path", name) for name in _UNDER_WAY)
        if not paths or any(mark is None or (self._root / mark).exists() for mark in marks):
            return set()
        tracked = self._git("ls-files", "-z", "--", *map(str, paths)) or ""
        edited = self._git("diff", "--name-only", "-z", "--relative", "HEAD", "--", *map(str, paths))
        if edited is None:
            return set()
        ours = {*tracked.split("\0")} - {*edited.split("\0")}
        return {path for path in paths if path.relative_to(self._root).as_posix() in ours}

    def commit(self, paths: Sequence[Path], author: Author, message: str) -> str:
        """Commit these files and nothing else; the commit's id, or nothing when git refuses.

        Hooks look at code and take their time; what is in these files was checked when it was written.
        """
        who = ["-c", f"user.name={author.name}", "-c", f"user.email={author.email}"]
        done = self._git(
            *who, "commit", "--quiet", "--no-verify", "--only", "-m", message, "--", *map(str, paths)
        )
        return "" if done is None else self._git("rev-parse", "HEAD") or ""

    def _git(self, *arguments: str) -> str | None:
        try:
            done = subprocess.run(
                ["git", *arguments],
                cwd=self._root,
                capture_output=True,
                text=True,
                timeout=_WITHIN_S,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return None
        return done.stdout.strip() if done.returncode == 0 else None
