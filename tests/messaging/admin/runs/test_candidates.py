"""The lists behind the funnel, and one candidate with everything that was decided."""

from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEntry, Lender
from messaging.admin.runs import candidates as run_candidates
from messaging.models import Run
from messaging.planning.service import plan
from tests import make, make_runs

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr("config.clock.now", lambda: now)


@pytest.fixture
def ready() -> Lender:
    return make_runs.ready_lender()


def staff(role: str = "supervisor") -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(make.staff(role))
    return client


def listed(run: Run, **query: object) -> str:
    url = reverse("admin:run_candidates", args=[run.pk])
    return str(staff().get(url, query).content.decode())


def run_of(lender: Lender, now: datetime) -> Run:
    return plan(lender=lender, day=make.DAY, by=None, now=now)


def test_names_are_masked(ready: Lender, now: datetime) -> None:
    make.loan(lender=ready, customer=make.customer(name="欧阳独一"))
    text = listed(run_of(ready, now))
    assert "欧**一" in text
    assert "欧阳独一" not in text


def test_the_list_is_filtered_by_the_url(ready: Lender, now: datetime) -> None:
    sent = make.loan(lender=ready, dpd=1).customer
    left_out = make.loan(lender=ready, customer=make.customer(phone=None)).customer
    run = run_of(ready, now)
    for query, seen, unseen in (
        ({"to_send": "1"}, sent, left_out),
        ({"reason": "no_contact_point"}, left_out, sent),
        ({"stage": "dpd-1"}, sent, left_out),
        ({"text": run.candidates.get(customer=sent).template_version_id}, sent, left_out),
    ):
        text = listed(run, **query)
        assert seen.customer_no in text
        assert unseen.customer_no not in text


def test_one_person_is_found_by_any_number_and_no_number_stands_in_the_address(
    ready: Lender, now: datetime
) -> None:
    loan, other = make.loan(lender=ready, dpd=1), make.loan(lender=ready, dpd=1)
    run = run_of(ready, now)
    elsewhere = make.customer()
    url = reverse("admin:run_candidates_find", args=[run.pk])
    phone = loan.customer.contact_points.get(channel="sms").address
    client = staff()
    for typed in (loan.customer.customer_no.lower(), f" {loan.loan_no} ", phone):
        answer = client.post(url, {"typed": typed})
        assert answer.headers["Location"].endswith(f"candidates/?who={loan.customer_id}")
        text = client.get(answer.headers["Location"]).content.decode()
        assert loan.customer.customer_no in text
        assert other.customer.customer_no not in text
    for typed in (elsewhere.customer_no, "+8613800000000", "", "\0"):
        answer = client.post(url, {"typed": typed})
        assert answer.headers["Location"] == reverse("admin:run_candidates", args=[run.pk])
    assert other.customer.customer_no in listed(run, who="no number")


def test_a_list_out_of_a_mail_is_found_at_once_and_who_is_missing_is_said(
    ready: Lender, now: datetime
) -> None:
    two = [make.loan(lender=ready, dpd=1) for _each in range(2)]
    other = make.loan(lender=ready, dpd=1)
    run = run_of(ready, now)
    elsewhere, client = make.customer(), staff()
    pasted = f"{two[0].customer.customer_no}，{elsewhere.customer_no}\n {two[1].loan_no}"
    url = reverse("admin:run_candidates_find", args=[run.pk])
    answer = client.post(url, {"typed": pasted}, follow=True).content.decode()
    assert [each.customer.customer_no in answer for each in (*two, other)] == [True, True, False]
    assert "number 2 from the top" in answer
    assert elsewhere.customer_no not in answer


def test_why_somebody_is_left_out_has_to_be_chosen(ready: Lender, now: datetime) -> None:
    make.loan(lender=ready, dpd=1)
    run = run_of(ready, now)
    text = listed(run)
    choice = text.split('<select class="hc-input" name="why"', 1)[1].split("</select>", 1)[0]
    assert "required" in choice.split(">", 1)[0]
    assert '<option value="">' in choice.split("</option>", 1)[0]
    assert "selected" not in choice
    everybody = run.candidates.values_list("pk", flat=True)
    sent = {"one": list(everybody), "what": "out", "why": ""}
    staff().post(reverse("admin:run_leave_out", args=[run.pk]), sent)
    assert run.candidates.get().to_send


