"""What gateways mean by their words, bits and codes."""

import pytest
from hypothesis import given, strategies as st

from messaging.gateways import codes
from messaging.gateways.codes import Meaning


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("delivered", "delivered"),
        ("DELIVRD", "delivered"),
        ("ACCEPTD", "accepted"),
        ("UNDELIV", "undelivered"),
        ("EXPIRED", "undelivered"),
        ("REJECTD", "undelivered"),
        ("DELETED", "undelivered"),
        ("failed", "undelivered"),
        ("UNKNOWN", ""),
        ("BUFFERED", ""),
        ("", ""),
    ],
)
def test_words_of_receipts(word: str, status: str) -> None:
    assert codes.status(word) == status


@pytest.mark.parametrize(
    ("bits", "status"),
    [
        ("1", "delivered"),
        ("2", "undelivered"),
        ("16", "undelivered"),
        ("4", "accepted"),
        ("8", "accepted"),
        ("0", ""),
        ("32", ""),
        ("x", ""),
        ("", ""),
        ("１", ""),
        ("-1", ""),
    ],
)
def test_bits_of_kannel(bits: str, status: str) -> None:
    assert codes.kannel_status(bits) == status


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        ("MBBLACK", Meaning.BLACK_LISTED),
        ("DBBLACK", Meaning.BLACK_LISTED),
        ("TDBLACK", Meaning.BLACK_LISTED),
        ("MB:BLACK", Meaning.BLACK_LISTED),
        ("mbblack", Meaning.BLACK_LISTED),
        ("21610", Meaning.BLACK_LISTED),
        ("BLACKLIST", Meaning.BLACK_LISTED),
        ("isv.MOBILE_IN_BLACK", Meaning.NOTHING),
        ("MK:0001", Meaning.NO_SUCH_NUMBER),
        ("0x0000000b", Meaning.NO_SUCH_NUMBER),
        ("MK:0005", Meaning.NOTHING),  # suspended: pays, and is back
        ("MK:0013", Meaning.NOTHING),
        ("MI:0024", Meaning.NOTHING),  # off
        ("DB:0142", Meaning.NOTHING),  # the day's maximum
        ("IB:0008", Meaning.NOTHING),  # flow control
        ("UNDELIV/045", Meaning.NOTHING),
        ("NOT_BLACK", Meaning.NOTHING),
        ("", Meaning.NOTHING),
    ],
)
def test_what_a_code_says_of_the_number(code: str, meaning: Meaning) -> None:
    assert codes.meaning(code) is meaning


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("id:0123 sub:001 dlvrd:000 submit date:2609151030 done date:2609151031 stat:UNDELIV"
         " err:045 text:【安和", "UNDELIV/045"),
        ("id:1 sub:001 dlvrd:000 stat:EXPIRED err:000 text:", "EXPIRED"),
        ("id:1 stat:MK:0001 err:001 text:", "MK:0001"),
        ("id:1 stat:MBBLACK err:000 text:", "MBBLACK"),
        ("id:1 stat:UNKNOWN err:000", "UNKNOWN"),
        ("NACK/11/Invalid Destination Address", "0x0000000b"),
        ("NACK/0x0000000b/Invalid Destination Address", "0x0000000b"),
        ("NACK/88/Throttled", "0x00000058"),
        ("ACK/", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_the_code_in_a_centres_own_words(words: str, code: str) -> None:
    assert codes.code_in(words) == code


def test_a_figure_belongs_to_the_system_that_says_it() -> None:
    assert codes.of_system("21610", "aliyun") == "aliyun:21610"
    assert codes.meaning(codes.of_system("21610", "aliyun")) is Meaning.NOTHING
    for word in ("MBBLACK", "MK:0001", "0x0000000b", ""):
        assert codes.of_system(word, "aliyun") == word


@given(st.text(max_size=300))
def test_no_words_break_the_tables(text: str) -> None:
    codes.code_in(text)
    codes.meaning(text)
    codes.status(text)
    codes.kannel_status(text)
