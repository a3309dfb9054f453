"""Pages by key: every row once, in order, whatever lies before it."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, strategies as st

from accounts.input.params import MAX_ID
from accounts.lists import keyset
from accounts.lists.keyset import KeysetPage, Order
from accounts.models import User

START = datetime(2000, 1, 1, tzinfo=UTC)
moments = st.integers(0, 10**15).map(lambda n: START + n * timedelta(microseconds=1))
ids = st.integers(0, MAX_ID)
days = st.dates(date(2000, 1, 1), date(2200, 1, 1))


@given(moments, days, ids)
def test_a_key_is_read_back_as_it_was_written(moment, day, pk):
    assert keyset.read(keyset.write([moment, day, pk]), (datetime, date, int)) == [moment, day, pk]


def test_a_moment_is_written_in_one_zone():
    east = datetime(2026, 9, 15, 18, 30, tzinfo=timezone(timedelta(hours=8)))
    assert keyset.write([east]) == keyset.write([east.astimezone(UTC)])


@pytest.mark.parametrize("text", ["", "x", "7_8", "-7", "²", str(MAX_ID + 1)])
def test_what_is_no_key_begins_at_the_beginning(text):
    assert keyset.read(text, (int,)) is None


@given(st.lists(ids), st.integers(1, 5))
def test_a_page_says_where_the_next_begins_only_if_there_is_one(rows, size):
    page = KeysetPage.cut(rows[: size + 1], size, lambda row: keyset.write([row]))
    assert page.rows == rows[:size]
    assert page.after == (str(rows[size - 1]) if len(rows) > size else "")


@pytest.mark.django_db
@pytest.mark.parametrize("newest_first", [False, True])
def test_following_the_keys_meets_every_row_once_and_in_order(newest_first):
    for n in range(7):
        User.objects.create(username=f"person{n}")
    order = Order(("pk",), (int,), newest_first)
    met, after = [], ""
    while True:
        page = order.page(User.objects.all(), after, size=3)
        met += page.rows
        after = page.after
        if not after:
            break
    assert [row.pk for row in met] == sorted(
        User.objects.values_list("pk", flat=True), reverse=newest_first
    )
