"""Quarter-hours: as many in each as its size, first come first served, none before its moment."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given, strategies as st

from messaging.runs.quarters import QUARTER, into_quarters, quarter_of

EIGHT = datetime(2026, 9, 15, 0, 0, tzinfo=UTC)
moments = st.lists(
    st.tuples(st.integers(0, 300).map(lambda m: EIGHT + timedelta(minutes=m)), st.integers(1, 30)),
    max_size=12,
)


def one_by_one(wanted: list[tuple[datetime, int]], size: int) -> Counter[datetime]:
    """The naive way: each message takes the first quarter-hour that has a place."""
    filled: Counter[datetime] = Counter()
    for moment, count in sorted(wanted):
        for _ in range(count):
            at = quarter_of(moment)
            while filled[at] >= size:
                at += QUARTER
            filled[at] += 1
    return +filled


@given(moments, st.integers(1, 20))
def test_it_is_what_placing_one_by_one_gives(wanted: list[tuple[datetime, int]], size: int) -> None:
    laid: Counter[datetime] = Counter()
    for share in into_quarters(wanted, size=size):
        laid[share.starts_at] += share.number
        assert share.starts_at >= quarter_of(share.wanted)
    assert laid == one_by_one(wanted, size)
    assert all(count <= size for count in laid.values())


def test_a_quarter_hour_begins_on_the_quarter() -> None:
    assert quarter_of(EIGHT + timedelta(minutes=44, seconds=59)) == EIGHT + timedelta(minutes=30)
    assert quarter_of(EIGHT + timedelta(minutes=45)) == EIGHT + timedelta(minutes=45)
