"""A campaign's texts go on its days to whom it means, ahead of the strategy's, and no longer."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, InternalError, transaction

from messaging.approval import fingerprints, steps
from messaging.authoring import campaigns as drafts, segments
from messaging.models import Campaign, Candidate, Strategy, Template, in_force
from messaging.planning import service as planning
from messaging.planning.campaigns import before, running
from messaging.planning.wordings import in_use
from tests import make, make_messaging, make_runs

pytestmark = pytest.mark.django_db
WEEK = (make.DAY, make.DAY + timedelta(days=6))


@pytest.fixture
def lender() -> Any:
    return make_runs.ready_lender()


@pytest.fixture
def text() -> Template:
    template = make_messaging.template(code="autumn", title="中秋", stage="dpd-4-7")
    version: Any = make_messaging.version(template=template)
    return version.template


def approved(
    lender: Any, texts: list[int], days: tuple[date, date] = WEEK, **more: Any
) -> Campaign:
    told = {"title": "中秋", "segment": None, "note": ""}
    author = make.staff("collector")
    draft = drafts.begin(
        lender=lender, texts=texts, days=days, by=author, now=make.MORNING, **told | more
    )
    steps.submit(draft, by=author, now=make.MORNING)
    draft.refresh_from_db()
    return steps.approve(
        draft,
        by=make.staff("supervisor"),
        now=make.MORNING,
        seen_hash=fingerprints.fingerprint(draft),
    )


def planned(lender: Any) -> list[Candidate]:
    planning.plan(lender=lender, day=make.DAY, by=None, now=make.MORNING)
    return list(Candidate.objects.select_related("template_version").order_by("pk"))


def test_its_text_goes_instead_of_the_strategys(lender: Any, text: Template) -> None:
    make.loan(lender=lender, dpd=5)
    approved(lender, [text.pk])
    [candidate] = planned(lender)
    assert candidate.template_version is not None
    assert candidate.template_version.template_id == text.pk


def test_other_stages_keep_the_strategys_text(lender: Any, text: Template) -> None:
    make.loan(lender=lender, dpd=1)
    approved(lender, [text.pk])
    [candidate] = planned(lender)
    assert candidate.template_version is not None
    assert candidate.template_version.template_id != text.pk


@pytest.mark.parametrize(("off", "runs"), [(-1, False), (0, True), (6, True), (7, False)])
def test_it_runs_from_its_first_day_to_its_last(
    lender: Any, text: Template, off: int, runs: bool
) -> None:
    campaign = approved(lender, [text.pk])
    Campaign.objects.filter(pk=campaign.pk).update(effective_from=make.MORNING - timedelta(days=9))
    found = running(lender, make.MORNING + timedelta(days=off))
    assert found == ([campaign] if runs else [])


def test_it_does_not_run_before_its_approval_begins(lender: Any, text: Template) -> None:
    approved(lender, [text.pk], days=(make.DAY - timedelta(days=3), make.DAY))
    assert running(lender, make.MORNING - timedelta(days=1)) == []


def test_it_means_only_its_segment(lender: Any, text: Template) -> None:
    make.loan(lender=lender, dpd=5, amount_due=900)
    make.loan(lender=lender, dpd=5, amount_due=50)
    small = segments.save(
        None,
        lender=lender,
        title="小额",
        conditions=[{"fact": "amount_due", "below": "100", "currency": "CNY"}],
        by=make.staff("supervisor"),
        now=make.MORNING,
    )
    approved(lender, [text.pk], segment=small)
    large, little = planned(lender)
    assert large.template_version is not None
    assert little.template_version is not None
    assert large.template_version.template_id != text.pk
    assert little.template_version.template_id == text.pk


def test_of_two_that_fit_the_one_approved_last_decides(lender: Any, text: Template) -> None:
    other: Any = make_messaging.version(template=make_messaging.template(code="b", stage="dpd-4-7"))
    first = approved(lender, [text.pk])
    second = approved(lender, [other.template_id], title="国庆")
    Campaign.objects.filter(pk=second.pk).update(effective_from=make.MORNING)
    assert running(lender, make.MORNING) == [second, first]


def test_a_newer_version_takes_the_place_of_the_former(lender: Any, text: Template) -> None:
    approved(lender, [text.pk])
    newer = approved(lender, [text.pk], days=(WEEK[0], WEEK[1] + timedelta(days=1)))
    assert running(lender, make.MORNING) == [newer]


def test_a_retired_one_runs_no_more(lender: Any, text: Template) -> None:
    campaign = approved(lender, [text.pk])
    steps.retire(campaign, by=make.staff("supervisor"), reason="结束", now=make.MORNING)
    assert running(lender, make.MORNING) == []


def test_a_text_out_of_use_leaves_the_strategys_in_place(lender: Any, text: Template) -> None:
    campaign = approved(lender, [text.pk])
    assert before({}, [campaign], worded=[]) == {}


def test_no_campaign_costs_planning_one_query_and_one_two(
    lender: Any, text: Template, django_assert_num_queries: Any
) -> None:
    strategy: Strategy = in_force.strategy(lender, make.MORNING)
    with django_assert_num_queries(6):
        in_use(lender, strategy, at=make.MORNING, now=make.MORNING)
    approved(lender, [text.pk])
    with django_assert_num_queries(7):
        in_use(lender, strategy, at=make.MORNING, now=make.MORNING)


def test_the_database_takes_no_answer_for_a_text_of_a_campaign(lender: Any) -> None:
    answer: Any = make_messaging.version(
        template=make_messaging.template(code="a", content_class="answer")
    )
    for texts in ([answer.template_id], [987654], []):
        with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
            Campaign.objects.create(
                lender=lender,
                number=1,
                title="x",
                texts=texts,
                first_day=make.DAY,
                last_day=make.DAY,
                author=make.staff("collector"),
                edited_by=make.staff("collector"),
                created_at=make.MORNING,
                edited_at=make.MORNING,
            )


def test_what_a_campaign_leads_to_stays_a_reminder(lender: Any, text: Template) -> None:
    approved(lender, [text.pk])
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        Template.objects.filter(pk=text.pk).update(content_class="answer")
