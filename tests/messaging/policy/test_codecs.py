"""One value of a policy document: read, written back, or refused with a sentence."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from messaging.policy import codecs
from messaging.policy.parts import ANY_CHANNEL, WEEKDAYS, Window

WEEK = {"mon-fri": ["08:00-12:00", "14:00-20:00"], "sun": ["22:00-06:00"]}
WORDS = {"zh-hans": ["T", "退订"], "zh-hant": ["T"], "en": ["STOP"]}


def refused(codec: codecs.Codec, raw: object, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        codec.read(raw)


def all_refused(codec: codecs.Codec, every: Sequence[object], said: str) -> None:
    for raw in every:
        refused(codec, raw, said)


@given(st.integers(0, 10**6))
def test_a_whole_number_is_one(number):
    assert codecs.whole().read(number) == number


@pytest.mark.parametrize("raw", [True, False, 1.0, "1", None, -1, [], {}])
def test_what_is_no_whole_number_is_refused(raw):
    refused(codecs.whole(), raw, "is not a whole number of at least 0")


def test_a_least_and_an_empty_one_are_kept_to():
    refused(codecs.whole(least=3), 2, "at least 3")
    assert codecs.whole(optional=True).read(None) is None


def test_a_word_is_one_of_those_there_are():
    assert codecs.one_of("a", "b").read("b") == "b"
    all_refused(codecs.one_of("a", "b"), ("c", "", None, 1), "is not one of: a, b")


def test_words_are_a_list_of_words():
    free, bound = codecs.words(), codecs.words("sms", "phone")
    assert free.read(["a", "b"]) == ("a", "b")
    assert bound.write(bound.read(("sms",))) == ["sms"]
    assert free.read([]) == ()
    all_refused(free, ("ab", [""], [1], None, {"a": 1}), "is not a list of words")
    refused(bound, ["fax"], "'fax' is not one of: sms, phone")


def test_words_by_language_are_whole_and_begin_with_one_that_any_telephone_can_type():
    read = codecs.WORDS_BY_LANGUAGE.read(WORDS)
    assert codecs.WORDS_BY_LANGUAGE.write(read) == WORDS
    all_refused(
        codecs.WORDS_BY_LANGUAGE,
        ({**WORDS, "en": []}, {**WORDS, "zh-hans": ["退订", "T"]}),
        "no word of Latin letters",
    )
    all_refused(
        codecs.WORDS_BY_LANGUAGE,
        ([], {"en": ["STOP"]}, {**WORDS, "fr": ["ARRET"]}),
        "does not give words for",
    )


@pytest.mark.parametrize("raw", ["yes", 1, 0, None])
def test_yes_and_no_are_nothing_else(raw):
    assert codecs.FLAG.read(True) is True
    refused(codecs.FLAG, raw, "is not yes or no")


@given(st.decimals(0, 1, places=4))
def test_a_share_is_written_as_it_was_read(share):
    assert codecs.SHARE.read(codecs.SHARE.write(codecs.SHARE.read(str(share)))) == share


@pytest.mark.parametrize("raw", [-0.1, 1.01, "NaN", "Infinity"])
def test_a_share_is_between_nothing_and_all(raw):
    refused(codecs.SHARE, raw, "is not a share between 0 and 1")
    refused(codecs.SHARE, "half", "is not a number")


def test_an_amount_is_nothing_or_more():
    assert codecs.AMOUNT.read("12.50") == Decimal("12.50")
    all_refused(codecs.AMOUNT, (-1, "-0.01", "NaN", "Infinity"), "is not an amount of 0 or more")
    all_refused(codecs.AMOUNT, (True, "much", None), "is not an amount")


def test_a_zone_is_one_of_the_database():
    assert codecs.ZONE.read("Asia/Shanghai") == "Asia/Shanghai"
    all_refused(codecs.ZONE, ("Mars/Base", "../etc/passwd", None, 8, ""), "is no known time zone")


def test_days_are_sorted_and_once_each_as_text_or_as_dates():
    raw = ["05-01", date(2026, 2, 16), "2026-02-16", "02-29"]
    assert codecs.DAYS.read(raw) == ("02-29", "05-01", "2026-02-16")
    refused(codecs.DAYS, ["16.2.2026"], "is no day")
    refused(codecs.DAYS, "2026-02-16", "is not a list of days")
    all_refused(
        codecs.DAYS,
        (["2026-02-30"], ["2025-02-29"], ["13-01"]),
        "day is out of range|month must be in",
    )


def test_windows_are_read_for_spans_of_weekdays_and_written_day_by_day():
    read = codecs.SOFT_WINDOWS.read({ANY_CHANNEL: WEEK})
    monday, saturday, sunday = (read[ANY_CHANNEL][day] for day in (0, 5, 6))
    assert monday == (Window.parse("08:00-12:00"), Window.parse("14:00-20:00"))
    assert (saturday, sunday) == ((), (Window.parse("22:00-06:00"),))
    written = codecs.SOFT_WINDOWS.write(read)
    assert list(written[ANY_CHANNEL]) == list(WEEKDAYS)
    assert codecs.SOFT_WINDOWS.read(written) == read


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ([], "is not a set of windows per channel"),
        ({"fax": WEEK}, "'fax' is no channel"),
        ({"sms": WEEK}, "windows for 'all' channels are missing"),
        ({ANY_CHANNEL: ["08:00-20:00"]}, "is not a week"),
        ({ANY_CHANNEL: {"monday": ["08:00-20:00"]}}, "is no weekday"),
        ({ANY_CHANNEL: {"mon-": ["08:00"]}}, "is no window"),
    ],
)
def test_windows_that_cannot_be_are_refused(raw, said):
    refused(codecs.SOFT_WINDOWS, raw, said)


def test_a_policy_without_quiet_hours_would_allow_the_night():
    assert codecs.SOFT_WINDOWS.read({}) == {}
    all_refused(codecs.HARD_WINDOWS, ({}, None, []), "would allow the night")
