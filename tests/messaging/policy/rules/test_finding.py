"""What one rule says, as a trace keeps it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from messaging.policy.reasons import OK
from messaging.policy.rules import finding

MOMENT = datetime(2026, 9, 15, 18, tzinfo=ZoneInfo("Asia/Shanghai"))


def test_a_rule_with_nothing_to_say_says_it_once_for_all():
    assert finding.passes("quiet") is finding.passes("quiet")
    assert finding.passes("quiet") == ("quiet", finding.PASS, OK, None, {})


def test_what_a_rule_saw_and_why_it_passes_are_kept():
    assert finding.passes("quiet", {"at": 1}).saw == {"at": 1}
    assert finding.passes("quiet", reason="wished").reason == "wished"
    assert finding.passes("quiet", reason="wished").saw == {}


def test_a_hold_ends_at_a_moment_in_utc_or_when_something_changes():
    held = finding.holds("quiet", "quiet_hours", MOMENT, {})
    assert (held.until, held.until.tzinfo) == (MOMENT, UTC)
    assert finding.holds("quiet", "hold", None, {}).until is None


def test_a_block_has_no_end():
    assert finding.blocks("stop", "stopped", {"scope": "all"}) == (
        "stop",
        finding.BLOCK,
        "stopped",
        None,
        {"scope": "all"},
    )
