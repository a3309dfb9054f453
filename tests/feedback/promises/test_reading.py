"""The day a reply speaks of is suggested to the agent; what cannot be read suggests nothing."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from feedback.promises.reading import Promised, heard_in, suggested_day
from tests import make
from tests.make_inbox import reply

TUESDAY = date(2026, 9, 15)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("今天还", "2026-09-15"),
        ("明天还", "2026-09-16"),
        ("明天還", "2026-09-16"),
        ("后天一定还", "2026-09-17"),
        ("大后天", "2026-09-18"),
        ("三天后还", "2026-09-18"),
        ("10天内还清", "2026-09-25"),
        ("周五还", "2026-09-18"),
        ("星期天还", "2026-09-20"),
        ("周一还", "2026-09-21"),
        ("下周五发工资就还", "2026-09-25"),
        ("下個星期二還", "2026-09-22"),
        ("月底还", "2026-09-30"),
        ("20号还", "2026-09-20"),
        ("二十号发工资", "2026-09-20"),
        ("10号还", "2026-10-10"),
        ("9月28日还", "2026-09-28"),
        ("十月一号还", "2026-10-01"),
        ("will pay tomorrow", "2026-09-16"),
        ("I will pay on Friday.", "2026-09-18"),
        ("end of the month", "2026-09-30"),
        ("in 5 days", "2026-09-20"),
    ],
)
def test_the_day_is_read(text: str, day: str) -> None:
    assert suggested_day(text, TUESDAY) == date.fromisoformat(day)


@pytest.mark.parametrize("text", ["过几天还", "发工资就还", "会还的", "", "2月30日还", "99号"])
def test_what_names_no_day_suggests_none(text: str) -> None:
    assert suggested_day(text, TUESDAY) is None


@given(st.text(max_size=60), st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_whatever_is_written_suggests_no_day_gone_by(text: str, today: date) -> None:
    day = suggested_day(text, today)
    assert day is None or day >= today


@given(st.text("明后天周星期月底号日一二三十0123456789下个", max_size=12), st.dates())
def test_nor_does_anything_made_of_the_words_it_knows(text: str, today: date) -> None:
    if today > date(9990, 1, 1):
        return
    day = suggested_day(text, today)
    assert day is None or day >= today


@pytest.mark.django_db
class TestWhenItIsRead:
    """By a person, hours or days after it was written."""

    FRIDAY_EVENING = datetime(2026, 9, 18, 21, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    MONDAY = datetime(2026, 9, 21, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))

    @pytest.mark.parametrize(
        ("text", "day"),
        [("后天还500", None), ("下周三还", "2026-09-23"), ("3天后还", "2026-09-21")],
    )
    def test_days_count_from_when_it_was_written(self, text: str, day: str | None) -> None:
        said = reply(text, customer=make.customer(), at=self.FRIDAY_EVENING)
        found = heard_in(said, self.MONDAY).day
        assert (found and found.isoformat()) == day

    def test_an_amount_stays_where_its_day_has_gone_by(self) -> None:
        said = reply("明天先还500", customer=make.customer(), at=self.FRIDAY_EVENING)
        assert heard_in(said, self.MONDAY) == Promised(None, Decimal(500))

    def test_tomorrow_is_that_of_who_wrote_it(self) -> None:
        far = make.customer(timezones=["America/New_York"])
        said = reply("I will pay tomorrow", customer=far, at=self.FRIDAY_EVENING)
        assert heard_in(said, self.FRIDAY_EVENING).day == date(2026, 9, 19)
        near = reply("I will pay tomorrow", at=self.FRIDAY_EVENING + timedelta(hours=3))
        assert heard_in(near, self.FRIDAY_EVENING).day == date(2026, 9, 20)

    @pytest.mark.parametrize(("hour", "day"), [(9, 18), (21, 19)])
    def test_noon_said_in_the_evening_is_that_of_the_next_day(self, hour: int, day: int) -> None:
        at = self.FRIDAY_EVENING.replace(hour=hour)
        said = reply("中午还", customer=make.customer(), at=at)
        assert heard_in(said, at).day == date(2026, 9, day)
