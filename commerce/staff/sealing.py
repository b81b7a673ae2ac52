"""Seals what has to be read back and must not lie in the database in clear: who copies it lacks the key."""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_MARK = "sealed1:"
_NONCE_BYTES = 12
_PURPOSE = b"aisle staff second factor"


@dataclass(frozen=True, slots=True)
class Seal:
    """Seals under a key made of one of the store's secrets, for this purpose alone."""

    secret: str = field(repr=False)

    def seal(self, text: str, whose: str) -> str:
        """Seal `text` such that it opens for `whose` row only."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = self._cipher().encrypt(nonce, text.encode(), whose.encode())
        return _MARK + urlsafe_b64encode(nonce + sealed).decode()

    def open(self, stored: str, whose: str) -> str | None:
        """What was sealed, or stored in clear before there was a seal; None where this key does not fit."""
        if not stored.startswith(_MARK):
            return stored
        raw = urlsafe_b64decode(stored.removeprefix(_MARK))
        try:
            return self._cipher().decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], whose.encode()).decode()
        except InvalidTag:
            return None

    def _cipher(self) -> AESGCM:
        derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE)
        return AESGCM(derived.derive(self.secret.encode()))


def is_sealed(stored: str) -> bool:
    """Tell whether it does not lie in clear."""
    return stored.startswith(_MARK)
