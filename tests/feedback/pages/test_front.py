"""Is it really you? And what needs no secret."""

import re
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.formats import date_format

from accounts.models import ContactPoint, Hold
from feedback.models import Complaint, Throttle
from messaging.models import Suppression
from tests.feedback.pages.conftest import Clock
from tests.feedback.pages.visitor import DIGITS, visitor
from tests.unguarded import unguarded

pytestmark = pytest.mark.django_db


def test_yes_says_when_and_how_to_reach_the_lender_and_nothing_of_a_debt(
    now: datetime, clock: Clock
) -> None:
    somebody, customer, message = visitor(now, official_site="anhe.example")
    sent = somebody.check()
    assert (sent.status_code, sent["Location"]) == (303, somebody.url("answer"))
    page = somebody.get("answer").content.decode()
    assert "2026年9月15日 18:30" in page
    assert message.lender.hotline in page
    assert "anhe.example" in page
    for private in ("王小明", "1,234", customer.customer_no, "消费贷", somebody.code):
        assert private not in page


@pytest.mark.parametrize(
    ("code", "digits"), [("00000000", DIGITS), (None, "9999"), ("查询码 ZZZZZZZZ", "尾号0000")]
)
def test_no_is_the_same_no_whatever_was_wrong(
    now: datetime, clock: Clock, code: str | None, digits: str
) -> None:
    somebody, _customer, message = visitor(now)
    somebody.check(code, digits)
    page = somebody.get("answer")
    assert "verdict no" in page.content.decode()
    assert message.lender.hotline in page.content.decode()
    assert somebody.get("mine")["Location"] == somebody.url("check")


def test_unknown_codes_and_wrong_numbers_cost_the_same_and_answer_the_same(
    now: datetime, clock: Clock
) -> None:
    somebody, _customer, _message = visitor(now)
    seen = []
    for code, digits in [(somebody.code, "9999"), ("00000000", DIGITS), ("ZZZZZZZZ", "0001")]:
        fresh = type(somebody)(somebody.lender, somebody.code)
        with CaptureQueriesContext(connection) as queries:
            checked = fresh.check(code, digits)
        shape = [re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in queries]
        cookie = len(checked.cookies["hc_visit"].value)
        answered = fresh.get("answer").content.decode()
        answered = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answered)
        # What was typed is shown again, whatever was wrong with it.
        assert f"{code[:4]} {code[4:]} · {digits}" in answered
        answered = re.sub(r"<strong>\w{4} \w{4} · \d{4}</strong>", "", answered)
        assert f'value="{code[:4]} {code[4:]}"' in answered  # to mend one sign of it
        answered = re.sub(r'value="(\w{4} \w{4}|\d{4})"', "", answered)
        seen.append((checked.status_code, checked["Location"], cookie, shape, answered))
    assert seen[0] == seen[1] == seen[2]


def test_a_code_of_another_lender_is_unknown_here(now: datetime, clock: Clock) -> None:
    somebody, _customer, _message = visitor(now)
    other, _other_customer, _other_message = visitor(now, phone="+8610000012346")
    other.check(somebody.code, DIGITS)
    assert "verdict no" in other.get("answer").content.decode()


