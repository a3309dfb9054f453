"""The keys of this installation and the only operations allowed with them."""

import hashlib
import hmac
import os
from collections.abc import Mapping, Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from accounts.privacy.errors import DecryptionError, KeyringError
from accounts.privacy.key_texts import parse_key, parse_numbered_keys

KEY_BYTES = 32
DIGEST_BYTES = 16  # 128 bits: no accidental meeting of two values below about 2**60 of them
SUPPRESSION_BYTES = 32

FINGERPRINT = b"huancui: which key this is"
LAYOUT = b"\x01"
KEY_ID_BYTES = 2
NONCE_BYTES = 12
TAG_BYTES = 16
HEADER_BYTES = len(LAYOUT) + KEY_ID_BYTES
NONCE_END = HEADER_BYTES + NONCE_BYTES
MAX_KEY_ID = 2 ** (8 * KEY_ID_BYTES) - 1
INDEX_BYTES = KEY_ID_BYTES + DIGEST_BYTES
"""Which index key, then the digest."""


class Hmac:
    """HMAC-SHA256 (RFC 2104) of one key, whose two first blocks are hashed once: half the cost of
    `hmac.digest` for texts as short as an address."""

    def __init__(self, key: bytes) -> None:
        block = key.ljust(hashlib.sha256().block_size, b"\0")
        self._inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in block))
        self._outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in block))

    def digest(self, text: bytes) -> bytes:
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(text)
        outer.update(inner.digest())
        return outer.digest()


class Keyring:
    """Field keys and index keys by id (rotated), and one suppression key that never rotates.

    A `purpose` such as "customer.name" is bound into every result: a ciphertext or an index made
    for one purpose is worthless for another. Rotate a field key well before 2**32 values, the
    bound for random 96-bit nonces (NIST SP 800-38D §8.3).
    """

    def __init__(
        self,
        field_keys: Mapping[int, bytes],
        current: int,
        index_keys: Mapping[int, bytes],
        suppression_key: bytes,
    ) -> None:
        check_keys(field_keys, current, index_keys=index_keys, suppression_key=suppression_key)
        self._field_keys = dict(field_keys)
        ciphers = {key_id: AESGCM(key) for key_id, key in field_keys.items()}
        self._current = current
        self._header = _header(current)
        self._encrypt = ciphers[current].encrypt
        self._decrypt = {_header(key_id): cipher.decrypt for key_id, cipher in ciphers.items()}
        newest_first = sorted(index_keys, reverse=True)
        self._indexes = {key_id: Hmac(index_keys[key_id]) for key_id in newest_first}
        self._index_id = newest_first[0]
        self._index, self._index_header = self._indexes[self._index_id], _id(self._index_id)
        self._suppression = Hmac(suppression_key)

    @classmethod
    def from_texts(
        cls, *, field_keys: str, index_key: str, suppression_key: str, current: int | None = None
    ) -> "Keyring":
        """Read keys as settings carry them: field keys and index keys "1:base64,2:base64" (one
        index key without a number is 1), the suppression key base64.

        The highest id is the current one, of field keys unless said otherwise. Raises
        `KeyringError` naming the variable at fault (HUANCUI_FIELD_KEYS, …).
        """
        keys = parse_numbered_keys("HUANCUI_FIELD_KEYS", field_keys, highest=MAX_KEY_ID)
        return cls(
            keys,
            max(keys) if current is None else current,
            parse_numbered_keys("HUANCUI_INDEX_KEY", numbered(index_key), highest=MAX_KEY_ID),
            parse_key("HUANCUI_SUPPRESSION_KEY", suppression_key),
        )

    def __repr__(self) -> str:
        return f"<Keyring ids={sorted(self._field_keys)} current={self._current}>"

    @property
    def current(self) -> int:
        return self._current

    @property
    def current_index(self) -> int:
        return self._index_id

    def encrypt(self, text: str, purpose: str) -> bytes:
        """Layout byte, key id (2), nonce (12), ciphertext and tag: 31 bytes more than the text."""
        nonce = os.urandom(NONCE_BYTES)
        return self._header + nonce + self._encrypt(nonce, text.encode(), purpose.encode())

    def decrypt(self, blob: bytes | memoryview, purpose: str) -> str:
        """The text back. Raises `DecryptionError` for anything but an untouched ciphertext."""
        blob = bytes(blob)
        decrypt = self._decrypt.get(blob[:HEADER_BYTES])
        if decrypt is None or len(blob) < NONCE_END + TAG_BYTES:
            raise DecryptionError(f"No field key {self.key_id(blob)}: was it removed too early?")
        try:
            clear = decrypt(blob[HEADER_BYTES:NONCE_END], blob[NONCE_END:], purpose.encode())
        except InvalidTag:
            raise DecryptionError(f"Altered, or not made for {purpose!r}.") from None
        return clear.decode()

    @staticmethod
    def key_id(blob: bytes | memoryview) -> int:
        """Which field key made this ciphertext. Raises `DecryptionError` if it is none of ours."""
        if len(blob) < NONCE_END + TAG_BYTES or bytes(blob[:1]) != LAYOUT:
            raise DecryptionError("Not a ciphertext of this layout.")
        return int.from_bytes(blob[1:HEADER_BYTES], "big")

    def blind_index(self, value: str, purpose: str) -> bytes:
        """Equal for equal values of one purpose: finds an encrypted value without decrypting.
        Under the current index key, whose id it begins with."""
        return self._keyed(purpose, value)

    def blind_indexes(self, value: str, purpose: str) -> list[bytes]:
        """What the same value may have been indexed as: under the current key first, then the
        others. Whoever looks something up looks for all of them."""
        text = keyed_text(purpose, value)
        return [_id(key_id) + _digest(key, text) for key_id, key in self._indexes.items()]

    @staticmethod
    def index_key_id(index: bytes | memoryview) -> int:
        """Which index key made this. Raises `DecryptionError` if it is no index of ours."""
        if len(index) != INDEX_BYTES:
            raise DecryptionError("Not an index of this layout.")
        return int.from_bytes(bytes(index[:KEY_ID_BYTES]), "big")

    def fingerprint(self, parts: Sequence[str]) -> bytes:
        """Changes when any part changes: tells a changed row from an unchanged one."""
        return self._keyed("row", netstrings(parts))

    def hash_secret(self, id_last4: str, customer_no: str) -> bytes:
        """All that is kept of the last four of an id card; bound to its customer."""
        return self._keyed("id_last4", netstrings((id_last4, customer_no)))

    def is_secret(self, kept: bytes | memoryview | None, id_last4: str, customer_no: str) -> bool:
        """Whether `kept` is the hash of this secret, under whichever index key it was made."""
        hashes = self.blind_indexes(netstrings((id_last4, customer_no)), "id_last4")
        found = [hmac.compare_digest(each, bytes(kept or b"")) for each in hashes]
        return any(found)

    def knows(self, kept: bytes | memoryview) -> bool:
        """Whether the key it was made with is here."""
        return len(kept) == INDEX_BYTES and self.index_key_id(kept) in self._indexes

    def suppression_hash(self, address: str, channel: str) -> bytes:
        """The address on a do-not-write list: outlives every rotation and the customer's data."""
        text = netstrings((channel, address)).encode()
        return self._suppression.digest(text)[:SUPPRESSION_BYTES]

    def fingerprints(self) -> dict[tuple[str, int], bytes]:
        """By purpose (field, index, suppression) and key id, what tells a key again. It gives
        nothing of the key away, which has 256 random bits."""
        return {
            **{
                ("field", key_id): hmac.digest(key, FINGERPRINT, "sha256")[:INDEX_BYTES]
                for key_id, key in self._field_keys.items()
            },
            **{
                ("index", key_id): key.digest(FINGERPRINT)[:INDEX_BYTES]
                for key_id, key in self._indexes.items()
            },
            ("suppression", 0): self._suppression.digest(FINGERPRINT)[:INDEX_BYTES],
        }

    def derive_file_key(self, key_id: int, salt: bytes) -> bytes:
        """A key for one file, so that chunk numbers can serve as nonces."""
        key = self._field_keys.get(key_id)
        if key is None:
            raise DecryptionError(f"No field key {key_id}: was it removed too early?")
        return hmac.digest(key, b"huancui file\x00" + salt, "sha256")

    def _keyed(self, purpose: str, value: str) -> bytes:
        return self._index_header + _digest(self._index, keyed_text(purpose, value))


