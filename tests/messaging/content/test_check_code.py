"""查询码: easy to read, easy to type, impossible to guess."""

import secrets
import string

from hypothesis import given, strategies as st

from messaging.content.check_code import (
    ALPHABET,
    BYTES,
    LENGTH,
    SAMPLE,
    codes,
    read_code,
    read_digits,
)
from messaging.content.context import ReviewContext
from messaging.content.placeholders import find, problems
from messaging.content.review import review_template, review_values
from messaging.content.segments import count

CHANCE = st.binary(min_size=BYTES, max_size=BYTES * 40)


def test_a_code_has_forty_bits_of_chance() -> None:
    assert len(ALPHABET) ** LENGTH == 2**40
    assert len(set(ALPHABET)) == 32
    assert not set("ILOU") & set(ALPHABET)


@given(CHANCE)
def test_every_five_bytes_make_another_code(chance: bytes) -> None:
    made = codes(chance)
    assert all(len(code) == LENGTH and set(code) <= set(ALPHABET) for code in made)
    assert codes(chance) == made


@given(st.lists(st.binary(min_size=BYTES, max_size=BYTES), unique=True, max_size=60))
def test_different_chance_never_makes_the_same_code(chances: list[bytes]) -> None:
    made = [code for chance in chances for code in codes(chance)]
    assert len(set(made)) == len(made)


def test_hardly_a_code_is_left_out_and_none_reads_like_an_insult() -> None:
    made = codes(secrets.token_bytes(BYTES * 2000))
    assert len(made) > 1900
    assert not [code for code in made if "SB" in code or "CNM" in code]


@given(CHANCE, st.sampled_from([" ", "-", "  ", "－", "\u3000", ""]))
def test_a_code_is_understood_however_it_is_typed(chance: bytes, gap: str) -> None:
    for code in codes(chance):
        assert read_code(code) == code
        assert read_code(f" {code[:4]}{gap}{code[4:]} ".lower()) == code
        assert read_code(code.replace("0", "o").replace("1", "l")) == code
        assert read_code("".join(chr(ord(c) + 0xFEE0) for c in code)) == code


@given(st.text(max_size=200))
def test_whatever_is_typed_is_read_and_stays_short(typed: str) -> None:
    assert len(read_code(typed)) <= LENGTH + 1
    assert len(read_digits(typed)) <= 5


def test_a_code_with_one_sign_too_many_is_not_cut_into_a_right_one() -> None:
    assert read_code(SAMPLE + "7") != SAMPLE
    assert read_digits("80001") != "8000"


def test_every_code_costs_what_the_sample_costs() -> None:
    entry = find("check_code")
    assert entry is not None
    assert entry.label_zh == "查询码"
    for code in [SAMPLE, *codes(secrets.token_bytes(BYTES * 50))]:
        assert count(f"查询码{code}").units == 3 + LENGTH
        assert count(f"code {code}").encoding == "gsm7"


def test_a_code_is_no_link_no_number_and_no_placeholder_problem() -> None:
    body = "您好，查询码{{ check_code }}，可在{{ check_host }}核实。"
    assert problems(body) == []
    found = {finding.code for finding in review_template(body, ReviewContext(stage="dpd-1"))}
    assert not {code for code in found if code.startswith(("link", "other_number", "personal"))}
    digits = [code for code in (string.digits[:8], SAMPLE) if review_values({"check_code": code})]
    assert digits == []
