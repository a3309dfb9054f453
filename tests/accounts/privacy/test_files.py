import io

import pytest
from hypothesis import given, strategies as st

from accounts.privacy.errors import DecryptionError
from accounts.privacy.files import (
    CHUNK_BYTES,
    PREFIX_BYTES,
    SEALED_BYTES,
    EncryptedReader,
    EncryptedWriter,
)
from accounts.privacy.keyring import Keyring

RING = Keyring({1: b"1" * 32}, 1, {1: b"2" * 32}, b"3" * 32)
SIZES = [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES, 2 * CHUNK_BYTES + 5]


class Pipe(io.BytesIO):
    """A source that can only be read forward, and gives little at a time."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_: object) -> int:
        raise io.UnsupportedOperation

    def read(self, size: int | None = -1) -> bytes:
        return super().read(min(size or 0, 70_001))


def clear_bytes(size: int) -> bytes:
    return (b"0123456789abcdefghijklmnopqrstu" * (size // 31 + 1))[:size]


def sealed(data: bytes) -> bytes:
    target = io.BytesIO()
    with EncryptedWriter(target, RING, "upload") as writer:
        for start in range(0, len(data), 300_000):
            writer.write(data[start : start + 300_000])
    return target.getvalue()


def opened(blob: bytes, source: type[io.BytesIO] = io.BytesIO) -> bytes:
    return io.BufferedReader(EncryptedReader(source(blob), RING, "upload")).read()


@pytest.mark.parametrize("source", [io.BytesIO, Pipe])
@pytest.mark.parametrize("size", SIZES)
def test_a_sealed_file_comes_back_whole(size, source):
    data = clear_bytes(size)
    assert opened(sealed(data), source) == data


def test_one_large_write_is_the_same_as_many_small():
    target = io.BytesIO()
    with EncryptedWriter(target, RING, "upload") as writer:
        writer.write(clear_bytes(SIZES[-1]))
    assert opened(target.getvalue()) == clear_bytes(SIZES[-1])


@pytest.mark.parametrize("source", [io.BytesIO, Pipe])
@pytest.mark.parametrize("kept", [1, 2])
def test_a_file_cut_between_chunks_is_noticed(kept, source):
    blob = sealed(clear_bytes(SIZES[-1]))
    with pytest.raises(DecryptionError):
        opened(blob[: PREFIX_BYTES + kept * SEALED_BYTES], source)


@pytest.mark.parametrize("source", [io.BytesIO, Pipe])
@given(data=st.data())
def test_a_file_cut_anywhere_is_noticed(source, data):
    blob = sealed(b"0123456789" * 10)
    with pytest.raises(DecryptionError):
        opened(blob[: data.draw(st.integers(0, len(blob) - 1))], source)


@pytest.mark.parametrize("source", [io.BytesIO, Pipe])
def test_chunks_cannot_change_places(source):
    blob = sealed(clear_bytes(SIZES[-1]))
    first, second = PREFIX_BYTES, PREFIX_BYTES + SEALED_BYTES
    swapped = blob[:first] + blob[second : second + SEALED_BYTES] + blob[first:second]
    with pytest.raises(DecryptionError):
        opened(swapped + blob[second + SEALED_BYTES :], source)


@given(st.data())
def test_any_flipped_bit_is_noticed(data):
    blob = bytearray(sealed(b"0123456789" * 10))
    blob[data.draw(st.integers(0, len(blob) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(DecryptionError):
        opened(bytes(blob))


def test_a_writer_that_failed_leaves_a_file_that_does_not_open():
    target = io.BytesIO()
    writer = EncryptedWriter(target, RING, "upload")
    writer.write(b"half")
    writer.__exit__(OSError, OSError(), None)
    with pytest.raises(DecryptionError):
        opened(target.getvalue())


def test_reading_may_jump_about():
    data = clear_bytes(SIZES[-1])
    reader = io.BufferedReader(EncryptedReader(io.BytesIO(sealed(data)), RING, "upload"))
    reader.seek(-7, io.SEEK_END)
    assert reader.read() == data[-7:]
    reader.seek(CHUNK_BYTES - 3)
    assert reader.read(6) == data[CHUNK_BYTES - 3 : CHUNK_BYTES + 3]


def test_another_purpose_does_not_open_it():
    with pytest.raises(DecryptionError):
        EncryptedReader(io.BytesIO(sealed(b"x")), RING, "export")
