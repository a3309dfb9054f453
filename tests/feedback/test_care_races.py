"""Two people, or two workers, at the same moment: promises, judges, approvals, replies."""

from datetime import datetime, timedelta

import pytest

from accounts.errors import Refused
from accounts.models import AuditEntry, Hold
from feedback.hardship import decisions, replies as hardship_replies
from feedback.models import HardshipCase, Promise
from feedback.promises import proposals, service as promises, settle_due
from messaging.inbound import replies
from tests import make, make_care
from tests.feedback.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = range(3)


@pytest.mark.parametrize("_round", ROUNDS)
def test_two_promises_for_a_loan_at_once_are_one(_round: int, now: datetime) -> None:
    loan = make.loan()
    results = at_once(
        *(lambda n=n: make_care.promise(now=now, loan=loan, source=f"page:{n}") for n in (1, 2)),
        refusals=(Refused,),
    )
    assert [result.split()[0] for result in results] == ["done", "refused"]
    assert Promise.objects.filter(state="open").count() == Hold.objects.count() == 1


@pytest.mark.parametrize("_round", ROUNDS)
def test_two_judges_at_once_judge_once(_round: int, now: datetime) -> None:
    for _one in range(5):
        make_care.promise(now=now)
    later = now + timedelta(days=5)
    at_once(*(lambda: settle_due.settle_due(later) for _judge in range(2)), refusals=())
    settle_due.settle_due(later)
    judged = AuditEntry.objects.filter(
        table="feedback_promise", action="update", after__state="broken"
    )
    assert judged.count() == Promise.objects.filter(state="broken").count() == 5


def test_a_judge_and_a_withdrawal_at_once_leave_one_end(now: datetime) -> None:
    promise = make_care.promise(now=now)
    later = now + timedelta(days=5)
    at_once(
        lambda: settle_due.settle_due(later),
        lambda: promises.cancel(promise, by=None, reason="x", now=later),
        refusals=(Refused,),
    )
    settle_due.settle_due(later)
    promise.refresh_from_db()
    assert promise.state in {"broken", "cancelled"}


@pytest.mark.parametrize("_round", ROUNDS)
def test_two_approvals_at_once_happen_once(_round: int, now: datetime) -> None:
    decision = make_care.proposal(now=now)
    people = [make.staff("supervisor"), make.staff("supervisor")]
    results = at_once(
        *(lambda by=by: decisions.approve(decision, by=by, now=now) for by in people),
        refusals=(Refused,),
    )
    assert [result.split()[0] for result in results] == ["done", "refused"]
    assert Hold.objects.filter(released_at=None).count() == 1


def test_announcement_and_sweep_at_once_open_one_case(now: datetime) -> None:
    phone = "+8614100006666"
    make.customer(phone=phone)
    replies.take(address=phone, text="我失业了", now=now)
    at_once(*(lambda: hardship_replies.open_missed(now) for _worker in range(3)), refusals=())
    case = HardshipCase.objects.get()
    assert case.holds.count() == 1


def test_announcement_and_sweep_at_once_propose_one_promise(now: datetime) -> None:
    phone = "+8614100006665"
    make.customer(phone=phone)
    replies.take(address=phone, text="明天还", now=now)
    at_once(*(lambda: proposals.propose_missed(now) for _worker in range(3)), refusals=())
    assert Promise.objects.count() == 1


def test_two_cases_at_once_are_one(now: datetime) -> None:
    loan = make.loan()
    at_once(
        *(lambda: make_care.case(now=now, loan=loan, by=None) for _person in range(2)),
        refusals=(),
    )
    assert HardshipCase.objects.count() == Hold.objects.count() == 1
