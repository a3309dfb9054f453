"""Each hand-over held against its window, written apart from what decided it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from messaging.policy import profiles
from messaging.policy.rules.timing import AT_ONCE
from messaging.report.hand_overs import HandOver
from messaging.report.parts import Check
from messaging.report.quiet_hours import _Figures, _look_at, _Rules
from messaging.report.rows import ANSWER, CONFIRMATION

NOON = datetime(2026, 9, 15, 4, tzinfo=UTC)  # noon in Shanghai
NIGHT = datetime(2026, 9, 15, 18, tzinfo=UTC)  # two at night there
CN = replace(profiles.load("cn"), holiday_rule="none", blackout_days=())


class Rules(_Rules):
    """Without tables: one policy."""

    def __init__(self, policy=CN) -> None:
        super().__init__(NOON)
        self._policy = policy

    def policy(self, version_id: int):
        return self._policy


def looked_at(*, policy=CN, **said: Any) -> tuple[Check, dict[str, Any]]:
    row = HandOver(
        **{
            "message_id": 7,
            "begun_at": NOON,
            "permit_until": NOON + timedelta(minutes=5),
            "channel": "sms",
            "content_class": "service",
            "zones_on_file": ["Asia/Shanghai"],
            "zones_seen": ["Asia/Shanghai"],
            "outcome": "send",
            "policy_id": 1,
            "timeout_seconds": 30,
            "asked_at": None,
            "night_consent": False,
            **said,
        }
    )
    check, figures = Check("quiet_hours"), _Figures()
    _look_at(row, Rules(policy), check, figures)
    return check, figures.to_json()


def faults(**said: Any) -> list[str]:
    return [violation.what for violation in looked_at(**said)[0].violations]


def test_a_hand_over_within_its_window_and_permit_holds_and_its_margins_are_kept():
    check, figures = looked_at()
    assert check.holds
    assert figures["least_margin_to_end"]["about"] == "message:7"
    assert sum(figures["margins_to_end"].values()) == 1


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"begun_at": NIGHT, "permit_until": NIGHT + timedelta(minutes=1)}, "outside_the_window"),
        ({"outcome": None}, "no_decision_to_send"),
        ({"outcome": "hold"}, "no_decision_to_send"),
        ({"policy_id": None}, "no_policy"),
        ({"permit_until": None}, "no_permit"),
        ({"permit_until": NOON + timedelta(hours=20)}, "permit_too_long"),
        ({"permit_until": NOON - timedelta(seconds=1)}, "begun_after_its_permit"),
        ({"zones_on_file": ["Mars/Base"], "zones_seen": ["Mars/Base"]}, "unknown_zone"),
    ],
)
def test_what_is_wrong_is_named(said, fault):
    assert faults(**said) == [fault]


def test_a_closed_day_is_closed_at_noon_too():
    assert faults(policy=replace(CN, blackout_days=("09-15",))) == ["closed_day"]


def test_every_zone_somebody_may_be_in_counts():
    both = ["Asia/Shanghai", "America/New_York"]
    assert faults(zones_on_file=both, zones_seen=both) == ["outside_the_window"]


def test_of_somebody_who_moved_the_rows_cannot_say_which_zone_was_right():
    check, _figures = looked_at(zones_seen=["America/New_York"])
    assert check.holds
    assert [doubt.what for doubt in check.doubtful] == ["zones_changed"]


def test_consent_lifts_quiet_hours_where_the_policy_says_so():
    night = {"begun_at": NIGHT, "permit_until": NIGHT + timedelta(minutes=1), "night_consent": True}
    lifting = replace(CN, consent_lifts_quiet_hours=True)
    check, figures = looked_at(policy=lifting, **night)
    assert (check.holds, figures["at_night_by_consent"]) == (True, 1)
    kept = replace(CN, consent_lifts_quiet_hours=False)
    assert faults(policy=kept, **night) == ["outside_the_window"]


def test_an_answer_to_what_was_just_written_may_go_at_night_and_no_later_one():
    night = {"begun_at": NIGHT, "permit_until": NIGHT, "content_class": ANSWER}
    check, figures = looked_at(asked_at=NIGHT - AT_ONCE, **night)
    assert (check.holds, figures["answers_at_night"]) == (True, 1)
    late = NIGHT - AT_ONCE - timedelta(seconds=1)
    assert faults(asked_at=late, **night) == ["outside_the_window"]
    assert faults(asked_at=late, **{**night, "content_class": "service"}) == ["outside_the_window"]


def test_the_answer_to_an_opt_out_has_its_minutes():
    most = timedelta(minutes=CN.opt_out_confirmation_minutes)
    said = {"content_class": CONFIRMATION, "begun_at": NIGHT}
    check, figures = looked_at(asked_at=NIGHT - most, **said)
    assert check.holds
    assert figures["slowest_confirmation_seconds"] == most.total_seconds()
    late = NIGHT - most - timedelta(seconds=1)
    assert faults(asked_at=late, **said) == ["confirmation_too_late"]
    assert faults(asked_at=None, **said) == ["confirms_nothing"]
