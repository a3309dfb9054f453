"""Time enough: a warning, one press to go on, and nothing written is lost."""

import re
from datetime import datetime, timedelta

import pytest
from django.db import connection

from accounts.models import Customer
from feedback.models import Complaint, HardshipCase, PageDraft
from feedback.pages import drafts, visit
from tests import make
from tests.feedback.pages.conftest import Clock
from tests.feedback.pages.visitor import visitor

pytestmark = pytest.mark.django_db
STORY = "我上个月失业了，想晚一点还"
ASKED = {"needs": ["unemployment"], "story": STORY, "sure": "1"}
LATE = timedelta(minutes=20)


@pytest.fixture
def inside(now: datetime, clock: Clock):
    somebody, customer, message = visitor(now)
    somebody.check()
    somebody.enter()
    somebody.get("help")
    return somebody, customer, message


def _refresh(page: str) -> int:
    return int(re.search(r'http-equiv="refresh" content="(\d+)"', page)[1])


def test_a_form_shows_how_long_its_page_stays_and_looking_keeps_nothing_open(
    inside, clock: Clock, now: datetime
) -> None:
    somebody, _customer, _message = inside
    assert f'<iframe class="time" src="{somebody.url("time_left")}"' in (
        somebody.get("help").content.decode()
    )
    assert _refresh(somebody.get("time_left").content.decode()) == 12 * 60 + 1
    clock.now = now + timedelta(minutes=13)
    warned = somebody.get("time_left")
    assert 'class="framed near"' in warned.content.decode()
    assert _refresh(warned.content.decode()) == 61
    assert "frame-ancestors 'self'" in warned["Content-Security-Policy"]
    assert warned["X-Frame-Options"] == "SAMEORIGIN"
    clock.now = now + timedelta(minutes=16)
    assert "refresh" not in somebody.get("time_left").content.decode()


def test_one_press_gives_another_quarter_of_an_hour(inside, clock: Clock, now: datetime) -> None:
    somebody, _customer, _message = inside
    clock.now = now + timedelta(minutes=14)
    assert somebody.post("time_left")["Location"] == somebody.url("time_left")
    clock.now = now + timedelta(minutes=28)
    assert somebody.post("help", ASKED)["Location"] == somebody.url("mine")
    assert HardshipCase.objects.get().story == STORY


def test_no_other_page_is_shown_in_a_frame(inside) -> None:
    somebody, _customer, _message = inside
    page = somebody.get("help")
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"


def test_what_was_sent_too_late_comes_back_after_both_doors_and_goes_once(
    inside, clock: Clock, now: datetime
) -> None:
    somebody, _customer, _message = inside
    clock.now = now + LATE
    assert somebody.post("help", ASKED)["Location"] == somebody.url("check")
    assert not HardshipCase.objects.exists()
    assert "还没有提交" in somebody.get("check").content.decode()
    somebody.check()
    assert STORY not in somebody.get("answer").content.decode()
    assert somebody.get("help")["Location"] == somebody.url("door")
    somebody.enter()
    assert somebody.url("help") in somebody.get("mine").content.decode()
    page = somebody.get("help").content.decode()
    assert STORY in page
    assert "您之前写的内容" in page
    assert re.search(r'value="unemployment"[^>]*checked', page)
    assert somebody.post("help", ASKED)["Location"] == somebody.url("mine")
    assert HardshipCase.objects.get().story == STORY
    assert not PageDraft.objects.exists()
    assert STORY not in somebody.get("help").content.decode()


def test_a_complaint_comes_back_after_the_first_door(inside, clock: Clock, now: datetime) -> None:
    somebody, _customer, _message = inside
    clock.now = now + LATE
    somebody.post("complain", {"category": "too_often", "words": "一天三条"})
    somebody.check()
    assert somebody.url("complain") in somebody.get("answer").content.decode()
    assert "一天三条" in somebody.get("complain").content.decode()
    assert not Complaint.objects.exists()


def _ticket(page: str) -> str:
    return re.search(r'name="visit" value="([^"]+)"', page)[1]


