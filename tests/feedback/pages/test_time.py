"""Time enough: a warning, one press to go on, and nothing written is lost."""

import re
from datetime import datetime, timedelta

import pytest
from django.db import connection

from accounts.models import Customer
from feedback.models import Complaint, HardshipCase, PageDraft
from feedback.pages import drafts
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
