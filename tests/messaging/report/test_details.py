"""What a report notes beside a row is read in words, by a Chinese reader in Chinese."""

import pytest
from django.utils import translation

from messaging.report import details


@pytest.mark.parametrize(
    ("noted", "said"),
    [
        ("3 hand-overs", "提交通道 3 次"),
        ("2", "2 处不符"),
        ("user:7", "同事 #7"),
        ("95 s", "1 分 35 秒"),
        ("12 min", "12 分 00 秒"),
        ("30 s before the window's end", "许可比允许时段早 30 秒 结束"),
        ("-30 s before the window's end", "许可比允许时段晚 30 秒 结束"),
        ("hold:5 hardship, 7200.0 s before", "暂停联系 #5 (经济困难)，2 小时 00 分之前"),
        ("suppression:9 opt_out, 61.5 s before", "禁发记录 #9 (客户退订)，1 分 01 秒之前"),
        ("revoked 5.0 s before", "已撤回，5 秒之前"),
        ("message:4, 6 days, 23:59:58.5 before", "短信 #4，6 天 23 小时之前"),
        ("message:4, 1:00:00", "短信 #4 之后 1 小时 00 分"),
        ("loan:3 30.5 h", "贷款 #3 · 30 小时 30 分"),
        ("4 in 168 h, limit 3", "7 天内 4 次，上限 3 次"),
        ("2 in day, limit 1", "一天内 2 次，上限 1 次"),
        ("99 told, 7 counted", "记为 99，实数 7"),
        ("7 to send, 6 messages", "待发送 7，短信 6 条"),
        ("due 2026-09-15, given 2026-09-18", "应于2026年9月15日办结，实际2026年9月18日"),
        ("due 2026-09-15, not given", "应于2026年9月15日办结，尚未办结"),
        ("Tue 23:00:00 Asia/Shanghai", "星期二 23:00:00 (Asia/Shanghai)"),
        ("2026-10-01", "2026年10月1日"),
        ("blocked", "已拦截"),
        ("none", "没有判定"),
        ("Asia/Tokyo → Asia/Shanghai", "Asia/Tokyo → Asia/Shanghai"),
    ],
)
def test_a_detail_is_said_in_words(noted: str, said: str) -> None:
    with translation.override("zh-hans"):
        assert details.said(noted) == said
