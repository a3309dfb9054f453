"""Counting SMS segments, as facts about the alphabets say."""

from math import ceil

import pytest
from hypothesis import given, strategies as st

from messaging.content.segments import (
    GSM_BASIC,
    GSM_EXTENDED,
    PART_LIMIT,
    count,
    outside_gsm,
    parts as sms_of,
    split,
)

GSM_TEXT = st.text(alphabet=sorted(GSM_BASIC | GSM_EXTENDED), max_size=900)
EMOJI_TEXT = st.text(alphabet="汉😀a€", max_size=500)


@pytest.mark.parametrize(
    ("text", "encoding", "units", "segments"),
    [
        ("", "gsm7", 0, 1),
        ("a" * 160, "gsm7", 160, 1),
        ("a" * 161, "gsm7", 161, 2),
        ("a" * 306, "gsm7", 306, 2),
        ("a" * 307, "gsm7", 307, 3),
        ("€" * 80, "gsm7", 160, 1),
        ("€" * 81, "gsm7", 162, 2),
        ("汉" * 70, "ucs2", 70, 1),
        ("汉" * 71, "ucs2", 71, 2),
        ("汉" * 134, "ucs2", 134, 2),
        ("汉" * 135, "ucs2", 135, 3),
        ("😀" * 35, "ucs2", 70, 1),
        ("😀" * 36, "ucs2", 72, 2),
        ("[]{}^~|\\\f€", "gsm7", 20, 1),
        ("naïve", "ucs2", 5, 1),
        ("`", "ucs2", 1, 1),
        ("ç", "ucs2", 1, 1),
        ("Ç", "gsm7", 1, 1),
    ],
)
def test_the_checked_examples_hold(text: str, encoding: str, units: int, segments: int) -> None:
    result = count(text)
    assert (result.encoding, result.units, result.segments) == (encoding, units, segments)


def test_the_alphabet_has_its_127_characters_without_escape() -> None:
    assert len(GSM_BASIC) == 127
    assert len(GSM_EXTENDED) == 10


def test_36_smileys_part_into_33_and_3() -> None:
    assert [len(part) for part in split("😀" * 36)] == [33, 3]


def test_an_extension_pair_is_never_parted() -> None:
    assert [len(part) for part in split("a" * 152 + "€" + "a" * 10)] == [152, 11]


def test_unpartable_pairs_can_cost_one_segment_more_than_billing_by_division() -> None:
    result = count("😀" * 67)  # 134 units, but 33 pairs fill a part of 67
    assert (result.billed, result.segments) == (2, 3)


def test_one_character_turns_the_whole_text_and_is_named() -> None:
    assert count("a" * 100).segments == 1
    assert count("a" * 100 + "【").segments == 2
    assert outside_gsm("ok【ok】【") == ["【", "】"]


def test_left_and_excess_tell_the_writer_how_far_the_border_is() -> None:
    assert count("汉" * 60).left == 10
    assert count("汉" * 60).excess == 0
    assert count("汉" * 74).excess == 4
    assert count("汉" * 136).excess == 2
    assert count("汉" * 136).left == 65


@given(st.text(max_size=900) | GSM_TEXT | EMOJI_TEXT)
def test_the_parts_join_to_the_text_and_each_keeps_the_limit(text: str) -> None:
    parts, result = split(text), count(text)
    assert "".join(parts) == text
    assert len(parts) == result.segments == sms_of(text)
    assert result.left >= 0
    if result.segments > 1:
        assert all(_units(p, result.encoding) <= PART_LIMIT[result.encoding] for p in parts)


@given(st.text(alphabet="汉字abc，。【】", max_size=900))
def test_without_pairs_packing_and_billing_agree(text: str) -> None:
    result = count(text)
    assert result.segments == result.billed
    if result.encoding == "ucs2":
        assert result.segments == (1 if len(text) <= 70 else ceil(len(text) / 67))


@given(EMOJI_TEXT)
def test_taking_the_excess_out_of_the_end_saves_a_segment(text: str) -> None:
    result = count(text)
    while result.encoding == "ucs2" and result.segments > 1 and text:
        kept = text
        while kept and _units(text[len(kept) :], "ucs2") < result.excess:
            kept = kept[:-1]
        shorter = count(kept)
        assert shorter.segments < result.segments or shorter.encoding == "gsm7"
        text, result = kept, shorter


def _units(text: str, encoding: str) -> int:
    if encoding == "ucs2":
        return len(text) + sum(ord(c) > 0xFFFF for c in text)
    return len(text) + sum(c in GSM_EXTENDED for c in text)