def test_pages_are_kept_nowhere_and_lead_nowhere_else(now: datetime, clock: Clock) -> None:
    somebody, _customer, _message = visitor(now)
    for page in (somebody.get("check"), somebody.check(), somebody.get("answer")):
        assert "no-store" in page["Cache-Control"]
        assert page["Referrer-Policy"] == "no-referrer"
        assert "default-src 'none'" in page["Content-Security-Policy"]
        assert "script-src" not in page["Content-Security-Policy"]
    shown = somebody.get("answer").content.decode()
    assert "<script" not in shown
    assert " style=" not in shown
    cookie = somebody.client.cookies["hc_visit"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Strict")
    assert cookie["path"] == somebody.url("check")


def test_a_form_without_its_token_does_nothing(now: datetime, clock: Clock) -> None:
    somebody, _customer, _message = visitor(now)
    somebody.client = Client(enforce_csrf_checks=True)
    page = somebody.check()
    assert page.status_code == 403
    assert somebody.lender.hotline in page.content.decode()
    shown = somebody.get("check").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', shown)[1]
    typed = {"code": somebody.code, "digits": DIGITS, "csrfmiddlewaretoken": token}
    assert somebody.post("check", typed, headers={"Origin": "null"}).status_code == 303
    foreign = somebody.post("check", typed, headers={"Origin": "https://evil.example"})
    assert foreign.status_code == 403


def test_opting_out_stops_the_number_and_says_so_twice_as_once(now: datetime, clock: Clock) -> None:
    somebody, _customer, message = visitor(now)
    somebody.check()
    for _press in range(2):
        assert somebody.post("opt_out")["Location"] == somebody.url("answer")
        assert 'role="status"' in somebody.get("answer").content.decode()
    stopped = Suppression.objects.get()
    assert (stopped.kind, stopped.source) == ("opt_out", f"page:{message.pk}")
    assert bytes(stopped.address_hash) == bytes(message.address_hash)
    assert 'role="status"' not in somebody.get("answer").content.decode()


def test_somebody_else_s_number_is_closed_for_everybody(now: datetime, clock: Clock) -> None:
    somebody, _customer, message = visitor(now)
    somebody.check()
    somebody.enter()
    somebody.post("not_me")
    somebody.post("not_me")
    assert Suppression.objects.filter(kind="wrong_party", channel="sms").count() == 1
    message.contact_point.refresh_from_db()
    assert message.contact_point.state == ContactPoint.State.WRONG_PARTY
    assert somebody.get("mine")["Location"] == somebody.url("door")
    assert somebody.get("door")["Location"] == somebody.url("answer")


def test_a_complaint_is_logged_with_its_number_and_reminders_rest(
    now: datetime, clock: Clock
) -> None:
    somebody, customer, message = visitor(now)
    somebody.check()
    wrong = somebody.post("complain", {"category": "nonsense"})
    assert wrong.status_code == 200
    for press in range(2):
        said = {"category": "too_often", "words": "每天三条"}
        assert somebody.post("complain", said)["Location"] == somebody.url("complain_check")
        check = somebody.get("complain_check").content.decode()
        assert "每天三条" in check
        assert Complaint.objects.count() == press
        somebody.post("complain", {**said, "sure": "1"})
        complaint = Complaint.objects.get()
        confirmed = somebody.get("answer").content.decode()
        assert complaint.number in confirmed
        assert date_format(complaint.next_due_on, "DATE_FORMAT") in confirmed
        assert date_format(complaint.next_due_on, "DATE_FORMAT") in check
    assert (complaint.via, complaint.customer, complaint.message) == ("page", customer, message)
    assert Hold.objects.filter(customer=customer, kind="complaint", released_at=None).count() == 1


def test_a_complaint_about_a_text_to_nobody_we_know_is_told_to_call(
    now: datetime, clock: Clock
) -> None:
    somebody, _customer, message = visitor(now)
    with unguarded("messaging_message"):
        type(message).objects.filter(pk=message.pk).update(customer=None)
    somebody.check()
    page = somebody.post("complain", {"category": "too_often", "words": "每天三条"})
    told = re.search(r'role="alert">(.*?)</div>', page.content.decode(), re.DOTALL)[1]
    assert message.lender.hotline in told
    assert not Complaint.objects.exists()


def test_without_a_checked_text_nothing_can_be_done(now: datetime, clock: Clock) -> None:
    somebody, _customer, _message = visitor(now)
    for name in (
        "opt_out",
        "not_me",
        "complain",
        "survey",
        "door",
        "promise",
        "help",
        "wishes",
        "review",
    ):
        assert somebody.post(name)["Location"] == somebody.url("check")
    somebody.check("00000000")
    assert somebody.post("opt_out")["Location"] == somebody.url("check")
    assert not Suppression.objects.exists()


def test_what_shuts_the_number_is_asked_about_first(now: datetime, clock: Clock) -> None:
    """A finger that slips stops nothing."""
    somebody, _customer, message = visitor(now)
    somebody.check()
    for name in ("opt_out", "not_me"):
        shown = somebody.get("answer").content.decode()
        assert f'href="{somebody.url(name)}"' in shown
        assert f'action="{somebody.url(name)}"' not in shown
        asked = somebody.get(name).content.decode()
        assert f'action="{somebody.url(name)}"' in asked
        assert f'href="{somebody.url("answer")}"' in asked
    assert not Suppression.objects.exists()
    message.contact_point.refresh_from_db()
    assert message.contact_point.state == ContactPoint.State.ACTIVE
    assert somebody.get("leave").status_code == 405


@pytest.mark.parametrize(
    "pasted",
    [
        "查询码{code}",
        "{code}。",
        "【查询码：{code}】",
        "【安和消费金融】王小明先生您好，应还1,234.56元，2026-09-15到期，查询码{code}",
        "\u202a{code}\u202c",
    ],
)
def test_a_code_is_found_whatever_was_pasted_with_it(
    now: datetime, clock: Clock, pasted: str
) -> None:
    somebody, _customer, _message = visitor(now)
    somebody.check(pasted.format(code=somebody.code), f"尾号{DIGITS}。")
    assert "verdict yes" in somebody.get("answer").content.decode()


@pytest.mark.parametrize(
    ("code", "digits", "wrong"),
    [
        ("甲乙", DIGITS, "code"),
        ("7KM3XQ9", DIGITS, "code"),
        (None, "234", "digits"),
        (None, "12345", "digits"),
        ("您的还款已到期，请尽快还款，请回拨AB12CD34号", DIGITS, "code"),
    ],
)
def test_who_cannot_be_understood_is_asked_again_and_not_denied(
    now: datetime, clock: Clock, code: str | None, digits: str, wrong: str
) -> None:
    somebody, _customer, _message = visitor(now)
    page = somebody.check(code, digits)
    assert page.status_code == 200
    assert list(page.context["form"].errors) == [wrong]
    assert somebody.get("answer")["Location"] == somebody.url("check")


def test_what_cannot_be_read_counts_as_no_try(now: datetime, clock: Clock) -> None:
    somebody, _customer, _message = visitor(now)
    for _again in range(40):
        assert somebody.check("甲乙").status_code == 200
    assert not Throttle.objects.exists()
    assert somebody.check().status_code == 303


def test_a_visit_ends_by_itself_and_a_forged_one_never_begins(now: datetime, clock: Clock) -> None:
    somebody, _customer, _message = visitor(now)
    somebody.check()
    good = somebody.client.cookies["hc_visit"].value
    for forged in (good[:-2] + "xx", "", "a:b", "\xe9:b", good.replace("e", "f")):
        somebody.client.cookies["hc_visit"] = forged
        assert somebody.get("answer").status_code == 303
    somebody.client.cookies["hc_visit"] = good
    assert somebody.get("answer").status_code == 200
    clock.now = now + timedelta(minutes=16)
    assert somebody.get("answer")["Location"] == somebody.url("check")


def test_a_visit_lasts_an_hour_however_busy(now: datetime, clock: Clock) -> None:
    somebody, _customer, _message = visitor(now)
    somebody.check()
    for minutes in (14, 28, 42, 56):
        clock.now = now + timedelta(minutes=minutes)
        assert somebody.get("answer").status_code == 200
    clock.now = now + timedelta(minutes=62)
    assert somebody.get("answer").status_code == 303


def test_a_visit_at_one_lender_is_none_at_another(now: datetime, clock: Clock) -> None:
    somebody, _customer, _message = visitor(now)
    other, _other_customer, _other_message = visitor(now, phone="+8610000012346")
    somebody.check()
    other.client.cookies["hc_visit"] = somebody.client.cookies["hc_visit"].value
    assert other.get("answer")["Location"] == other.url("check")


def test_leaving_forgets_the_visit(now: datetime, clock: Clock) -> None:
    somebody, _customer, _message = visitor(now)
    somebody.check()
    somebody.post("leave")
    assert somebody.get("answer")["Location"] == somebody.url("check")


def test_the_language_is_chosen_by_a_link_and_kept(now: datetime, clock: Clock) -> None:
    somebody, _customer, _message = visitor(now)
    somebody.check()
    somebody.get("answer")
    for language in ("en", "zh-hans"):
        chosen = somebody.client.get(somebody.url("answer") + f"?lang={language}")
        assert (chosen.status_code, chosen["Location"]) == (303, somebody.url("answer"))
        assert f'<html lang="{language}">' in somebody.get("answer").content.decode()
    somebody.client.get(somebody.url("answer") + "?lang=../../x")
    assert '<html lang="zh-hans">' in somebody.get("answer").content.decode()


def test_an_unknown_lender_is_not_found(db: None) -> None:
    assert Client().get("/c/nobody/").status_code == 404
    assert Client().post("/c/nobody/", {"code": "x"}).status_code in (403, 404)


def test_nothing_personal_is_kept_of_who_tries(now: datetime, clock: Clock) -> None:
    somebody, _customer, _message = visitor(now)
    somebody.check(headers={"X-Forwarded-For": "203.0.113.9"})
    for row in Throttle.objects.all():
        assert len(bytes(row.place_hash)) == 18  # the number of the key, and 16 of the hash
        assert somebody.code.encode() not in bytes(row.place_hash)
