"""One request for a campaign and its texts: whoever approves it has read and may approve both."""

from datetime import timedelta
from typing import Any

import pytest

from messaging.approval import fingerprints, steps
from messaging.approval.errors import ApprovalRefused
from messaging.authoring import campaigns, templates
from messaging.authoring.confirming import to_confirm
from messaging.models import Campaign, Template, TemplateVersion
from messaging.models.approvable import ApprovalState
from tests import make, make_messaging, make_runs

pytestmark = pytest.mark.django_db
WEEK = (make.DAY, make.DAY + timedelta(days=6))


@pytest.fixture
def lender() -> Any:
    return make_runs.ready_lender()


@pytest.fixture
def author() -> Any:
    return make.staff("collector")


@pytest.fixture
def asked(author: Any) -> TemplateVersion:
    """A text that waits for approval."""
    text = make_messaging.draft(
        author=author, template=make_messaging.template(code="autumn", stage="dpd-4-7")
    )
    return steps.submit(text, by=author, now=make.MORNING)


def draft(lender: Any, author: Any, texts: list[int], **more: Any) -> Campaign:
    told = {"title": "中秋", "days": WEEK, "segment": None, "note": ""}
    return campaigns.begin(lender=lender, texts=texts, by=author, now=make.MORNING, **told | more)


def approve(campaign: Campaign, by: Any, **more: Any) -> Campaign:
    campaign.refresh_from_db()
    seen = fingerprints.fingerprint(campaign)
    return steps.approve(campaign, by=by, now=make.MORNING, **{"seen_hash": seen} | more)


def test_its_approval_approves_the_text_that_waits(
    lender: Any, author: Any, asked: TemplateVersion
) -> None:
    campaign = draft(lender, author, [asked.template_id])
    steps.submit(campaign, by=author, now=make.MORNING)
    boss = make.staff("supervisor")
    approve(campaign, boss)
    asked.refresh_from_db()
    assert (asked.state, asked.decided_by) == (ApprovalState.APPROVED, boss)


def test_a_text_edited_since_it_was_read_is_read_again(
    lender: Any, author: Any, asked: TemplateVersion
) -> None:
    campaign = draft(lender, author, [asked.template_id])
    steps.submit(campaign, by=author, now=make.MORNING)
    seen = fingerprints.fingerprint(campaign)
    templates.save(
        asked,
        body=asked.body + "谢谢。",
        note="",
        by=author,
        now=make.MORNING,
        seen_edited_at=asked.edited_at,
    )
    asked.refresh_from_db()
    steps.submit(asked, by=author, now=make.MORNING)
    with pytest.raises(ApprovalRefused):
        approve(campaign, make.staff("supervisor"), seen_hash=seen)
    campaign.refresh_from_db()
    assert campaign.state == ApprovalState.SUBMITTED


def test_who_may_not_approve_one_of_its_texts_approves_nothing(
    lender: Any, asked: TemplateVersion
) -> None:
    """The supervisor wrote the text herself; the campaign is somebody else's."""
    boss = make.staff("supervisor")
    TemplateVersion.objects.filter(pk=asked.pk).update(state="draft")
    TemplateVersion.objects.filter(pk=asked.pk).update(edited_by=boss, body=asked.body + "谢谢。")
    other = make.staff("collector")
    asked.refresh_from_db()
    steps.submit(asked, by=other, now=make.MORNING)
    campaign = draft(lender, other, [asked.template_id])
    steps.submit(campaign, by=other, now=make.MORNING)
    with pytest.raises(ApprovalRefused):
        approve(campaign, boss)
    campaign.refresh_from_db()
    asked.refresh_from_db()
    assert {campaign.state, asked.state} == {ApprovalState.SUBMITTED}


def test_the_sentences_of_its_texts_are_confirmed_with_it(lender: Any, author: Any) -> None:
    template = make_messaging.template(code="autumn", stage="dpd-4-7")
    text = make_messaging.draft(
        author=author, template=template, body=make_messaging.BODY + "芝麻开门。"
    )
    templates.save(
        text,
        body=text.body,
        note="",
        by=author,
        now=make.MORNING,
        seen_edited_at=text.edited_at,
        said={"芝麻开门": "thanks"},
    )
    text.refresh_from_db()
    steps.submit(text, by=author, now=make.MORNING)
    campaign = draft(lender, author, [template.pk])
    steps.submit(campaign, by=author, now=make.MORNING)
    campaign.refresh_from_db()
    assert [each.sentence for each in to_confirm(campaign)] == ["芝麻开门"]
    with pytest.raises(ApprovalRefused):
        approve(campaign, make.staff("supervisor"))
    approve(campaign, make.staff("supervisor"), confirmed=["芝麻开门"])
    text.refresh_from_db()
    assert text.state == ApprovalState.APPROVED


def test_a_draft_is_saved_again_and_its_request_withdrawn(
    lender: Any, author: Any, asked: TemplateVersion
) -> None:
    campaign = draft(lender, author, [asked.template_id])
    steps.submit(campaign, by=author, now=make.MORNING)
    campaign.refresh_from_db()
    saved = campaigns.save(
        campaign,
        texts=[asked.template_id],
        days=(WEEK[0], WEEK[1] + timedelta(days=1)),
        segment=None,
        note="",
        by=author,
        now=make.MORNING,
        seen_edited_at=campaign.edited_at,
    )
    assert (saved.state, saved.last_day) == (ApprovalState.DRAFT, WEEK[1] + timedelta(days=1))


def test_two_drafts_of_one_title_are_not_open_at_once(
    lender: Any, author: Any, asked: TemplateVersion
) -> None:
    draft(lender, author, [asked.template_id])
    with pytest.raises(ApprovalRefused):
        draft(lender, author, [asked.template_id])


def test_an_answer_is_refused_in_words(lender: Any, author: Any) -> None:
    answer: Template = make_messaging.template(code="a", content_class="answer")
    with pytest.raises(ApprovalRefused):
        draft(lender, author, [answer.pk])