def keyed_text(purpose: str, value: str) -> bytes:
    return f"{len(purpose)}:{purpose}{value}".encode()


def _digest(key: Hmac, text: bytes) -> bytes:
    return key.digest(text)[:DIGEST_BYTES]


def _id(key_id: int) -> bytes:
    return key_id.to_bytes(KEY_ID_BYTES, "big")


def numbered(keys: str) -> str:
    """A key without a number is the first."""
    return keys if ":" in keys or not keys.strip() else f"1:{keys}"


def _header(key_id: int) -> bytes:
    return LAYOUT + key_id.to_bytes(KEY_ID_BYTES, "big")


def netstrings(parts: Sequence[str]) -> str:
    """Join so that no two different lists give the same text."""
    return "".join([f"{len(part)}:{part}" for part in parts])


def check_keys(
    field_keys: Mapping[int, bytes],
    current: int,
    *,
    index_keys: Mapping[int, bytes],
    suppression_key: bytes,
) -> None:
    every = [*field_keys.values(), *index_keys.values(), suppression_key]
    if not index_keys:
        raise KeyringError("INDEX_KEY has no key.")
    if current not in field_keys:
        raise KeyringError(f"FIELD_KEYS has no key {current}, which is to be the current one.")
    if any(not 0 <= key_id <= MAX_KEY_ID for key_id in (*field_keys, *index_keys)):
        raise KeyringError(f"FIELD_KEYS and INDEX_KEY: key ids run from 0 to {MAX_KEY_ID}.")
    if any(len(key) != KEY_BYTES for key in every):
        raise KeyringError(f"Every key has {KEY_BYTES} bytes.")
    if len(set(every)) != len(every):
        raise KeyringError("FIELD_KEYS, INDEX_KEY and SUPPRESSION_KEY must all differ.")
