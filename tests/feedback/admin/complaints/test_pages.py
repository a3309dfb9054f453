"""The screens of a complaint: every state shows, every button asks its service."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.errors import Refused
from feedback.admin.complaints.recent_texts import recent_texts
from feedback.complaints import evidence, extensions, opening, reviews, working
from feedback.letters import starter
from feedback.models import Complaint
from messaging.models import Stop
from tests import make, make_outbox
from tests.feedback.admin.complaints.desk import at, post, shown
from tests.make_complaints import close, logged, resolved

pytestmark = pytest.mark.django_db


def test_the_page_shows_every_state_to_every_reader(now: datetime) -> None:
    starter.install(author=make.staff("agent"), approver=make.staff("supervisor"), now=now)
    message = make_outbox.message()
    readers = [make.staff(role) for role in ("agent", "supervisor", "auditor")]
    agent, boss, _auditor = readers
    complaint = logged(now, customer=message.customer, message=message, severity="severe")

    def all_read(*words: str) -> None:
        for reader in readers:
            text = shown(reader, "complaint", complaint.pk)
            assert all(word in text for word in (complaint.number, *words))

    all_read("Open", f"#{message.pk}")
    extensions.ask_for_extension(complaint, reason="等待录音", by=agent, now=now)
    all_read("等待录音", "Extension asked for")
    extensions.approve_extension(complaint.extensions.get(), by=boss, now=now)
    all_read("2026-10-30", "Days of extension 30")
    close(complaint, now, by=make.staff("supervisor"))
    all_read("Upheld", "2026-10-15")
    review = reviews.ask_for_review(complaint, via="phone", text="不服", by=agent, now=now)
    all_read("不服", "In review")
    reviews.decide_review(review, outcome="confirmed", answer="维持原结果", by=boss, now=now)
    all_read("维持原结果", "First outcome confirmed")


def test_the_list_asks_for_the_time_no_oftener_for_more_rows(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a sandbox each time it is asked for is a query."""
    agent, asked = make.staff("agent"), []

    def tell() -> datetime:
        asked.append(now)
        return now

    monkeypatch.setattr("config.clock.now", tell)
    counts = []
    for _complaint in range(3):
        logged(now)
        asked.clear()
        shown(agent, "feedback_complaint_changelist")
        counts.append(len(asked))
    assert len(set(counts)) == 1


def test_the_number_of_queries_does_not_grow_with_messages_and_files(now: datetime) -> None:
    agent, loan = make.staff("agent"), make.loan()
    complaint = logged(now, customer=loan.customer)

    def queries() -> int:
        client = at(agent)
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("admin:complaint", args=[complaint.pk]))
        return len(captured)

    def grow(n: int) -> None:
        message = make_outbox.message(loan=make.loan(customer=loan.customer))
        working.link_message(complaint, message, by=agent, now=now)
        evidence.add(complaint, name="a", data=f"text {n}".encode(), by=agent, now=now)
        working.add_note(complaint, text="x", by=agent, now=now)

    grow(0)
    few = queries()
    for n in range(1, 4):
        grow(n)
    assert queries() == few


def test_an_agent_works_a_complaint_to_its_end_by_the_buttons(now: datetime) -> None:
    agent, boss, colleague = make.staff("agent"), make.staff("supervisor"), make.staff("agent")
    customer = make.customer()
    form = {"via": "phone", "category": "wording", "severity": "normal", "text": "语气不好"}
    answer = post(agent, "complaint_log", customer.pk, **form)
    complaint = Complaint.objects.get()
    assert answer.url == reverse("admin:complaint", args=[complaint.pk])
    post(agent, "complaint_give", complaint.pk, to=colleague.pk, reason="休假")
    post(agent, "complaint_take", complaint.pk)
    post(agent, "complaint_note", complaint.pk, note="已回电")
    post(agent, "complaint_reclassify", complaint.pk, category="privacy", severity="normal")
    post(agent, "complaint_complex", complaint.pk, reason="需核实")
    post(agent, "complaint_extend", complaint.pk, reason="等待录音")
    extension = complaint.extensions.get()
    post(boss, "complaint_extension_decide", extension.pk, step="approve")
    complaint.refresh_from_db()
    assert (complaint.category, complaint.due_on) == ("privacy", date(2026, 11, 14))
    post(
        agent,
        "complaint_resolve",
        complaint.pk,
        outcome="partly",
        root_cause="person",
        answer="已致歉",
    )
    post(agent, "complaint_ask_review", complaint.pk, via="phone", text="不服")
    complaint.refresh_from_db()
    post(boss, "review_take", complaint.review.pk)
    post(
        boss,
        "review_decide",
        complaint.review.pk,
        outcome="changed",
        new_outcome="upheld",
        answer="改为成立",
    )
    complaint.refresh_from_db()
    assert (complaint.state, complaint.review.new_outcome) == ("resolved", "upheld")


