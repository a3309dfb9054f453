import pytest
from hypothesis import given, strategies as st

from messaging.policy import profiles
from messaging.policy.document import read_policy, write_policy
from messaging.policy.errors import LoosensError
from messaging.policy.tighten import check_tightens, tighten

CN = profiles.load("cn")


def figure(value):
    return {"value": value, "source": "house rule", "status": "P"}


def daily(*windows):
    return figure({"all": {"mon-sun": list(windows)}})


def cap(limit, hours=168):
    return {
        "scope": "customer",
        "channels": ["sms", "email", "wechat", "push"],
        "counts": ["message", "call"],
        "limit": limit,
        "hours": hours,
        "source": "house rule",
        "status": "P",
    }


TIGHTER = [
    ("windows", daily("09:00-21:00")),
    ("windows", daily("08:00-22:00")),
    ("windows", daily("08:00-12:00", "14:00-20:00")),
    ("blackout_days", figure(["02-16"])),
    ("staleness_hours", figure(12)),
    ("number_fresh_days", figure(90)),
    ("minimum_gap_hours", figure(48)),
    ("repeat_days", figure(30)),
    ("complaint_file_years", figure(7)),
    ("control_share", figure("0.2")),
    ("control_share", figure("0")),
    ("tranche_size", figure(50_000)),
    ("firm_from", figure("dpd-16+")),
    ("preferred", daily("18:00-19:00")),
    ("default_zone", figure("Asia/Urumqi")),
    ("consent_lifts_quiet_hours", figure(False)),
    ("holiday_rule", figure("no_contact")),
    ("roles", figure(["debtor"])),
    ("complaint_days", figure(10)),
    ("opt_out_words", figure({k: [*w, "停"] for k, w in CN.opt_out_words.items()})),
    ("opt_out_wording_required", figure(True)),
]
LOOSER = [
    ("windows", daily("07:59-22:00")),
    ("windows", daily("08:00-22:01")),
    ("windows", daily("20:00-06:00")),
    ("windows", figure({"all": {"mon-sun": ["09:00-20:00"]}, "push": {"sun": ["07:00-09:00"]}})),
    ("staleness_hours", figure(25)),
    ("minimum_gap_hours", figure(23)),
    ("repeat_days", figure(14)),
    ("complaint_file_years", figure(2)),
    ("complaint_days", figure(16)),
    ("complaint_review_days", figure(29)),
    ("opt_out_words", figure({k: [w[0]] for k, w in CN.opt_out_words.items()})),
    ("opt_out_confirmation_minutes", figure(6)),
    ("country", figure("HK")),
]


@pytest.mark.parametrize(("field", "value"), TIGHTER)
def test_a_policy_that_inherits_may_tighten(field, value):
    child = tighten(CN, {"name": "house", field: value})
    check_tightens(CN, child)
    assert child.name == "house"
    assert child.inherits == "cn"


@pytest.mark.parametrize(("field", "value"), LOOSER)
def test_a_policy_that_loosens_or_changes_is_refused_by_field(field, value):
    with pytest.raises(LoosensError) as caught:
        tighten(CN, {"name": "house", field: value})
    assert caught.value.field == field


def test_a_cap_may_fall_and_the_others_stay():
    child = tighten(CN, {"name": "house", "caps": [cap(2)]})
    assert {c.hours: c.limit for c in child.cap_table["sms", "customer"]} == {
        None: 1,
        168: 2,
        720: 8,
    }
    check_tightens(CN, child)


def test_a_cap_of_another_period_may_be_added():
    child = tighten(CN, {"name": "house", "caps": [cap(1, hours=48)]})
    assert len(child.caps) == len(CN.caps) + 1
    check_tightens(CN, child)


def test_a_cap_may_not_rise():
    with pytest.raises(LoosensError, match="caps"):
        tighten(CN, {"name": "house", "caps": [cap(4)]})


def test_a_cap_may_not_go_away():
    with pytest.raises(LoosensError, match="caps"):
        check_tightens(profiles.load("us-reg-f"), CN_WITH_US_FIELDS)


def _us_fields_without_us_caps():
    us = write_policy(profiles.load("us-reg-f"))
    us["caps"] = write_policy(CN)["caps"]
    return read_policy(us)


CN_WITH_US_FIELDS = _us_fields_without_us_caps()


def test_a_number_known_for_ever_is_looser_than_one_known_for_sixty_days():
    with pytest.raises(LoosensError, match="number_fresh_days"):
        tighten(profiles.load("us-reg-f"), {"name": "house", "number_fresh_days": figure(None)})


@given(st.integers(0, 1439), st.integers(0, 1439))
def test_windows_tighten_exactly_when_they_lie_inside(start, end):
    if start == end:
        return
    text = f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"
    inside = 8 * 60 <= start < end <= 22 * 60
    try:
        tighten(CN, {"name": "house", "windows": daily(text)})
        accepted = True
    except LoosensError:
        accepted = False
    assert accepted == inside
