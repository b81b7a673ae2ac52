"""Shows what strangers wrote where escape sequences would be obeyed: terminals and logs."""

import re

# Controls but tab and line break, and what turns the direction of what follows.
_OBEYED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def visible(text: str) -> str:
    """Return `text` with whatever a terminal would obey written out: the escape character as \\x1b."""
    return _OBEYED.sub(_written_out, text)


def _written_out(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
