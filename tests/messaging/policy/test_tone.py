import pytest

from messaging.policy import tone
from messaging.policy.tone import tone_for

STAGES = ("due-7", "due-0", "dpd-1", "dpd-2-3", "dpd-4-7", "dpd-8-15", "dpd-16+")


@pytest.mark.parametrize("stage", STAGES)
def test_who_always_paid_on_time_is_written_to_gently(stage):
    assert tone_for(stage, "always_on_time") == ("gentle", tone.WHY_ON_TIME)


@pytest.mark.parametrize("stage", STAGES)
def test_who_is_sometimes_late_gets_the_neutral_text(stage):
    assert tone_for(stage, "sometimes_late") == ("neutral", tone.WHY_SOMETIMES)


@pytest.mark.parametrize("stage", STAGES)
def test_who_is_often_late_gets_the_firm_text_from_the_fourth_day_on(stage):
    early = stage in STAGES[:4]
    expected = ("neutral", tone.WHY_OFTEN_BUT_EARLY) if early else ("firm", tone.WHY_OFTEN)
    assert tone_for(stage, "often_late") == expected


@pytest.mark.parametrize("cause", ["hardship", "dispute"])
def test_hardship_and_dispute_are_answered_gently_whatever_the_habit(cause):
    assert tone_for("dpd-16+", "often_late", cause) == ("gentle", tone.WHY_TROUBLE)


def test_the_policy_may_begin_with_firmness_later():
    assert tone_for("dpd-4-7", "often_late", firm_from="dpd-16+")[0] == "neutral"
    assert tone_for("dpd-16+", "often_late", firm_from="dpd-16+")[0] == "firm"
