"""Counts that stop early."""

import pytest

from accounts.lists.counting import IN_A_TAB, count, told
from accounts.models import Lender
from tests import make


@pytest.mark.parametrize(("number", "text"), [(0, "0"), (99, "99"), (100, "99+"), (12345, "99+")])
def test_more_than_is_counted_is_said_as_more(number, text):
    assert told(number, IN_A_TAB) == text


@pytest.mark.django_db
def test_no_row_beyond_the_most_is_looked_at(django_assert_num_queries):
    before = Lender.objects.count()
    for number in range(3):
        make.lender(code=f"l{number}")
    with django_assert_num_queries(1) as asked:
        assert count(Lender.objects.order_by("name"), before + 1) == before + 2
    assert f"LIMIT {before + 2}" in asked.captured_queries[0]["sql"]
    assert count(Lender.objects.all(), before + 9) == before + 3
