"""What names a regulator, a lawyer, the police or the press is severe, and filed by name."""

from datetime import datetime

import pytest

from feedback.alarms.open_alarms import open_alarms
from feedback.complaints import kinds, opening, working
from feedback.inbox import actions
from feedback.models import Complaint
from feedback.pages import actions as pages
from messaging.inbound import replies
from tests import make, make_inbox, make_outbox
from tests.feedback.admin.desks import desk

PHONE = "+8614100009999"


@pytest.mark.parametrize(
    ("text", "category", "severity"),
    [
        ("我已经向银保监会投诉", "authority", "severe"),
        ("我的律师会找你们", "authority", "severe"),
        ("你们泄露我的信息，我要去银保监投诉", "privacy", "severe"),
        ("再威胁我试试，投诉", "conduct", "severe"),
        ("我要投诉，天天发短信", "too_often", "normal"),
        ("我要投诉，你们一天到晚发短信", "too_often", "normal"),
        ("投诉！半夜还发短信", "wrong_hour", "normal"),
        ("退订了还发，我要投诉", "after_opt_out", "normal"),
        ("已经还了还在催，投诉你们", "wrong_amount", "normal"),
        ("你们态度太差，投诉", "wording", "normal"),
        ("我要投诉", "other", "normal"),
    ],
)
def test_the_words_say_what_it_is_about_and_how_bad(
    text: str, category: str, severity: str
) -> None:
    assert kinds.kind_of(text) == (category, severity)


@pytest.mark.django_db
def test_a_reply_that_names_a_regulator_opens_a_severe_complaint(now: datetime) -> None:
    make.customer(phone=PHONE)
    replies.take(address=PHONE, text="12378见", now=now)
    opening.open_missed(now)
    complaint = Complaint.objects.get()
    assert (complaint.category, complaint.severity, complaint.owner) == (
        *("authority", "severe"),
        None,
    )


@pytest.mark.django_db
def test_said_again_with_a_regulator_the_open_one_becomes_severe(now: datetime) -> None:
    make.customer(phone=PHONE)
    for text in ("我要投诉", "再发我就去银保监会", "我要投诉"):
        replies.take(address=PHONE, text=text, now=now)
        opening.open_missed(now)
    complaint = Complaint.objects.get()
    assert (complaint.category, complaint.severity, complaint.repeats) == (
        *("authority", "severe"),
        2,
    )


@pytest.mark.django_db
def test_so_it_is_by_an_agents_click_and_on_the_customers_page(now: datetime) -> None:
    found = make_inbox.conversation("12378见", at=now)
    by_click = actions.complain(found, by=make_inbox.agent(), now=now)
    assert by_click.severity == "severe"
    message = make_outbox.message()
    assert message.customer is not None
    on_page = pages.complain(
        message.customer, message=message, category="too_often", words="我要找律师告你们", now=now
    )
    assert (on_page.category, on_page.severity) == ("too_often", "severe")


@pytest.mark.django_db
def test_its_conversation_comes_before_the_others(now: datetime) -> None:
    assert make_inbox.conversation("12378见", at=now).urgency == 1
    assert make_inbox.conversation("我要投诉", at=now).urgency == 2


@pytest.mark.django_db
def test_supervisors_see_it_first_of_all(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.clock.now", lambda: now)
    for text in ("我要投诉，天天发短信", "12378见"):
        customer = make.customer()
        make_inbox.reply(text, at=now, customer=customer)
    opening.open_missed(now)
    boss, person = desk("supervisor")
    assert open_alarms(person, now).severe == 1
    page = boss.get("/staff/feedback/complaint/")
    first = page.context["cl"].result_list[0]
    assert first.severity == "severe"
    assert page.context["desk"].severe == 1
    severe = boss.get("/staff/feedback/complaint/?due=severe").context["cl"].result_list
    assert [each.pk for each in severe] == [first.pk]
    agent = make_inbox.agent()
    working.hand_over(first, to=agent, reason="", by=person, now=now)
    assert open_alarms(person, now).severe == 0


def test_nobody_is_asked_to_choose_a_regulator_on_the_page() -> None:
    from feedback.pages.forms import ComplaintForm

    offered = {code for code, _label in ComplaintForm().fields["category"].choices}  # type: ignore[attr-defined]
    assert "authority" not in offered
    assert "too_often" in offered
