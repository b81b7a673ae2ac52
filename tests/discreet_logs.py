"""What no log may tell: who a shopper is, where they live, how to reach them, or the code they typed."""

import re
from collections.abc import Iterable
from pathlib import Path

_PERSONAL = re.compile(
    r"[\w.+-]+@[\w-]+\.[a-z]\w+"
    r"|\+\d[\d ().-]{8,}\d"
    r"|\b\d{1,5} [A-Z][a-z]+ (?:Street|St|Avenue|Ave|Road|Rd|Lane|Terrace)\b"
    r"|\bone-time code\D{0,20}\d{6}\b"
)

# Ids and figures, in which any digits may stand.
_NOBODYS = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b\d+\.\d+\b")


def personal_in(logs: Iterable[Path], *further: str) -> dict[str, list[str]]:
    """Return what each log tells and may not, by its name: `further` are words of the test's own."""
    words = re.compile("|".join([_PERSONAL.pattern, *map(re.escape, further)]))
    told = {log.name: words.findall(_NOBODYS.sub(" ", log.read_text(errors="replace")))[:5] for log in logs}
    return {name: found for name, found in told.items() if found}