def test_what_was_typed_is_still_there_when_it_is_refused(now: datetime) -> None:
    complaint, agent = logged(now, severity="severe"), make.staff("agent")
    answer = post(
        agent,
        "complaint_resolve",
        complaint.pk,
        outcome="upheld",
        root_cause="none",
        answer="打了很久的答复",
    )
    complaint.refresh_from_db()
    assert complaint.state == "open"
    assert answer.status_code == 400
    complaint = logged(now)
    answer = post(agent, "complaint_resolve", complaint.pk, outcome="", answer="打了很久的答复")
    assert (answer.status_code, "打了很久的答复" in answer.content.decode()) == (400, True)


def test_only_the_customers_own_messages_are_linked(now: datetime) -> None:
    mine, foreign, agent = make_outbox.message(), make_outbox.message(), make.staff("agent")
    complaint = logged(now, customer=mine.customer)
    for number in (foreign.pk, 10**12, "x", -1, 2**70, ""):
        post(agent, "complaint_link", complaint.pk, message=number)
    assert not complaint.linked.exists()
    choices = recent_texts(complaint.customer)
    assert [key for key, _said in choices] == [str(mine.pk)]
    assert mine.template_version.template.title in choices[0][1]
    post(agent, "complaint_link", complaint.pk, message=mine.pk)
    assert recent_texts(complaint.customer, but=[mine.pk]) == []
    post(agent, "complaint_unlink", complaint.linked.get().pk)
    assert not complaint.linked.exists()


def test_the_list_shows_first_what_is_due_and_whose(now: datetime) -> None:
    agent = make.staff("agent")
    mine = logged(now - timedelta(days=15), by=agent)
    other = logged(now)
    gone = resolved(now)
    text = shown(agent, "feedback_complaint_changelist")
    assert text.index(mine.number) < text.index(other.number) < text.index(gone.number)
    urgent = shown(agent, "feedback_complaint_changelist", whose="mine", due="24h")
    assert mine.number in urgent
    assert other.number not in urgent
    for query in ({"due": "extension"}, {"due": "nonsense"}, {"whose": "nobody"}):
        shown(agent, "feedback_complaint_changelist", **query)


def test_figures_link_to_the_list_behind_them_and_survive_any_address(now: datetime) -> None:
    message, auditor = make_outbox.message(), make.staff("auditor")
    about = logged(now, customer=message.customer, message=message)
    logged(now, category="wording")
    text = shown(auditor, "complaint_statistics")
    assert str(message.template_version.template.title) in text
    links = {part.split('"')[0] for part in text.split('href="/staff/feedback/complaint/?')[1:]}
    assert len(links) > 5
    for link in links:
        answer = at(auditor).get(f"/staff/feedback/complaint/?{link.replace('&amp;', '&')}")
        assert answer.status_code == 200, link
        if "template_version" in link and "isnull" not in link:
            assert about.number in answer.content.decode()
    for query in ({"first": "x"}, {"lender": "9" * 40}, {"by": "year"}, {"first": "2026-99-99"}):
        shown(auditor, "complaint_statistics", **query)
    shown(auditor, "complaint_statistics", by="week", lender=message.lender_id)


def test_a_paused_text_is_shown_with_its_figures_and_its_stop(now: datetime) -> None:
    from feedback.complaints import pausing

    message = make_outbox.message()
    for _n in range(3):
        logged(now, customer=message.customer, message=message)
    pausing.check_all(now)
    text = shown(make.staff("supervisor"), "complaint_statistics")
    assert reverse("admin:stop", args=[Stop.objects.get().pk]) in text
    assert "3 complaints" in text


def test_the_export_honours_the_filters_and_holds_no_word_of_the_customer(now: datetime) -> None:
    title = "=cmd|' /C calc'!A0"
    message = make_outbox.message()
    template = message.template_version.template
    template.title = title
    template.save()
    kept = logged(now, customer=message.customer, message=message, text="秘密的话")
    old = logged(now - timedelta(days=60))
    answer = at(make.staff("auditor")).get(
        reverse("admin:complaint_export"), {"first": "2026-09-01", "last": "2026-09-30"}
    )
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert kept.number in text
    assert old.number not in text
    assert "秘密的话" not in text
    assert "'=cmd" in text
    assert len(text.strip().splitlines()) == 2


def test_a_complaint_that_is_refused_says_why_on_the_form(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_said: Any) -> None:
        raise Refused("not like this")

    monkeypatch.setattr(opening, "log", refuse)
    said = {"via": "phone", "category": "other", "severity": "normal", "text": "太多"}
    page = post(make.staff("agent"), "complaint_log", make.customer().pk, **said)
    assert page.status_code == 200
    assert "not like this" in page.content.decode()
    assert "太多" in page.content.decode()
