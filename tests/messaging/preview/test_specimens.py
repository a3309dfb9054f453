"""Made-up customers that show what a template becomes."""

from datetime import date

import pytest

from accounts.models import Lender
from messaging.content.lender_wording import read
from messaging.decisions.facts.sender import Sender
from messaging.models.choices import StageChoices
from messaging.preview import specimens

TODAY = date(2026, 9, 15)
WORDING = {"name": "安和", "signature": "安和", "ways_to_pay": "安和应用"}
SENDER = Sender(
    Lender(hotline="400-600-0000", check_host="anhe.cn"),
    read({"zh-hans": WORDING, "en": {**WORDING, "name": "Anhe"}}, {}),
    {"zh-hans": "回复T退订", "en": "Reply STOP"},
)


def shown(kind: str, stage: str, language: str = "zh-hans") -> dict[str, str]:
    said = {"stage": stage, "cause": "forgot", "language": language, "today": TODAY}
    return specimens.values(kind, sender=SENDER, **said)


@pytest.mark.parametrize("kind", specimens.KINDS)
@pytest.mark.parametrize("stage", StageChoices.values)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_kind_has_values_in_every_stage_and_those_alone_that_fit_it(kind, stage, language):
    found = shown(kind, stage, language)
    assert all(found.values())
    assert ("days_overdue" in found) == stage.startswith("dpd")
    assert ("days_until_due" in found) == stage.startswith("due-7")
    assert found["lender"] == ("Anhe" if language == "en" else "安和")


def test_the_oldest_is_as_late_as_the_stage_allows():
    assert shown(specimens.OLDEST, "dpd-4-7")["days_overdue"] == "7"
    assert shown(specimens.TYPICAL, "dpd-4-7")["days_overdue"] == "5"


def test_several_loans_are_of_one_stand_and_counted():
    for stage in StageChoices.values:
        assert shown(specimens.SEVERAL, stage)["loan_count"] == "3"


def test_the_longest_is_no_shorter_than_the_typical():
    longest, typical = (shown(kind, "dpd-1") for kind in (specimens.LONGEST, specimens.TYPICAL))
    assert longest.keys() == typical.keys()
    assert len("".join(longest.values())) > len("".join(typical.values()))
