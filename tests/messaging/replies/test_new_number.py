"""Customers whose own number has changed: neither a wrong person's nor passed over."""

import pytest

from accounts.rules.hold_terms import NEW_NUMBER
from messaging.replies.intents import Intent
from messaging.replies.new_number import proposed_number
from messaging.replies.reading import read


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("我换号了", ""),
        ("我换号了，新号13812345678", "13812345678"),
        ("换号了，新号码 13812345678", "13812345678"),  # no wrong person's
        ("我手机号换了，以后发这个", ""),
        ("这个号我不用了，打我新号13812345678", "13812345678"),
        ("我號碼換咗，新號碼係 9123 4567", "91234567"),
        ("I've changed my number, new one is 07700 900123", "07700900123"),
        ("My number has changed to 555-123-4567", "5551234567"),
        # it ends where a day, an hour or an amount begins
        ("换号了 13912345678 10号还", "13912345678"),
        ("我换号了 139 1234 5678 10号还", "13912345678"),
        ("我换号了 13912345678 12-10还", "13912345678"),
        ("我換號碼咗 9123 4567 15號還", "91234567"),
        ("我换号了 0912 345 678 500块明天还", "0912345678"),
        ("My number has changed to 07700 900123 10th pay", "07700900123"),
        ("my new number is +44 7700 900123 5pm call", "+447700900123"),
        ("my new number is (555) 123-4567", "5551234567"),
        ("我换号了 13912345678/13812345678", ""),
    ],
)
def test_it_waits_until_read_and_stops_no_number_for_good(text: str, number: str) -> None:
    found = read(text)
    assert Intent.WRONG_PARTY not in found.effects
    assert (found.harmless, found.circumstances) == (False, {NEW_NUMBER})
    assert proposed_number(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "他换号了",
        "换号主了",
        "刚换的新号",
        "新号 刚用一周",
        "new number, not him",
        "他手机给我用了，有事打他新号",
    ],
)
def test_somebody_elses_number_is_a_wrong_persons(text: str) -> None:
    found = read(text)
    assert Intent.WRONG_PARTY in found.effects
    assert NEW_NUMBER not in found.circumstances


@pytest.mark.parametrize("text", ["再发我换号了", "我换号了怎么更新", "我打算换号了"])
def test_a_threat_a_question_or_a_plan_changes_no_number(text: str) -> None:
    assert NEW_NUMBER not in read(text).circumstances
