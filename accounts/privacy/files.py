"""Uploaded files at rest: AES-GCM in chunks, so that a gigabyte needs a megabyte of memory.

Layout: magic (4) · field key id (2) · salt (32), then chunks of 1 MiB of text, each with its tag.
Every file has a key of its own (derived from the field key and the salt), so the chunk number can
be the nonce. Number and "this is the last" are bound into each chunk: chunks that are moved,
dropped, doubled or cut off at the end do not decrypt.
"""

import io
import os
from types import TracebackType
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from accounts.privacy.errors import DecryptionError
from accounts.privacy.keyring import KEY_ID_BYTES, NONCE_BYTES, TAG_BYTES, Keyring

MAGIC = b"HCF1"
SALT_BYTES = 32
PREFIX_BYTES = len(MAGIC) + KEY_ID_BYTES + SALT_BYTES
CHUNK_BYTES = 1024 * 1024
SEALED_BYTES = CHUNK_BYTES + TAG_BYTES


class EncryptedWriter:
    """Write clear bytes, get sealed ones in `target`. Without `close()` the file never opens."""

    def __init__(self, target: BinaryIO, keyring: Keyring, purpose: str) -> None:
        salt = os.urandom(SALT_BYTES)
        prefix = MAGIC + keyring.current.to_bytes(KEY_ID_BYTES, "big") + salt
        self._target = target
        self._cipher = AESGCM(keyring.derive_file_key(keyring.current, salt))
        self._bound = prefix + purpose.encode()
        self._waiting = bytearray()
        self._number = 0
        self._closed = False
        target.write(prefix)

    def write(self, data: bytes) -> int:
        if self._closed:
            raise ValueError("The file is closed.")
        for start in range(0, len(data), CHUNK_BYTES):
            self._waiting += data[start : start + CHUNK_BYTES]
            # One byte too many proves that the chunk before it is not the last.
            if len(self._waiting) > CHUNK_BYTES:
                self._seal(bytes(self._waiting[:CHUNK_BYTES]), last=False)
                del self._waiting[:CHUNK_BYTES]
        return len(data)

    def close(self) -> None:
        """Seal the last chunk. The target stays open: it belongs to the caller."""
        if not self._closed:
            self._closed = True
            self._seal(bytes(self._waiting), last=True)

    def _seal(self, chunk: bytes, *, last: bool) -> None:
        nonce = chunk_nonce(self._number)
        self._target.write(self._cipher.encrypt(nonce, chunk, chunk_bound(self._bound, last=last)))
        self._number += 1

    def __enter__(self) -> "EncryptedWriter":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # A half-written file must not look whole.
        if kind is None:
            self.close()


class EncryptedReader(io.RawIOBase):
    """The clear bytes of a sealed file, as a binary file; seeks where `source` can seek.

    Wrap in `io.BufferedReader` for small reads. Raises `DecryptionError` at the first chunk that is
    not as it was written; of a seekable source the end is checked first, so a cut file never opens.
    """

    def __init__(self, source: BinaryIO, keyring: Keyring, purpose: str) -> None:
        super().__init__()
        prefix = read_exactly(source, PREFIX_BYTES)
        if len(prefix) < PREFIX_BYTES or not prefix.startswith(MAGIC):
            raise DecryptionError("Not a sealed file.")
        key_id = int.from_bytes(prefix[len(MAGIC) : len(MAGIC) + KEY_ID_BYTES], "big")
        salt = prefix[-SALT_BYTES:]
        self._source = source
        self._cipher = AESGCM(keyring.derive_file_key(key_id, salt))
        self._bound = prefix + purpose.encode()
        self._position = 0  # in the clear bytes
        self._count = 0  # of chunks; known for a seekable source only
        self._number = -1  # of the chunk in hand
        self._chunk = b""
        self._ahead = b""
        self._last = False
        self._size: int | None = None
        if source.seekable():
            self._begin = source.tell()
            self._size = self._measure()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._size is not None

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if self._size is None:
            raise io.UnsupportedOperation("seek")
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        if start + offset < 0:
            raise ValueError("negative seek position")
        self._position = start + offset
        return self._position

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        wanted, start = divmod(self._position, CHUNK_BYTES)
        if self._size is not None:
            if self._position >= self._size:
                return 0
            if wanted != self._number:
                self._load(wanted)
        elif wanted != self._number:
            if self._last:
                return 0
            self._load_next()
        part = self._chunk[start : start + len(buffer)]
        buffer[: len(part)] = part
        self._position += len(part)
        return len(part)

    def _measure(self) -> int:
        sealed = self._source.seek(0, io.SEEK_END) - self._begin
        self._count = -(-sealed // SEALED_BYTES)
        if not self._count:
            raise DecryptionError("The file is cut.")
        self._load(self._count - 1)
        return sealed - self._count * TAG_BYTES

    def _load(self, number: int) -> None:
        self._source.seek(self._begin + number * SEALED_BYTES)
        sealed = read_exactly(self._source, SEALED_BYTES)
        self._open(number, sealed, last=number == self._count - 1)

    def _load_next(self) -> None:
        sealed = self._ahead or read_exactly(self._source, SEALED_BYTES)
        self._ahead = read_exactly(self._source, SEALED_BYTES)
        self._open(self._number + 1, sealed, last=not self._ahead)

    def _open(self, number: int, sealed: bytes, *, last: bool) -> None:
        bound = chunk_bound(self._bound, last=last)
        try:
            self._chunk = self._cipher.decrypt(chunk_nonce(number), sealed, bound)
        except InvalidTag:
            raise DecryptionError(f"The file is cut or altered (chunk {number}).") from None
        self._number, self._last = number, last


def chunk_nonce(number: int) -> bytes:
    return number.to_bytes(NONCE_BYTES, "big")


def chunk_bound(bound: bytes, *, last: bool) -> bytes:
    return bound + (b"\x01" if last else b"\x00")


def read_exactly(source: BinaryIO, size: int) -> bytes:
    """`size` bytes, or fewer only at the end; a raw source may give less at a time."""
    parts: list[bytes] = []
    while size and (part := source.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
