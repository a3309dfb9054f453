"""Times in plain Mandarin; 15 September 2026 is a Tuesday."""

from datetime import date

import pytest

from messaging.replies.promised.chinese_days import PATTERNS
from messaging.replies.promised.found import times

TODAY = date(2026, 9, 15)


def meant(text: str) -> list[object]:
    return [
        time.meant.isoformat() if isinstance(time.meant, date) else time.meant
        for time in times(text, TODAY, PATTERNS)
    ]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("今天", "2026-09-15"),
        ("明天", "2026-09-16"),
        ("后天", "2026-09-17"),
        ("周五", "2026-09-18"),
        ("下周五", "2026-09-25"),
        ("三天后", "2026-09-18"),
        ("两周内", "2026-09-29"),
        ("一个月内", "2026-10-15"),
        ("半个月后", "2026-09-30"),
        ("20号", "2026-09-20"),
        ("下个月5号", "2026-10-05"),
        ("10月1日", "2026-10-01"),
        ("2026年10月1号", "2026-10-01"),
        ("10.1", "2026-10-01"),
        ("25/9", "2026-09-25"),
        ("月底", "2026-09-30"),
        ("下月底", "2026-10-31"),
        ("11月底", "2026-11-30"),
        ("年底", "2026-12-31"),
        ("国庆", "2026-10-01"),
        ("国庆前", "2026-10-01"),
        ("国庆前一天", "2026-09-30"),
        ("下月中", "2026-10-15"),
        ("10月中旬", "2026-10-15"),
        ("下个月起每月20号", "2026-10-20"),
        ("圣诞节", "2026-12-25"),
        # of two that lie side by side the later, on which both are there
        ("明后天", "2026-09-17"),
        ("今明两天", "2026-09-16"),
        ("周四五", "2026-09-18"),
        ("下周三或四", "2026-09-24"),
        ("这个月最后一个周五", "2026-09-25"),
        ("下个月第一个周一", "2026-10-05"),
        ("中秋前三天", "2026-09-22"),
        ("20号前两天", "2026-09-18"),
        ("一个半月后", "2026-10-30"),
        ("下周今天", "2026-09-22"),
    ],
)
def test_a_day_is_read_however_it_is_named(text, day):
    assert meant(text) == [day]


@pytest.mark.parametrize(
    "text", ["下个月", "下周", "国庆后", "春节", "过完年", "上旬", "第二个周五", "周二或周五"]
)
def test_a_time_to_come_that_is_no_day_is_vague(text):
    assert meant(text) == ["vague"]


@pytest.mark.parametrize("text", ["昨天", "上个月", "上周五", "上月底"])
def test_what_has_gone_by_promises_nothing(text):
    assert meant(text) == ["past"]


@pytest.mark.parametrize("text", ["2月30日", "13月底"])
def test_a_day_that_cannot_be_is_none(text):
    assert meant(text) == [None]
