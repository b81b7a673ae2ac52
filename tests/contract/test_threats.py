"""Every test that docs/security.md names for a threat exists."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_NAMED = re.compile(r"`(tests/[\w/]+\.py)?::(test_\w+)`")


def named_tests() -> list[tuple[str, str]]:
    """File and name of each; a name without a file is of the file before it."""
    found, file = [], ""
    for path, name in _NAMED.findall((ROOT / "docs" / "security.md").read_text()):
        file = path or file
        found.append((file, name))
    return found


def test_they_exist() -> None:
    named = named_tests()
    assert len(named) > 50
    missing = [
        f"{file}::{name}"
        for file, name in named
        if not (ROOT / file).exists() or f"def {name}(" not in (ROOT / file).read_text()
    ]
    assert missing == []
