"""The hour a wish to be called names."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from messaging.replies.call_times import wished

WRITTEN = datetime(2026, 9, 15, 18, 34, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Tuesday


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("请明天下午3点给我打电话", "16 15:00"),
        ("晚上八点后打给我", "15 20:00"),
        ("明天上午给我回电话", "16 09:00"),
        ("下午3点半联系我", "16 15:30"),  # today's has gone by
        ("周五10点打给我", "18 10:00"),
        ("请在3点打给我", "16 15:00"),  # nobody asks for a call at three at night
        ("明天15:30打电话给我", "16 15:30"),
        ("call me at 6pm tomorrow", "16 18:00"),
        ("please call me back at 7:30 pm", "15 19:30"),
    ],
)
def test_an_hour_that_is_named_is_filled_in(said: str, moment: str) -> None:
    wish = wished(said, WRITTEN)
    assert wish is not None
    assert f"{wish:%d %H:%M}" == moment
    assert wish.tzinfo == WRITTEN.tzinfo


@pytest.mark.parametrize(
    "said",
    ["打电话给我", "3点或5点打给我", "今天下午2点打给我", "20号还500", "99点打给我", "7点还款", ""],
)
def test_what_is_in_doubt_gone_by_or_no_call_is_left_open(said: str) -> None:
    assert wished(said, WRITTEN) is None
