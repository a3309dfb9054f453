"""What the report is made of: everything is counted, the first are listed."""

import json
from datetime import UTC, datetime

from messaging.report.parts import KEPT, Check, Period, Report

PERIOD = Period(*(datetime(2026, 9, day, tzinfo=UTC) for day in (1, 2, 3)))


def test_violations_and_doubts_are_all_counted_and_the_first_are_listed():
    check = Check("caps")
    check.violated_by((f"message:{n}", "too_many", n) for n in range(KEPT + 5))
    check.doubt("message:1", "zones_changed")
    assert (check.violation_count, len(check.violations)) == (KEPT + 5, KEPT)
    assert check.violations[0] == ("message:0", "too_many", "0")
    assert not check.holds


def test_a_doubt_is_no_violation():
    check = Check("caps")
    check.doubt("message:1", "zones_changed", "a → b")
    assert check.holds
    assert check.to_json()["doubtful"] == [
        {"about": "message:1", "what": "zones_changed", "detail": "a → b"}
    ]


def test_a_report_holds_where_every_check_does():
    good, bad = Check("caps"), Check("quiet_hours")
    bad.violated("message:1", "no_policy")
    assert Report(PERIOD, (good,)).holds
    report = Report(PERIOD, (good, bad))
    assert not report.holds
    assert report.check("quiet_hours") is bad
    written = json.loads(json.dumps(report.to_json()))
    assert (written["from"], written["holds"]) == ("2026-09-01T00:00:00+00:00", False)
    assert [each["name"] for each in written["checks"]] == ["caps", "quiet_hours"]
