"""An agent invites a rating by one click, and only where the figure that comes back is heard."""

from datetime import datetime, timedelta

import pytest

from accounts.errors import Refused
from accounts.models import Loan
from feedback.inbox import answering
from feedback.models import Conversation, Survey
from feedback.surveys import (
    invitations as survey_invitations,
    occasions as survey_occasions,
    service as surveys,
)
from messaging import library
from messaging.authoring import starter
from messaging.models import Message, Template, TemplateVersion
from tests import make, make_complaints, make_inbox

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def loan(db: None) -> Loan:
    lender = make_inbox.ready(make.lender())
    author, approver = make.staff("collector"), make.staff("supervisor")
    begun = make.MORNING - timedelta(days=1)
    starter.install(
        library.load_answers("zh-hans"),
        author=author,
        approver=approver,
        now=begun,
        effective_from=begun,
    )
    return make.loan(lender=lender, as_of=make.MORNING)


def codes(found: Conversation, now: datetime) -> set[str]:
    return {each.version.template.code for each in answering.prospects(found, now)}


def invitation() -> TemplateVersion:
    return Template.objects.get(code=survey_invitations.CODE).versions.get()


def test_nobody_is_invited_to_a_survey_that_is_not_open(loan: Loan, now: datetime) -> None:
    found = make_inbox.conversation(at=now, customer=loan.customer)
    assert survey_invitations.CODE not in codes(found, now)
    assert "answer-received" in codes(found, now)
    with pytest.raises(Refused):
        answering.answer(found, version=invitation(), by=make_inbox.agent(), now=now)
    assert not Message.objects.filter(content_class="answer").exists()
    assert not Survey.objects.exists()


def test_after_a_complaint_is_answered_one_click_asks_and_the_reply_counts(
    loan: Loan, now: datetime
) -> None:
    complaint = make_complaints.resolved(now, customer=loan.customer)
    found = make_inbox.conversation("谢谢", at=now, customer=loan.customer)
    assert survey_invitations.CODE in codes(found, now)
    answering.answer(found, version=invitation(), by=make_inbox.agent(), now=now)
    survey = Survey.objects.get()
    assert (survey.occasion, survey.source) == ("complaint", f"complaint:{complaint.pk}")
    assert survey_occasions.ask_due(now + HOUR) == 0
    make_inbox.reply("5", customer=loan.customer, at=now + HOUR)
    surveys.hear_missed(now + 2 * HOUR)
    survey.refresh_from_db()
    assert (survey.rating, survey.via) == (5, "reply")


def test_an_open_survey_is_announced_once(loan: Loan, now: datetime) -> None:
    survey = surveys.ask(
        loan.customer, lender=loan.lender, occasion="sample", source="message:1", now=now
    )
    found = make_inbox.conversation(at=now + HOUR, customer=loan.customer)
    assert survey_invitations.CODE in codes(found, now + HOUR)
    agent = make_inbox.agent()
    answering.answer(found, version=invitation(), by=agent, now=now + HOUR)
    assert Survey.objects.get() == survey
    again = make_inbox.conversation("好", at=now + 2 * HOUR, customer=loan.customer)
    assert survey_invitations.CODE not in codes(again, now + 2 * HOUR)
    with pytest.raises(Refused):
        answering.answer(again, version=invitation(), by=agent, now=now + 2 * HOUR)


def test_whoever_was_asked_lately_is_not_invited_again(loan: Loan, now: datetime) -> None:
    earlier = now - timedelta(days=30)
    surveys.ask(
        loan.customer, lender=loan.lender, occasion="sample", source="message:1", now=earlier
    )
    make_complaints.resolved(now, customer=loan.customer)
    found = make_inbox.conversation(at=now, customer=loan.customer)
    assert survey_invitations.CODE not in codes(found, now)
