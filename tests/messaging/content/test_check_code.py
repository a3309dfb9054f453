"""查询码: easy to read, easy to type, impossible to guess."""

import re
import secrets
import string

import pytest
from hypothesis import given, strategies as st

from messaging import library
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
    assert len(made) > 1800
    assert not [code for code in made if "SB" in code or "CNM" in code]


def code_in(typed: str) -> str:
    read = read_code(typed)
    return read.code if read else ""


@given(CHANCE, st.sampled_from([" ", "-", "  ", "－", "\u3000", ""]))
def test_a_code_is_understood_however_it_is_typed(chance: bytes, gap: str) -> None:
    for code in codes(chance):
        assert code_in(code) == code
        assert code_in(f" {code[:4]}{gap}{code[4:]} ".lower()) == code
        assert code_in(code.replace("0", "o").replace("1", "l")) == code
        assert code_in("".join(chr(ord(c) + 0xFEE0) for c in code)) == code


LABELS = [
    "查询码",
    "查詢碼",
    "查询码：",
    "查詢碼 : ",
    "code ",
    "Check code: ",
    "check code",
    "【查询码】",
]
AFTER = ["。", ".", "，谢谢", "】", ")", "\n", "！", "…", " 。", "」"]
UNSEEN = ["\u200b", "\u202a", "\u202c", "\u2060", "\ufeff", "\u200f", "\ufe0f", "\u00ad", "\u3164"]
PASTED = [
    "【安和消费金融】王小明先生，您好。您的家装分期（尾号2701）应还1,234.56元，2026-09-15到期，",
    "[Anhe] Ms Li, CNY 1,234.56 of your loan (no. 2701) was due on 15 Sep 2026. Help: 95000. ",
    "【安和消費金融】陳先生您好，您的分期應還 HKD 980.00，請於9月20日前還款，電話400-800-8000。",
]


@given(
    st.binary(min_size=BYTES, max_size=BYTES),
    st.sampled_from(["", *PASTED]),
    st.sampled_from(LABELS),
    st.sampled_from(["", *AFTER]),
    st.lists(st.tuples(st.integers(0, LENGTH), st.sampled_from(UNSEEN)), max_size=4),
    st.booleans(),
)
def test_a_code_is_found_whatever_was_pasted_with_it(
    chance: bytes, text: str, label: str, after: str, marks: list[tuple[int, str]], small: bool
) -> None:
    for code in codes(chance):
        written = code
        for place, mark in marks:
            written = written[:place] + mark + written[place:]
        read = read_code(f"{text}{label}{written.lower() if small else written}{after}")
        assert read == (code, True)


@given(st.binary(min_size=BYTES, max_size=BYTES), st.sampled_from(PASTED), st.sampled_from(AFTER))
def test_without_its_label_a_code_in_a_text_is_found_but_not_sure(
    chance: bytes, text: str, after: str
) -> None:
    for code in codes(chance):
        read = read_code(f"{text} {code}{after}")
        if code.isalpha() or code.isdigit():
            assert read is None
        else:
            assert read == (code, False)


@given(st.text(max_size=200))
def test_whatever_is_typed_is_a_code_or_asked_for_again(typed: str) -> None:
    read, digits = read_code(typed), read_digits(typed)
    assert read is None or (len(read.code) == LENGTH and set(read.code) <= set(ALPHABET))
    assert digits is None or (len(digits) == 4 and digits.isascii() and digits.isdecimal())


@pytest.mark.parametrize(
    "typed", ["", "7KM3XQ9", SAMPLE + "7", "7KM3XU9T", "您好", *PASTED, f"{SAMPLE} 8QT3M7KX"]
)
def test_what_is_no_code_or_several_is_asked_for_again(typed: str) -> None:
    assert read_code(typed) is None


def test_a_code_whose_signs_spell_the_label_is_a_code_all_the_same() -> None:
    assert code_in("code7km3") == "C0DE7KM3"
    assert code_in("查询码C0DE7KM3") == "C0DE7KM3"


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "8000",
            "８０００",
            " 8 0 0 0 ",
            "尾号8000",
            "（8000）",
            "8000。",
            "八零零零",
            "\u200b8000\u202c",
        ),
        *("13800008000", "+86 138 0000 8000", "tel:+86-138-0000-8000", "٨٠٠٠"),
    ],
)
def test_four_digits_are_understood_whatever_stands_around_them(typed: str) -> None:
    assert read_digits(typed) == "8000"


@pytest.mark.parametrize("typed", ["", "800", "80001", "尾号", "8O00"])
def test_other_than_four_digits_or_a_number_are_asked_for_again(typed: str) -> None:
    assert read_digits(typed) is None


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


FILLED = {
    "customer_name": "王小明",
    "salutation": "先生",
    "due_date": "2026-09-15",
    "amount_due": "1,234.56",
    "loan_tail": "2701",
    "hotline": "400-000-1001",
    "check_host": "ahxf.example",
    "opt_out": "TD",
}


@pytest.mark.parametrize("language", library.LANGUAGES)
def test_the_code_of_every_shipped_text_is_found_when_the_whole_text_is_pasted(
    language: str,
) -> None:
    texts = [text for text in library.load_all(language) if "check_code" in text.body]
    assert texts
    for text, code in zip(texts, codes(secrets.token_bytes(BYTES * 400)), strict=False):
        pasted = re.sub(
            r"\{\{ *(\w+) *\}\}",
            lambda name: code if name[1] == "check_code" else FILLED.get(name[1], "8"),  # noqa: B023
            text.body,
        )
        assert read_code(pasted) == (code, True), pasted