def test_the_list_follows_the_state_of_the_message(ready: Lender, now: datetime) -> None:
    make.loan(lender=ready)
    run = run_of(ready, now)
    make_runs.message(run, state="delivered", at=now)
    customer = run.candidates.get().customer
    assert customer.customer_no in listed(run, state="delivered")
    assert customer.customer_no not in listed(run, state="queued")


def test_pages_follow_by_key_and_keep_the_filters(
    ready: Lender, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_candidates, "PAGE", 2)
    for _ in range(3):
        make.loan(lender=ready)
    run = run_of(ready, now)
    first, second, third = run.candidates.order_by("pk")
    text = listed(run, to_send="1")
    assert f"?to_send=1&amp;after={second.pk}" in text
    assert third.customer.customer_no not in text
    rest = listed(run, to_send="1", after=second.pk)
    assert third.customer.customer_no in rest
    assert first.customer.customer_no not in rest


def test_a_page_that_is_no_number_is_not_found(ready: Lender, now: datetime) -> None:
    url = reverse("admin:run_candidates", args=[run_of(ready, now).pk])
    assert staff().get(url, {"after": "x"}).status_code == 404


def test_more_rows_cost_no_more_queries(ready: Lender, now: datetime) -> None:
    make.loan(lender=ready)
    run = run_of(ready, now)
    client, url = staff(), reverse("admin:run_candidates", args=[run.pk])
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for _ in range(10):
        make.loan(lender=ready)
    run_of(ready, now)
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(few) == len(many)


def test_a_candidate_shows_text_loans_tone_and_every_rule(ready: Lender, now: datetime) -> None:
    loan = make.loan(lender=ready, customer=make.customer(name="欧阳独一"))
    candidate = run_of(ready, now).candidates.get()
    text = staff().get(reverse("admin:candidate", args=[candidate.pk])).content.decode()
    assert "【安和消费金融】欧**一先生您好" in text
    assert "欧阳独一" not in text
    assert loan.loan_no in text
    assert "has always paid on time" in text
    for rule in ("Emergency stop", "Quiet hours", "Cap per number", "Fits its stage"):
        assert rule in text


def test_a_sent_candidate_shows_what_was_sent(ready: Lender, now: datetime) -> None:
    make.loan(lender=ready)
    run = run_of(ready, now)
    body = "【安和】王小明，这是当时的短信。"
    make_runs.message(run, state="delivered", at=now, body=body)
    candidate = run.candidates.get()
    text = staff().get(reverse("admin:candidate", args=[candidate.pk])).content.decode()
    assert "【安和】王*明，这是当时的短信。" in text


def test_who_may_not_look_is_refused(ready: Lender, now: datetime) -> None:
    make.loan(lender=ready)
    candidate = run_of(ready, now).candidates.get()
    client = Client()
    client.force_login(make.staff("collector", is_staff=True))
    assert client.get(reverse("admin:candidate", args=[candidate.pk])).status_code == 200
    visitor = Client().get(reverse("admin:candidate", args=[candidate.pk]))
    assert visitor.status_code == 302


def test_the_list_as_a_file_honours_its_filters_masks_names_and_is_on_record(
    ready: Lender, now: datetime
) -> None:
    shown, hidden = (
        make.loan(lender=ready, customer=make.customer(name="欧阳独一")) for _ in range(2)
    )
    run = run_of(ready, now)
    run.candidates.filter(customer=hidden.customer).update(tone="firm")
    run.candidates.filter(customer=shown.customer).update(tone="gentle")
    address = reverse("admin:run_candidates_export", args=[run.pk])
    answer = staff().post(address, {"query": "tone=gentle"})
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert shown.customer.customer_no in text
    assert hidden.customer.customer_no not in text
    assert "欧**一" in text
    assert "欧阳独一" not in text
    kept = AuditEntry.objects.get(action="export")
    assert kept.after["filters"] == {"tone": ["gentle"]}


def test_a_trace_names_loans_numbers_and_texts_and_never_their_ids(
    ready: Lender, now: datetime
) -> None:
    loan = make.loan(lender=ready)
    run = run_of(ready, now)
    candidate = run.candidates.get()
    found = staff().get(reverse("admin:candidate", args=[candidate.pk])).context["decisions"]
    saw = {key: value for entry in found[0]["trace"] for key, value in entry["saw"]}
    assert saw["not settled"] == loan.loan_no
    assert "*" in saw["contact point"]
    assert saw["template version"] == str(candidate.template_version)
