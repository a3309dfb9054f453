"""A deadline of an unconfirmed year is reckoned again once the year is confirmed."""

from datetime import date, datetime

import pytest

from feedback import complaints
from feedback.complaints import renewal
from feedback.models import Complaint
from messaging.models import CalendarDay
from tests import make
from tests.make_complaints import days_off, logged, resolved

pytestmark = pytest.mark.django_db
NINTH = datetime.fromisoformat("2027-01-22T18:30:00+08:00")
SPRING_FESTIVAL = date(2027, 2, 6)  # the fifteenth day from then


def confirm() -> None:
    CalendarDay.objects.update(confirmed=True)


def test_a_guessed_holiday_moves_the_answer_only_when_it_is_confirmed() -> None:
    days_off(SPRING_FESTIVAL, days=8, confirmed=False)
    complaint = logged(NINTH)
    assert complaint.due_on == SPRING_FESTIVAL
    assert complaint.clocks.get().unconfirmed_years == [2027]
    assert renewal.renew(NINTH) == 0
    confirm()
    assert [renewal.renew(NINTH) for _tick in range(2)] == [1, 0]
    complaint.refresh_from_db()
    assert complaint.due_on == complaint.next_due_on == date(2027, 2, 14)
    newest = complaint.clocks.order_by("-pk").first()
    assert (newest.because, len(newest.days_off), newest.unconfirmed_years) == ("calendar", 8, [])


def test_the_clocks_of_a_review_are_renewed_as_well() -> None:
    complaint = resolved(NINTH)
    days_off(date(2027, 2, 21), days=1)
    assert renewal.renew(NINTH) == 1
    complaint.refresh_from_db()
    assert complaint.review_until == date(2027, 2, 22)
    CalendarDay.objects.all().delete()
    review = complaints.ask_for_review(complaint, via="phone", text="x", by=None, now=NINTH)
    days_off(date(2027, 2, 21), days=2)
    assert renewal.renew(NINTH) == 1
    review.refresh_from_db()
    assert review.due_on == Complaint.objects.get().next_due_on == date(2027, 2, 23)


def test_a_deadline_moved_by_a_person_is_left_to_them() -> None:
    days_off(SPRING_FESTIVAL, days=8, confirmed=False)
    complaint = logged(NINTH)
    complaints.mark_complex(complaint, reason="x", by=make.staff("agent"), now=NINTH)
    confirm()
    assert renewal.renew(NINTH) == 0  # its new last day lies beyond the calendar known
    assert Complaint.objects.get().due_on == date(2027, 2, 21)
