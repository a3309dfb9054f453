"""Two people at the same moment: one act is done, the other is told."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from accounts.errors import Refused
from accounts.models import Hold
from feedback.complaints import evidence, evidence_files, extensions, reviews, watching, working
from feedback.models import Complaint, ComplaintAlert, ComplaintExtension, Evidence
from tests import make
from tests.feedback.at_once import at_once
from tests.feedback.complaints import files
from tests.make_complaints import close, logged, resolved

pytestmark = pytest.mark.django_db(transaction=True)


def outcomes(*acts: Any) -> list[str]:
    results = at_once(*acts, refusals=(Refused,))
    return [result.split(" ")[0] for result in results]


def test_two_requests_for_more_time_are_one_and_two_approvals_are_one(now: datetime) -> None:
    complaint, agents = logged(now), [make.staff("agent") for _n in range(2)]
    asks = [
        lambda by=by: extensions.ask_for_extension(complaint, reason="等待", by=by, now=now)
        for by in agents
    ]
    assert outcomes(*asks) == ["done", "refused"]
    request = ComplaintExtension.objects.get()
    bosses = [make.staff("supervisor") for _n in range(2)]
    decides = [
        lambda: extensions.approve_extension(request, by=bosses[0], now=now),
        lambda: extensions.refuse_extension(request, reason="否", by=bosses[1], now=now),
    ]
    assert outcomes(*decides) == ["done", "refused"]
    assert complaint.clocks.count() <= 2


def test_two_closings_are_one(now: datetime) -> None:
    complaint, agents = logged(now), [make.staff("agent") for _n in range(2)]
    closings = [lambda by=by: close(complaint, now, by=by) for by in agents]
    assert outcomes(*closings) == ["done", "refused"]
    assert complaint.events.filter(what="resolved").count() == 1
    assert complaint.clocks.filter(kind="ask").count() == 1


def test_who_takes_a_severe_one_while_closing_it_closes_it_no_more(now: datetime) -> None:
    complaint, boss = logged(now, severity="severe"), make.staff("supervisor")
    outcomes(
        lambda: working.take(complaint, by=boss, now=now),
        lambda: close(complaint, now, by=boss),
    )
    complaint.refresh_from_db()
    assert (complaint.state == "resolved") is (complaint.owner_id != boss.pk)


def test_two_requests_for_a_review_are_one(now: datetime) -> None:
    complaint = resolved(now)
    asks = [
        lambda: reviews.ask_for_review(complaint, via="page", text="不服", by=None, now=now)
    ] * 2
    assert outcomes(*asks) == ["done", "refused"]
    assert Hold.objects.filter(released_at=None).count() == 1


def test_two_complaints_of_a_customer_at_once_are_one_said_again(now: datetime) -> None:
    customer = make.customer()
    posts = [lambda: logged(now, customer=customer, via="page", by=None)] * 3
    assert outcomes(*posts) == ["done"] * 3
    assert Complaint.objects.get().repeats == 2
    assert Hold.objects.count() == 1


def test_the_same_file_at_once_is_kept_once(now: datetime, tmp_path: Path, settings: Any) -> None:
    settings.UPLOAD_DIR = tmp_path
    complaint, agent = logged(now), make.staff("agent")
    adds = [lambda: evidence.add(complaint, name="a", data=files.PDF, by=agent, now=now)] * 2
    assert outcomes(*adds) == ["done", "refused"]
    assert len(list(evidence_files.folder().glob("*"))) == Evidence.objects.count() == 1


def test_two_ticks_remind_once(now: datetime) -> None:
    complaint = logged(now)
    later = now.replace(month=12)
    assert outcomes(*[lambda: watching.remind(later)] * 3) == ["done"] * 3
    assert ComplaintAlert.objects.count() == 1
    assert complaint.events.filter(what="overdue").count() == 1
