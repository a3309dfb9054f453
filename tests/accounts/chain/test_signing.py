import base64

import pytest

from accounts.chain.signing import NoKey, SealKeys
from accounts.privacy.errors import KeyringError

ONE = base64.b64encode(b"1" * 32).decode()
TWO = base64.b64encode(b"2" * 32).decode()
HEAD = b"h" * 32


def public(keys: SealKeys) -> str:
    own = {n: bytes.fromhex(text) for n, text in keys.printed().items()}
    return ",".join(f"{n}:{base64.b64encode(key).decode()}" for n, key in own.items())


def test_the_highest_key_signs_and_the_older_ones_verify() -> None:
    old, both = SealKeys.parse(f"1:{ONE}"), SealKeys.parse(f"1:{ONE},2:{TWO}")
    assert both.current == 2
    assert both.holds(old.sign(HEAD), HEAD, key="1")
    assert both.holds(both.sign(HEAD), HEAD, key="2")


def test_whoever_has_only_the_public_keys_verifies_and_cannot_sign() -> None:
    signer = SealKeys.parse(f"1:{ONE}")
    reader = SealKeys.parse("", public(signer))
    assert reader.holds(signer.sign(HEAD), HEAD, key="1")
    with pytest.raises(NoKey):
        reader.sign(HEAD)


def test_another_head_or_another_key_does_not_hold() -> None:
    keys, other = SealKeys.parse(f"1:{ONE}"), SealKeys.parse(f"1:{TWO}")
    assert keys.holds(keys.sign(HEAD), b"i" * 32, key="1") is False
    assert other.holds(keys.sign(HEAD), HEAD, key="1") is False


@pytest.mark.parametrize("key", ["3", "", "x", "-1"])
def test_a_key_that_is_not_known_is_neither_right_nor_wrong(key: str) -> None:
    keys = SealKeys.parse(f"1:{ONE}")
    assert keys.holds(keys.sign(HEAD), HEAD, key=key) is None


def test_no_key_is_ever_printed_but_the_public_half() -> None:
    keys = SealKeys.parse(f"1:{ONE}")
    assert (b"1" * 32).hex() not in repr(keys) + str(keys.printed())


def test_a_key_that_is_none_is_refused_by_name() -> None:
    with pytest.raises(KeyringError, match="HUANCUI_SEAL_KEYS"):
        SealKeys.parse("1:abc")
