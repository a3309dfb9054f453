"""A reply reduced to letters and digits."""

import pytest

from messaging.replies.normalising.normalise import normalise


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (" ｔ。ｄ ", "TD"),
        ("Т\u200bD", "TD"),
        ("тd", "TD"),
        ("Ν", "N"),
        ("【請退訂！】", "请退订"),
        ("回復 TD", "回复TD"),
        ("①", "1"),
        ("stop\x00\u202e", "STOP"),
        ("😀。", ""),
        ("", ""),
    ],
)
def test_only_what_was_meant_remains(raw: str, expected: str) -> None:
    assert normalise(raw) == expected
