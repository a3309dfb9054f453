from datetime import time

import pytest

from messaging.policy.document import read_policy, write_policy
from messaging.policy.errors import PolicyError
from messaging.policy.parts import Window


def figure(value):
    return {"value": value, "source": "a test", "status": "P"}


def test_a_window_without_length_is_an_error_and_never_all_day():
    with pytest.raises(ValueError, match="no length"):
        Window(time(8), time(8))


def test_a_window_reads_midnight_either_way():
    assert Window.parse("18:00-24:00") == Window.parse("18:00-00:00")


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("windows", {"all": {"mon-sun": ["08:00-08:00"]}}, "no length"),
        ("windows", {"all": {"mon-sun": ["8-22"]}}, "no time of day"),
        ("windows", {"all": {"mon-sun": ["08:00"]}}, "no window"),
        ("windows", {"all": {"someday": ["08:00-22:00"]}}, "no weekday"),
        ("windows", {"pigeon": {"mon-sun": ["08:00-22:00"]}}, "no channel"),
        ("windows", {"sms": {"mon-sun": ["08:00-22:00"]}}, "missing"),
        ("windows", {}, "missing"),
        ("staleness_hours", 0, "at least 1"),
        ("staleness_hours", "24", "whole number"),
        ("staleness_hours", True, "whole number"),
        ("control_share", "1.5", "between 0 and 1"),
        ("control_share", "NaN", "between 0 and 1"),
        ("control_share", "a lot", "not a number"),
        ("default_zone", "Asia/Atlantis", "no known time zone"),
        ("country", "XX", "not one of"),
        ("roles", ["contact_person"], "not one of"),
        ("roles", "debtor", "not a list"),
        ("blackout_days", ["02-30"], "day"),
        ("blackout_days", ["tomorrow"], "is no day"),
        ("firm_from", "dpd-5", "not one of"),
        ("opt_out_wording_required", "yes", "not yes or no"),
    ],
)
def test_a_wrong_value_is_named_with_field_reason_and_way_out(cn, field, value, reason):
    document = write_policy(cn)
    document[field] = figure(value)
    with pytest.raises(PolicyError) as caught:
        read_policy(document)
    assert caught.value.field == field
    assert reason in caught.value.reason
    assert caught.value.way_out


def test_a_missing_field_is_named(cn):
    document = write_policy(cn)
    del document["caps"]
    with pytest.raises(PolicyError, match="caps: it is missing"):
        read_policy(document)


def test_a_misspelt_field_is_not_passed_over(cn):
    with pytest.raises(PolicyError, match="no such field"):
        read_policy({**write_policy(cn), "quite_hours": figure(1)})


def test_a_figure_without_value_or_status_is_refused(cn):
    with pytest.raises(PolicyError, match="no value"):
        read_policy({**write_policy(cn), "review_days": 90})
    with pytest.raises(PolicyError, match="V, V2, M, P"):
        read_policy({**write_policy(cn), "review_days": {"value": 90}})


def test_two_caps_about_the_same_thing_are_refused(cn):
    document = write_policy(cn)
    document["caps"].append({**document["caps"][0], "limit": 5})
    with pytest.raises(PolicyError, match="Keep the lower one"):
        read_policy(document)


def test_a_broken_cap_is_named_by_its_place(cn):
    document = write_policy(cn)
    document["caps"][2]["limit"] = 0
    with pytest.raises(PolicyError, match=r"caps\[2\]"):
        read_policy(document)