@pytest.mark.parametrize("minutes", [1, 20])
def test_what_was_written_is_there_again_where_the_cookies_were_cleared(
    inside, clock: Clock, now: datetime, minutes: int
) -> None:
    """Every cookie, the one against forged forms too; both doors are to be passed again."""
    somebody, _customer, _message = inside
    written = ASKED | {"visit": _ticket(somebody.get("help").content.decode())}
    del written["sure"]
    somebody.client.handler.enforce_csrf_checks = True
    somebody.client.cookies.clear()
    clock.now = now + timedelta(minutes=minutes)
    assert somebody.post("help", written)["Location"] == somebody.url("check")
    assert "还没有提交" in somebody.get("check").content.decode()
    assert somebody.get("help")["Location"] == somebody.url("check")
    somebody.client.handler.enforce_csrf_checks = False
    somebody.check()
    somebody.enter()
    page = somebody.get("help").content.decode()
    assert STORY in page
    assert PageDraft.objects.count() == 1
    assert not HardshipCase.objects.exists()


def test_where_only_the_visit_is_gone_it_is_there_again_too(inside) -> None:
    somebody, _customer, _message = inside
    written = {"category": "too_often", "words": "一天三条"}
    written["visit"] = _ticket(somebody.get("complain").content.decode())
    somebody.client.cookies.clear()
    assert somebody.post("complain", written)["Location"] == somebody.url("check")
    somebody.check()
    assert "一天三条" in somebody.get("complain").content.decode()


def test_a_ticket_of_nobody_of_elsewhere_or_of_yesterday_keeps_nothing(
    inside, clock: Clock, now: datetime
) -> None:
    somebody, _customer, message = inside
    told = _ticket(somebody.get("help").content.decode())
    somebody.client.cookies.clear()
    other = make.lender()
    assert visit.of_ticket(told, lender_id=other.pk, now=now) is None
    assert visit.of_ticket("x" + told, lender_id=message.lender_id, now=now) is None
    clock.now = now + visit.REMEMBERED + timedelta(seconds=1)
    somebody.client.handler.enforce_csrf_checks = True
    assert somebody.post("help", ASKED | {"visit": told}).status_code == 403
    assert not PageDraft.objects.exists()


def test_what_is_kept_is_sealed_and_gone_after_a_day(inside, clock: Clock, now: datetime) -> None:
    somebody, customer, message = inside
    clock.now = now + LATE
    somebody.post("help", ASKED)
    with connection.cursor() as cursor:
        cursor.execute("SELECT fields_enc FROM feedback_pagedraft")
        (sealed,) = cursor.fetchone()
    assert b"unemployment" not in bytes(sealed)
    later = clock.now + drafts.KEPT_FOR
    assert drafts.kept(customer, message.lender, form="help", now=later) is None
    assert drafts.forget_ended(later) == 1


def test_nobody_else_gets_it(inside, clock: Clock, now: datetime) -> None:
    somebody, _customer, _message = inside
    clock.now = now + LATE
    somebody.post("help", ASKED)
    other, _other, _text = visitor(clock.now, phone="+8610000012346")
    other.check(digits="2346")
    other.enter()
    assert STORY not in other.get("help").content.decode()
    assert other.get("mine").content.decode().count(other.url("help")) == 1


def test_who_never_opened_the_page_or_left_it_leaves_nothing_behind(
    now: datetime, clock: Clock
) -> None:
    somebody, _customer, _message = visitor(now)
    somebody.check()
    clock.now = now + LATE
    somebody.post("help", ASKED)
    somebody.client.cookies.clear()
    somebody.post("help", ASKED)
    assert not PageDraft.objects.exists()
    somebody.check()
    somebody.enter()
    somebody.post("leave")
    clock.now = now + 2 * LATE
    somebody.post("help", ASKED)
    assert not PageDraft.objects.exists()


def test_an_old_visit_keeps_words_for_a_day_and_opens_nothing(
    inside, clock: Clock, now: datetime
) -> None:
    somebody, _customer, _message = inside
    clock.now = now + LATE
    assert somebody.get("mine")["Location"] == somebody.url("check")
    clock.now = now + timedelta(hours=25)
    somebody.post("help", ASKED)
    assert not PageDraft.objects.exists()


def test_an_erased_person_has_nothing_kept(inside, clock: Clock, now: datetime) -> None:
    somebody, customer, _message = inside
    Customer.objects.filter(pk=customer.pk).update(erased_at=now)
    clock.now = now + LATE
    somebody.post("help", ASKED)
    assert not PageDraft.objects.exists()
