"""What a file may be that goes to or comes from a shopper: its name, its size, and what is in it."""

import re
import unicodedata
from dataclasses import dataclass, field

from commerce.errors import CommerceError

LARGEST_FILE = 5 * 1024 * 1024  # bytes
LONGEST_NAME = 120
MAY_BE_SENT = "pictures (JPEG, PNG, GIF, WebP), PDF and plain text"

_TEXT, _PDF = "text/plain", "application/pdf"
_KINDS = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "webp": "image/webp",
    "pdf": _PDF,
    "txt": _TEXT,
    "csv": _TEXT,
}
_BEGINNINGS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)
# Endings that make a computer run a file, wherever they stand in its name: "bill.pdf.exe", "bill.exe.pdf".
_RUN = frozenset(
    {
        *("apk", "app", "bat", "cmd", "com", "cpl", "dll", "exe", "hta", "htm", "html", "iso", "jar", "js"),
        *("jse", "lnk", "msi", "php", "pif", "ps1", "py", "reg", "scr", "sh", "svg", "vb", "vbe", "vbs"),
        *("wsf", "xhtml"),
    }
)
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
_NOT_IN_NAMES = frozenset('/\\:*?"<>|')
# They turn the writing around, so that a name's ending is not where it seems to be.
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class FileRefused(CommerceError):
    """The file may not go to a shopper, or come from one; says why."""


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that may be kept and shown."""

    name: str
    content_type: str
    content: bytes = field(repr=False)

    @property
    def is_picture(self) -> bool:
        """Whether a browser can show it as a picture."""
        return self.content_type.startswith("image/")

    @property
    def description(self) -> str:
        """What it is and how large: "Picture, 120 KB"."""
        kind = "Picture" if self.is_picture else {_PDF: "PDF"}.get(self.content_type, "Text")
        return f"{kind}, {_size(len(self.content))}"


def checked_file(name: str, content: bytes) -> CheckedFile:
    """Check a file's name, size, and that it is what its name says. Raises FileRefused."""
    kind = checked_kind(name, len(content))
    picture = picture_kind(content)
    if (picture or _other_kind(content)) != kind and not (picture and kind.startswith("image/")):
        raise FileRefused(f"the file {name} isn't what its name says")
    return CheckedFile(name, picture or kind, content)  # one kind of picture is often named as another


def checked_kind(name: str, size: int) -> str:
    """Check what can be checked before the file is there; the type by its name. Raises FileRefused."""
    if _is_dangerous(name):
        raise FileRefused("a file with such a name can't be sent: please rename it")
    kind = _KINDS.get(name.rpartition(".")[2].lower()) if "." in name else None
    if kind is None:
        raise FileRefused(f"the file {name} can't be sent: only {MAY_BE_SENT} can")
    if not size:
        raise FileRefused(f"the file {name} is empty")
    if size > LARGEST_FILE:
        raise FileRefused(f"the file {name} is larger than {_size(LARGEST_FILE)}")
    return kind


def picture_kind(content: bytes) -> str | None:
    """The type of a picture by its first bytes; None for anything else."""
    for beginning, kind in _BEGINNINGS:
        if content.startswith(beginning):
            return kind
    return "image/webp" if content[:4] == b"RIFF" and content[8:12] == b"WEBP" else None


def _other_kind(content: bytes) -> str | None:
    if content.startswith(b"%PDF-"):
        return _PDF
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return None
    return None if "\x00" in text else _TEXT


def _is_dangerous(name: str) -> bool:
    has_strange = any(
        each in _NOT_IN_NAMES or each in _TURNING or unicodedata.category(each) in {"Cc", "Zl", "Zp", "Cs"}
        for each in name
    )
    endings = {each.strip().lower() for each in name.split(".")[1:]}
    return (
        has_strange
        or not name.strip()
        or name != name.strip(". ")
        or len(name) > LONGEST_NAME
        or bool(endings & _RUN)
        or _DEVICES.fullmatch(name) is not None
    )


def _size(count: int) -> str:
    if count < 1024 * 1024:
        return f"{max(1, round(count / 1024)):,} KB"
    return f"{count / (1024 * 1024):.1f} MB".replace(".0 ", " ")
