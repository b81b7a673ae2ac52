"""Seals a stream of bytes for the holder of an identity, as age does: X25519 and ChaCha20-Poly1305.

The machine that writes a backup needs the recipient only, by which nothing can be opened.
"""

import base64
import io
from collections.abc import Iterator
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_MAGIC: Final = b"aisle-backup-1\n"
_RECIPIENT: Final = "aisle-recipient:"
_IDENTITY: Final = "aisle-identity:"
_CHUNK: Final = 64 * 1024
_TAG: Final = 16
_KEY: Final = 32


class NotAKey(Exception):
    """A text is no recipient or identity."""


class CannotOpen(Exception):
    """The file is no backup, is damaged or cut off, or is sealed for another identity."""


def new_identity() -> str:
    """A secret that opens what is sealed for its recipient."""
    return _IDENTITY + _written(X25519PrivateKey.generate().private_bytes_raw())


def recipient_of(identity: str) -> str:
    """Whom to seal for, such that `identity` opens it. Raises NotAKey."""
    return _RECIPIENT + _written(_private(identity).public_key().public_bytes_raw())


class SealedWriter(io.RawIOBase):
    """Writes what is sealed for `recipient` into `target`; only `close` makes it whole. Raises NotAKey."""

    def __init__(self, target: BinaryIO, recipient: str) -> None:
        public = X25519PublicKey.from_public_bytes(_read(recipient, _RECIPIENT))
        own = X25519PrivateKey.generate()
        shown = own.public_key().public_bytes_raw()
        self._cipher = _cipher(own.exchange(public), shown, public)
        self._target = target
        self._kept = bytearray()
        self._number = 0
        target.write(_MAGIC + shown)

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, data: object) -> int:
        """Take bytes in; a chunk is written once it is certain not to be the last."""
        given = bytes(data)  # type: ignore[call-overload]
        self._kept += given
        while len(self._kept) > _CHUNK:
            self._seal(bytes(self._kept[:_CHUNK]), is_last=False)
            del self._kept[:_CHUNK]
        return len(given)

    def close(self) -> None:
        """Write the last chunk."""
        if not self.closed:
            self._seal(bytes(self._kept), is_last=True)
        super().close()

    def _seal(self, chunk: bytes, *, is_last: bool) -> None:
        self._target.write(self._cipher.encrypt(_nonce(self._number, is_last=is_last), chunk, None))
        self._number += 1


class SealedReader(io.RawIOBase):
    """Reads what was sealed for `identity`. Raises NotAKey, and CannotOpen as soon as something is wrong."""

    def __init__(self, source: BinaryIO, identity: str) -> None:
        private = _private(identity)
        if source.read(len(_MAGIC)) != _MAGIC:
            raise CannotOpen("it is no backup")
        shown = source.read(_KEY)
        if len(shown) != _KEY:
            raise CannotOpen("it is cut off")
        shared = private.exchange(X25519PublicKey.from_public_bytes(shown))
        self._cipher = _cipher(shared, shown, private.public_key())
        self._chunks = self._opened(source)
        self._kept = b""

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill `buffer` with what follows; 0 at the end."""
        view = memoryview(buffer)  # type: ignore[arg-type]
        while not self._kept:
            following = next(self._chunks, None)
            if following is None:
                return 0
            self._kept = following
        part, self._kept = self._kept[: len(view)], self._kept[len(view) :]
        view[: len(part)] = part
        return len(part)

    def _opened(self, source: BinaryIO) -> Iterator[bytes]:
        number, sealed = 0, source.read(_CHUNK + _TAG)
        while True:
            following = source.read(_CHUNK + _TAG)
            try:
                chunk = self._cipher.decrypt(_nonce(number, is_last=not following), sealed, None)
            except InvalidTag:
                raise CannotOpen("it is damaged, cut off, or sealed for another identity") from None
            yield chunk
            if not following:
                return
            number, sealed = number + 1, following


def _cipher(shared: bytes, shown: bytes, public: X25519PublicKey) -> ChaCha20Poly1305:
    key = HKDF(SHA256(), _KEY, salt=shown + public.public_bytes_raw(), info=_MAGIC).derive(shared)
    return ChaCha20Poly1305(key)


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


def _private(identity: str) -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(_read(identity, _IDENTITY))


def _written(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _read(text: str, kind: str) -> bytes:
    try:
        raw = base64.urlsafe_b64decode(text.strip().removeprefix(kind) + "=")
    except ValueError:
        raw = b""
    if not text.strip().startswith(kind) or len(raw) != _KEY:
        raise NotAKey(f"it should be {kind}...")
    return raw
