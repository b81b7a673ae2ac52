"""Edits of text files: words that stand there once are replaced, and put back the same way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from commerce.errors import CommerceError
from training.files import locked, read_text, rewritten
from training.place import Place


class TextChanged(CommerceError):
    """What was to be replaced is not there any more, or stands there several times."""

    def __init__(self, file: str) -> None:
        super().__init__(f"{file} was changed meanwhile; please look again")


@dataclass(frozen=True, slots=True)
class Patch:
    """In `file`, below the repository's root, `old` becomes `new`."""

    file: str
    old: str
    new: str

    @property
    def undone(self) -> "Patch":
        """What takes it back."""
        return Patch(self.file, self.new, self.old)

    def applied(self, text: str) -> str:
        """The text with the patch. Raises TextChanged."""
        if not self.old and not text:
            return self.new
        if not self.old or text.count(self.old) != 1:
            raise TextChanged(self.file)
        return text.replace(self.old, self.new)


def insertion(file: str, text: str, after: int, lines: Sequence[str]) -> Patch:
    """The patch that puts whole lines behind the line `after` (from 0) of the file's text."""
    present = text.splitlines(keepends=True)
    start = after
    while start > 0 and text.count("".join(present[start : after + 1])) > 1:
        start -= 1
    old = "".join(present[start : after + 1])
    return Patch(file, old, old + "".join(f"{line}\n" for line in lines))


def apply_patches(place: Place, patches: Sequence[Patch]) -> dict[Path, str]:
    """Make every patch or none; the contents before, of the files that changed.

    Raises TextChanged or FileBusy, with nothing written.
    """
    paths = {place.root / patch.file for patch in patches}

    def read() -> dict[Path, str]:
        return {path: read_text(path) if path.is_file() else "" for path in paths}

    def change(texts: Mapping[Path, str]) -> dict[Path, str]:
        changed = dict(texts)
        for patch in patches:
            path = place.root / patch.file
            changed[path] = patch.applied(changed[path])
        return changed

    with locked(place.lock):
        return rewritten(read, change)
