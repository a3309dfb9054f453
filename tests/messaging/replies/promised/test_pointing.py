"""Days that point to another, in clauses whose other times are read; Wednesday 24 June 2026."""

from datetime import date

import pytest

from messaging.replies.promised.clauses import clauses

TODAY = date(2026, 6, 24)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("周六发工资，当天还", 27),
        ("周六老板结账，结了当晚转", 27),
        ("周六出院，出院那天还", 27),
        ("周六领钱，翌日入数", 28),
        ("paid Saturday, yours that same day", 27),
        # another's day, or nobody's
        ("周六发工资，我爸生日那天还", None),
        ("周六出差，回来那天还", None),
        ("当天还", None),
    ],
)
def test_a_clause_is_of_the_day_it_points_to(text: str, day: int | None) -> None:
    assert clauses(text, TODAY)[-1].day == (day and date(2026, 6, day))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("中秋放完假头一天上班就转", date(2026, 9, 28)),
        ("國慶放完假頭一天上班就轉", None),  # Hong Kong's and Taiwan's are not the same
    ],
)
def test_work_begins_again_where_the_writer_lives(text: str, day: date | None) -> None:
    assert clauses(text, date(2026, 9, 20))[-1].day == day
