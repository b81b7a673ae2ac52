"""The codes of gift cards: too long to be guessed, spelt so that they survive being read out."""

import re
import secrets
from hashlib import sha256

# Nothing that is taken for something else.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_GROUPS, _LENGTH = 3, 4  # 58 bits
_LOOKS_LIKE = re.compile(r"\bGC[- ]?[A-Z0-9]{4}(?:[- ]?[A-Z0-9]{4}){2,3}\b", re.IGNORECASE)


def new_code() -> str:
    """Make a code such as `GC-7K2M-QX9A-4TBD`."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_LENGTH)) for _ in range(_GROUPS))
    return "-".join(("GC", *groups))


def code_in(text: str) -> str | None:
    """Return the code of a gift card that stands in a text, as it was written; None where there is none."""
    found = _LOOKS_LIKE.search(text)
    return found[0] if found else None


def digest_of(code: str) -> str:
    """Return what is kept of a code, however it was spelt."""
    plain = re.sub(r"[^A-Z0-9]", "", code.upper())
    return sha256(f"gift-card:{plain}".encode()).hexdigest()
