"""A deadline of an unconfirmed year is reckoned again once the year is confirmed."""

from datetime import date, datetime

import pytest

from feedback.complaints import extensions, renewal, reviews
from feedback.models import Complaint
from messaging.models import CalendarYear
from tests import make, make_calendar
from tests.make_complaints import days_off, logged, resolved

pytestmark = pytest.mark.django_db
NINTH = datetime.fromisoformat("2027-01-22T18:30:00+08:00")
SPRING_FESTIVAL = date(2027, 2, 6)  # the fifteenth day from then


def forget_the_calendar() -> None:
    CalendarYear.objects.update(state="retired")


def test_a_guessed_holiday_moves_the_answer_only_when_it_is_confirmed() -> None:
    asked = days_off(SPRING_FESTIVAL, days=8, confirmed=False, now=NINTH)
    complaint = logged(NINTH)
    assert complaint.due_on == SPRING_FESTIVAL
    assert complaint.clocks.get().unconfirmed_years == [2027]
    assert renewal.renew(NINTH) == 0
    make_calendar.confirm(asked, now=NINTH)
    assert [renewal.renew(NINTH) for _tick in range(2)] == [1, 0]
    complaint.refresh_from_db()
    assert complaint.due_on == complaint.next_due_on == date(2027, 2, 15)  # 14th: a Sunday
    newest = complaint.clocks.order_by("-pk").first()
    assert (newest.because, len(newest.days_off), newest.unconfirmed_years) == ("calendar", 9, [])


def test_the_clocks_of_a_review_are_renewed_as_well() -> None:
    complaint = resolved(NINTH)
    days_off(date(2027, 2, 21), days=1, now=NINTH)
    assert renewal.renew(NINTH) == 1
    complaint.refresh_from_db()
    assert complaint.review_until == date(2027, 2, 22)
    forget_the_calendar()
    review = reviews.ask_for_review(complaint, via="phone", text="x", by=None, now=NINTH)
    days_off(date(2027, 2, 21), days=2, now=NINTH)
    assert renewal.renew(NINTH) == 1
    review.refresh_from_db()
    assert review.due_on == Complaint.objects.get().next_due_on == date(2027, 2, 23)


def test_a_deadline_moved_by_a_person_is_left_to_them() -> None:
    late_in_the_year = datetime.fromisoformat("2026-12-10T18:30:00+08:00")
    complaint = logged(late_in_the_year)
    assert complaint.clocks.get().unconfirmed_years == [2026]
    extensions.mark_complex(complaint, reason="x", by=make.staff("agent"), now=late_in_the_year)
    days_off(date(2026, 12, 25), days=3, now=late_in_the_year)
    assert renewal.renew(late_in_the_year) == 0  # its new last day lies in a year not yet known
    assert Complaint.objects.get().due_on == date(2027, 1, 9)
