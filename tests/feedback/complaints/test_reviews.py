"""The second review: asked for in time, done by another person, with an outcome of its own."""

from datetime import date, datetime, timedelta

import pytest
from django.db import Error, transaction

from accounts.errors import Refused
from accounts.models import Hold, User
from feedback.complaints import reviews, working
from feedback.models import Complaint, ComplaintReview
from tests import make
from tests.make_complaints import close, logged, resolved

pytestmark = pytest.mark.django_db


def asked(complaint: Complaint, now: datetime, by: User | None = None) -> ComplaintReview:
    return reviews.ask_for_review(complaint, via="phone", text="对结果不满意", by=by, now=now)


def decide(review: ComplaintReview, now: datetime, **changes: object) -> ComplaintReview:
    return reviews.decide_review(
        review,
        **{
            "outcome": "confirmed",
            "answer": "经复核，维持原结果",
            "by": make.staff("supervisor"),
            "now": now,
            **changes,
        },
    )


def test_a_review_reopens_the_complaint_with_a_clock_and_a_hold_of_its_own(now: datetime) -> None:
    later = now + timedelta(days=10)
    review = asked(resolved(now), later)
    complaint = Complaint.objects.get()
    assert (complaint.state, complaint.next_due_on) == ("in_review", date(2026, 10, 25))
    assert review.due_on == date(2026, 10, 25)
    assert complaint.due_on == date(2026, 9, 30)  # the first clock stays as it was
    assert Hold.objects.get(released_at=None) == review.hold


def test_a_review_is_asked_for_on_the_last_day_but_not_after(now: datetime) -> None:
    complaint = resolved(now)
    with pytest.raises(Refused):
        asked(complaint, now + timedelta(days=31))
    asked(complaint, now + timedelta(days=30))


def test_there_is_one_review_and_none_before_the_answer(now: datetime) -> None:
    complaint = logged(now)
    with pytest.raises(Refused):
        asked(complaint, now)
    close(complaint, now)
    decide(asked(complaint, now), now)
    with pytest.raises(Refused):
        asked(complaint, now)


def test_deciding_ends_the_hold_and_leaves_the_first_outcome_beside_it(now: datetime) -> None:
    review = decide(asked(resolved(now), now), now, outcome="changed", new_outcome="not_upheld")
    complaint = Complaint.objects.get()
    assert (complaint.state, complaint.outcome, complaint.next_due_on) == (
        "resolved",
        "upheld",
        None,
    )
    assert (review.outcome, review.new_outcome) == ("changed", "not_upheld")
    assert not Hold.objects.filter(released_at=None).exists()


def test_a_changed_outcome_is_named_and_is_another(now: datetime) -> None:
    review = asked(resolved(now), now)
    for wrong in (
        {"outcome": "changed"},
        {"outcome": "confirmed", "new_outcome": "partly"},
        {"outcome": "changed", "new_outcome": "upheld"},
    ):
        with pytest.raises(Refused):
            decide(review, now, **wrong)


def test_who_closed_or_owned_the_complaint_does_not_review_it(now: datetime) -> None:
    owner, closer = make.staff("supervisor"), make.staff("supervisor")
    complaint = logged(now)
    working.take(complaint, by=owner, now=now)
    close(complaint, now, by=closer)
    review = asked(complaint, now)
    for first in (owner, closer):
        with pytest.raises(Refused):
            reviews.take_review(review, by=first, now=now)
        with pytest.raises(Refused):
            decide(review, now, by=first)


@pytest.mark.parametrize("column", ["reviewer", "decided_by"])
def test_the_database_refuses_a_reviewer_who_closed_it(now: datetime, column: str) -> None:
    closer = make.staff("supervisor")
    review = asked(resolved(now, by=closer), now)
    columns: dict[str, object] = {column: review.complaint.opened_by}
    if column == "decided_by":
        columns |= {"state": "decided", "outcome": "confirmed", "answer": b"x"}
        columns["decided_at"] = now
    with pytest.raises(Error, match="four eyes"), transaction.atomic():
        ComplaintReview.objects.filter(pk=review.pk).update(**columns)


def test_a_review_is_decided_once(now: datetime) -> None:
    review = asked(resolved(now), now)
    decide(review, now)
    with pytest.raises(Refused):
        decide(review, now)


def test_a_reviewer_takes_it_and_another_may_still_decide(now: datetime) -> None:
    review, first = asked(resolved(now), now), make.staff("supervisor")
    reviews.take_review(review, by=first, now=now)
    decided = decide(review, now)
    assert decided.reviewer == first
    assert decided.decided_by != first
