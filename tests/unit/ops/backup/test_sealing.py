"""What is sealed is opened by its identity, whole and unchanged, or not at all."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops.backup.sealing import CannotOpen, NotAKey, SealedReader, SealedWriter, new_identity, recipient_of

CHUNK = 64 * 1024
IDENTITY = new_identity()


def sealed(*parts: bytes, identity: str = IDENTITY) -> bytes:
    target = io.BytesIO()
    with SealedWriter(target, recipient_of(identity)) as writer:
        for part in parts:
            writer.write(part)
    return target.getvalue()


def opened(file: bytes, identity: str = IDENTITY) -> bytes:
    return SealedReader(io.BytesIO(file), identity).readall()


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 7])
def test_what_is_sealed_is_opened(size: int) -> None:
    content = bytes(n % 251 for n in range(size))
    assert opened(sealed(content)) == content


@given(st.lists(st.binary(max_size=200), max_size=20))
def test_however_it_is_written(parts: list[bytes]) -> None:
    assert opened(sealed(*parts)) == b"".join(parts)


def test_nothing_shows_and_no_two_are_alike() -> None:
    first, second = sealed(b"jane@example.com" * 10), sealed(b"jane@example.com" * 10)
    assert b"jane" not in first
    assert first != second


@pytest.mark.parametrize("size", [10, CHUNK, CHUNK + 10, 3 * CHUNK])
def test_whatever_is_changed_or_cut_is_seen(size: int) -> None:
    file = sealed(b"x" * size)
    spoilt = [file[:-1], file[: len(file) // 2], file[:50], file + b"x", b"", file[: CHUNK + 16 + 47]]
    spoilt += [file[:n] + bytes([file[n] ^ 1]) + file[n + 1 :] for n in range(0, len(file), len(file) // 9)]
    for each in spoilt:
        if each != file:
            with pytest.raises(CannotOpen):
                opened(each)


def test_chunks_cannot_change_places() -> None:
    file = sealed(b"a" * CHUNK + b"b" * CHUNK + b"c")
    head, size = 15 + 32, CHUNK + 16
    first, second, rest = (
        file[head : head + size],
        file[head + size : head + 2 * size],
        file[head + 2 * size :],
    )
    with pytest.raises(CannotOpen):
        opened(file[:head] + second + first + rest)


def test_another_identity_opens_nothing() -> None:
    with pytest.raises(CannotOpen):
        opened(sealed(b"secret"), new_identity())


@pytest.mark.parametrize("text", ["", "aisle-identity:", "aisle-identity:abc", "x", "one cut short", "ü"])
def test_what_is_no_key_is_told(text: str) -> None:
    text = IDENTITY[:-3] if text == "one cut short" else text
    with pytest.raises(NotAKey):
        recipient_of(text)
    with pytest.raises(NotAKey):
        SealedWriter(io.BytesIO(), text)
