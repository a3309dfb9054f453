"""What stands against a campaign before anybody is asked to approve it."""

from datetime import date, timedelta
from typing import Any

import pytest

from messaging.authoring import campaigns
from messaging.authoring.check_campaign import campaign_findings
from messaging.models import Campaign, Template
from tests import make, make_messaging, make_runs

pytestmark = pytest.mark.django_db
WEEK = (make.DAY, make.DAY + timedelta(days=6))


@pytest.fixture
def lender() -> Any:
    return make_runs.ready_lender()


def text(code: str, stage: str = "dpd-4-7") -> Template:
    version: Any = make_messaging.version(template=make_messaging.template(code=code, stage=stage))
    return version.template


def draft(
    lender: Any, texts: list[Template], days: tuple[date, date] = WEEK, title: str = "中秋"
) -> Campaign:
    return campaigns.begin(
        lender=lender,
        title=title,
        texts=[each.pk for each in texts],
        days=days,
        segment=None,
        note="",
        by=make.staff("collector"),
        now=make.MORNING,
    )


def blocks(campaign: Campaign) -> int:
    found = campaign_findings(campaign, now=make.MORNING)
    return sum(each.level == "block" for each in found)


def test_nothing_stands_against_texts_in_force_on_days_to_come(lender: Any) -> None:
    assert campaign_findings(draft(lender, [text("a")]), now=make.MORNING) == []


def test_days_that_are_over_block(lender: Any) -> None:
    past = (make.DAY - timedelta(days=9), make.DAY - timedelta(days=1))
    assert blocks(draft(lender, [text("a")], past)) == 1


def test_more_than_a_year_is_no_campaign(lender: Any) -> None:
    assert blocks(draft(lender, [text("a")], (make.DAY, make.DAY + timedelta(days=365)))) == 0
    assert (
        blocks(draft(lender, [text("b")], (make.DAY, make.DAY + timedelta(days=366)), "国庆")) == 1
    )


def test_two_texts_of_one_stage_block(lender: Any) -> None:
    assert blocks(draft(lender, [text("a"), text("b")])) == 1
    assert blocks(draft(lender, [text("c"), text("d", "dpd-1")], title="国庆")) == 0


def test_a_text_that_nobody_was_asked_to_approve_blocks(lender: Any) -> None:
    template = make_messaging.template(code="new", stage="dpd-4-7")
    make_messaging.draft(template=template)
    assert blocks(draft(lender, [template])) == 1
