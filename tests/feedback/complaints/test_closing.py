"""A complaint ends once, with an outcome and a cause; a severe one by a second person."""

from datetime import datetime

import pytest
from django.db import Error, transaction

from accounts.errors import Refused
from accounts.models import Hold
from feedback.complaints import working
from feedback.models import Complaint
from tests import make, make_messaging
from tests.make_complaints import close, logged, resolved

pytestmark = pytest.mark.django_db


def test_resolving_ends_the_hold(now: datetime) -> None:
    complaint = logged(now)
    close(complaint, now)
    assert Hold.objects.get(pk=complaint.hold_id).released_at == now


def test_it_is_resolved_once(now: datetime) -> None:
    complaint = logged(now)
    close(complaint, now)
    with pytest.raises(Refused):
        close(complaint, now)


def test_a_severe_one_is_not_closed_by_who_logged_it(now: datetime) -> None:
    agent = make.staff("agent")
    complaint = logged(now, severity="severe", by=agent)
    with pytest.raises(Refused):
        close(complaint, now, by=agent)
    assert Complaint.objects.get(pk=complaint.pk).state == "open"


def test_the_database_refuses_a_severe_one_closed_by_who_logged_it(now: datetime) -> None:
    complaint = logged(now, severity="severe")
    with pytest.raises(Error, match="a_severe_complaint_needs_a_second_person"):
        Complaint.objects.filter(pk=complaint.pk).update(
            state="resolved",
            outcome="upheld",
            answer=b"x",
            root_cause="none",
            resolved_at=now,
            next_due_on=None,
            resolved_by=complaint.opened_by,
        )


def test_the_database_refuses_an_end_without_an_outcome(now: datetime) -> None:
    complaint = logged(now)
    with pytest.raises(Error, match="a_resolved_complaint_has_an_outcome"):
        Complaint.objects.filter(pk=complaint.pk).update(state="resolved", next_due_on=None)


def test_a_resolved_complaint_is_not_reopened_behind_our_back(now: datetime) -> None:
    complaint = resolved(now)
    with pytest.raises(Error), transaction.atomic():
        Complaint.objects.filter(pk=complaint.pk).update(state="open")


def test_a_severe_one_is_not_closed_by_whoever_owned_it_once(now: datetime) -> None:
    complaint = logged(now, severity="severe")
    supervisor, agent = make.staff("supervisor"), make.staff("agent")
    working.take(complaint, by=supervisor, now=now)
    working.take(complaint, by=agent, now=now)
    with pytest.raises(Refused):
        close(complaint, now, by=supervisor)


def test_the_database_remembers_who_worked_on_a_severe_one(now: datetime) -> None:
    complaint = logged(now, severity="severe")
    worker = make.staff("supervisor")
    working.take(complaint, by=worker, now=now)
    Complaint.objects.filter(pk=complaint.pk).update(owner=make.staff("agent"), worked_by=[])
    with pytest.raises(Error, match="a_severe_complaint_needs_a_second_person"):
        Complaint.objects.filter(pk=complaint.pk).update(
            state="resolved",
            outcome="upheld",
            root_cause="none",
            answer=b"x",
            resolved_at=now,
            next_due_on=None,
            resolved_by=worker,
        )


def test_a_severe_one_is_closed_by_a_supervisor_who_had_no_part_in_it(now: datetime) -> None:
    complaint = logged(now, severity="severe")
    with pytest.raises(Refused, match=r"supervisor|主管"):
        close(complaint, now, by=make.staff("agent"))
    close(complaint, now, by=make.staff("supervisor"))


def test_what_was_severe_stays_severe(now: datetime) -> None:
    complaint = logged(now, severity="severe")
    with pytest.raises(Refused):
        working.reclassify(
            complaint, category="wording", severity="low", by=make.staff("agent"), now=now
        )


def test_a_text_at_fault_is_named_and_only_then(now: datetime) -> None:
    complaint, version = logged(now), make_messaging.version()
    with pytest.raises(Refused):
        close(complaint, now, root_cause="template")
    with pytest.raises(Refused):
        close(complaint, now, root_cause="data", cause_version=version)
    closed = close(complaint, now, root_cause="template", cause_version=version)
    assert (closed.root_cause, closed.cause_version) == ("template", version)


def test_the_answer_starts_the_clock_for_a_review(now: datetime) -> None:
    closed = resolved(now)
    assert closed.review_until.isoformat() == "2026-10-15"
    clock = closed.clocks.get(kind="ask")
    assert (clock.days, clock.figures) == (30, {"complaint_review_days": 30})
