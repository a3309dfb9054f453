"""Zones in pieces within which the clock is not changed."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from messaging.policy.errors import UnknownZone
from messaging.policy.zones import constant_offset_pieces, offset_at, zone_info, zone_tuple

ZONES = ("Asia/Shanghai", "America/New_York", "Australia/Lord_Howe", "Europe/London", "UTC")
HOUR = 3600


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


@pytest.mark.parametrize("name", ["Mars/Base", "", "../etc/passwd", "Asia"])
def test_a_zone_there_is_not_says_how_one_is_named(name):
    with pytest.raises(UnknownZone, match="use a name such as Asia/Shanghai") as caught:
        zone_info(name)
    assert caught.value.zone == name


@pytest.mark.parametrize(
    ("given_zones", "found"),
    [
        (None, ("UTC",)),
        ("", ("UTC",)),
        ((), ("UTC",)),
        ([], ("UTC",)),
        ("Asia/Tokyo", ("Asia/Tokyo",)),
        (["Asia/Tokyo", "UTC"], ("Asia/Tokyo", "UTC")),
        (("Asia/Tokyo",), ("Asia/Tokyo",)),
    ],
)
def test_nothing_given_means_the_default(given_zones, found):
    assert zone_tuple(given_zones, "UTC") == found


@given(st.sampled_from(ZONES), st.integers(at("2024-01-01"), at("2027-01-01")), st.integers(1, 200))
def test_the_pieces_are_the_whole_span_and_each_is_of_one_offset(zone, first, hours):
    last = first + hours * HOUR
    pieces = constant_offset_pieces(zone, first, last)
    assert (pieces[0][0], pieces[-1][1]) == (first, last)
    assert all(a[1] == b[0] and a[2] != b[2] for a, b in pairwise(pieces))
    for begin, end, offset in pieces:
        assert begin < end
        assert {offset_at(zone, second) for second in (begin, (begin + end) // 2, end - 1)} == {
            offset
        }


def test_the_hour_that_is_missing_and_the_one_that_is_twice_are_cut_to_the_second():
    spring = constant_offset_pieces("America/New_York", at("2026-03-08"), at("2026-03-09"))
    assert [end for _begin, end, _offset in spring[:-1]] == [at("2026-03-08T07:00")]
    autumn = constant_offset_pieces("America/New_York", at("2026-11-01"), at("2026-11-02"))
    assert [(end, offset) for _begin, end, offset in autumn] == [
        (at("2026-11-01T06:00"), -4 * HOUR),
        (at("2026-11-02"), -5 * HOUR),
    ]


def test_a_zone_that_never_changes_is_one_piece():
    assert constant_offset_pieces("Asia/Shanghai", at("2026-01-01"), at("2027-01-01")) == [
        (at("2026-01-01"), at("2027-01-01"), 8 * HOUR)
    ]
