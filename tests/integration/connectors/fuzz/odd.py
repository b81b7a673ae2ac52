"""Odd values, as no client of ours sends them, drawn by a seed that a failure tells."""

import json
from collections.abc import Sequence
from random import Random
from typing import Any
from uuid import UUID

TEXTS: Sequence[str] = (
    *("", " ", "\x00", "a\x00b", "\ud800", "\udfff x", "\u202e", "\x1b[2J", "\r\n", "\r\nX-Evil: 1"),
    *(
        "'",
        '"',
        "' OR 1=1 --",
        "$1",
        "%s %d %n",
        "{}",
        "{{7*7}}",
        "<script>alert(1)</script>",
        "\\",
        "../../etc/passwd",
    ),
    *("0", "-1", "1e999", "NaN", "null", "true", "١٢٣", "9" * 30, "0x10", "1_000", "2026-02-30", "25:61"),
    *(
        "é" * 50,
        "\U0001f469\u200d\U0001f680" * 20,
        "x" * 2_001,
        "x" * 20_000,
        "/restart",
        "/affirm{}",
        "STOP",
    ),
    *(
        "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
        "a@b.c",
        "+14155550100",
        "javascript:alert(1)",
        "//evil.example",
    ),
)
HEADERS: Sequence[tuple[str, str]] = (
    ("Authorization", "Bearer"),
    ("Authorization", "Bearer \xff\xfe"),
    ("Authorization", "Basic Og=="),
    ("Authorization", "Bearer " + "x" * 4_000),
    ("Cookie", "aisle-staff=\xe9; a=b; =; ;;"),
    ("Cookie", "aisle-staff=" + "x" * 3_000),
    ("Content-Type", "application/x-www-form-urlencoded; charset=utf-99"),
    ("Content-Type", "multipart/form-data; boundary="),
    ("Content-Type", "multipart/form-data; boundary=x"),
    ("Content-Type", "\xff"),
    ("Accept-Encoding", "\xff"),
    ("If-None-Match", '"' * 100),
    ("If-Modified-Since", "yesterday"),
    ("Range", "bytes=9-1,-,5-"),
    ("Origin", "null"),
    ("Origin", "https://[::1"),
    ("Host", "a b"),
    ("X-Forwarded-For", "1.2.3.4, \xff, ::1%eth0"),
    ("Forwarded", 'for="[::1'),
    ("Idempotency-Key", "short"),
    ("Upgrade", "websocket"),
    ("Sec-Fetch-Site", "same-origin"),
    ("HX-Request", "true"),
    ("X-HTTP-Method-Override", "DELETE"),
)


class Odd:
    """Draws from a seed."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def text(self) -> str:
        """A value that is written, sometimes made of two."""
        drawn = self.random.choice(TEXTS)
        return drawn + self.random.choice(TEXTS) if self.random.random() < 0.2 else drawn

    def value(self, depth: int = 0) -> Any:
        """A JSON value."""
        kinds = [self.text, self.text, self._number, lambda: None, lambda: True]
        if depth < 3:
            kinds += [lambda: self._list(depth), lambda: self.object((), depth)]
        return self.random.choice(kinds)()

    def object(self, likely: Sequence[str], depth: int = 0) -> dict[str, Any]:
        """A JSON object with some of the names that would be understood, and others."""
        names = [name for name in likely if self.random.random() < 0.7]
        if self.random.random() < 0.3:
            names.append(self.text()[:50])
        return {name: self.value(depth + 1) for name in names}

    def body(self, likely: Sequence[str]) -> bytes:
        """What is sent as JSON: mostly an object, sometimes spoilt."""
        kind = self.random.random()
        if kind < 0.1:
            return self.random.randbytes(self.random.randint(0, 300))
        if kind < 0.15:
            return b"[" * 5_000
        if kind < 0.2:
            return json.dumps(self.value()).encode()
        written = json.dumps(self.object(likely)).encode()
        return written[: self.random.randint(0, len(written))] if kind < 0.3 else written

    def form(self, likely: Sequence[str]) -> dict[str, str]:
        """Fields of a form, without what no encoding holds."""
        names = [name for name in likely if self.random.random() < 0.7]
        if self.random.random() < 0.2:
            names.append(storable(self.text())[:50])
        return {name: storable(self.text()) for name in names}

    def headers(self) -> list[tuple[bytes, bytes]]:
        """Up to two of them."""
        drawn = self.random.choices(HEADERS, k=self.random.choice([0, 0, 1, 1, 2]))
        return [(name.encode(), value.encode("latin-1")) for name, value in drawn]

    def segment(self, kind: str) -> str:
        """Something in a path's place: often of its kind, percent-encoded if need be."""
        if kind == "uuid" and self.random.random() < 0.5:
            return str(UUID(bytes=self.random.randbytes(16), version=4))
        raw = storable(self.text()).encode()[:200]
        return "".join(f"%{byte:02x}" for byte in raw) or "x"

    def _number(self) -> int | float:
        return self.random.choice([0, -1, 1, 2**31, 2**63, -(2**70), 10**300, 0.1, 1e308, float("nan")])

    def _list(self, depth: int) -> list[Any]:
        return [self.value(depth + 1) for _ in range(self.random.randint(0, 4))]


def storable(text: str) -> str:
    """The text without lone surrogates, which UTF-8 does not have."""
    return text.encode(errors="replace").decode()
