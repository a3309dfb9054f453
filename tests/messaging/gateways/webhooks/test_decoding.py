"""Bytes of a gateway into text, in whatever encoding: an opt-out must not be lost for it."""

import pytest
from hypothesis import given, strategies as st

from messaging.gateways.webhooks.decoding import charset_of, clean, decoded, parsed

TEXT = "退订"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gbk", "gb18030"])
def test_what_was_written_is_read_though_nothing_says_how(encoding):
    assert decoded(TEXT.encode(encoding), "utf-8") == TEXT


def test_what_is_declared_is_tried_first():
    assert decoded("退訂".encode("big5"), "big5") == "退訂"
    assert decoded("é".encode("latin-1"), "iso-8859-1") == "é"
    assert decoded(TEXT.encode("gbk"), "no-such-thing") == TEXT


@given(st.binary(max_size=60))
def test_it_never_fails_and_gives_what_can_be_stored(body):
    decoded(body, "utf-8", "utf-16").encode()


def test_lone_surrogates_go():
    assert clean("a\ud800b") == "a?b"


def test_json_is_read_and_nesting_beyond_reason_is_none():
    assert parsed('{"a": 1}') == {"a": 1}
    with pytest.raises(ValueError, match="nested too deeply"):
        parsed("[" * 100_000)


@pytest.mark.parametrize(
    ("said", "charset"),
    [
        ("text/plain; charset=GBK", "gbk"),
        ('application/json;x=1; Charset="utf-16"', "utf-16"),
        ("application/json; charset=rot13", "utf-8"),
        ("application/json", "utf-8"),
        ("", "utf-8"),
    ],
)
def test_a_charset_is_believed_if_a_gateway_may_have_it(said, charset):
    assert charset_of(said) == charset
