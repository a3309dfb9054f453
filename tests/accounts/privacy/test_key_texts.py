"""Keys in settings: read, or refused with what to do and without the key itself."""

import base64
from functools import partial

import pytest
from hypothesis import given, strategies as st

from accounts.privacy.errors import KeyringError
from accounts.privacy.key_texts import KEY_BYTES, parse_key, parse_numbered_keys

KEY = bytes(range(KEY_BYTES))
TEXT = base64.b64encode(KEY).decode()


def refusal(text: str, *, numbered: bool = False) -> str:
    read = (
        partial(parse_numbered_keys, "KEYS", highest=255) if numbered else partial(parse_key, "KEY")
    )
    with pytest.raises(KeyringError) as caught:
        read(text)
    return str(caught.value)


@given(st.binary(min_size=KEY_BYTES, max_size=KEY_BYTES))
def test_a_key_is_read_plain_and_url_safe(key):
    for text in (base64.b64encode(key), base64.urlsafe_b64encode(key)):
        assert parse_key("KEY", f" {text.decode()}\n") == key


def test_what_is_missing_or_no_key_is_named_with_the_way_to_make_one():
    for text, said in (("", "is not set"), ("!" * 43, "is not base64"), ("YWJj", "has 3 bytes")):
        assert said in refusal(text)
        assert "python -m config.environment" in refusal(text)


def test_no_error_repeats_the_key():
    broken = TEXT[:-1] + "!"
    assert broken not in refusal(broken)
    assert TEXT not in refusal(f"1:{TEXT},1:{TEXT}", numbered=True)


def test_numbered_keys_are_read_with_blanks_and_a_comma_at_the_end():
    assert parse_numbered_keys("KEYS", f" 1 : {TEXT} , 12:{TEXT}, ", highest=255) == {
        1: KEY,
        12: KEY,
    }


@pytest.mark.parametrize("number", ["256", "-1", "one", "١", ""])
def test_a_number_that_cannot_be_is_refused(number):
    assert "numbers up to 255" in refusal(f"{number}:{TEXT}", numbered=True)


def test_a_key_without_a_number_and_a_number_twice_are_refused():
    assert "numbers up to" in refusal(TEXT, numbered=True)
    assert "names key 7 twice" in refusal(f"7:{TEXT},07:{TEXT}", numbered=True)


@pytest.mark.parametrize("text", ["", " , ", ","])
def test_no_numbered_key_at_all_is_told_how_one_looks(text):
    assert "it looks like 1:base64" in refusal(text, numbered=True)


def test_a_bad_key_in_a_list_is_named_by_its_number():
    assert "KEYS (key 2) has 3 bytes" in refusal(f"1:{TEXT},2:YWJj", numbered=True)
