"""The report counts every contact again, calls among them, and finds what the engine would."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Loan
from messaging.models import Call, Message, Run
from messaging.models.in_force import policy_of
from messaging.policy.facts import CALL
from messaging.policy.rules.frequency import counted_together, used
from messaging.transactional import phone_calls
from tests import make, make_runs
from tests.messaging.report import sent

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def run(now: datetime) -> Run:
    """A day under `us-reg-f` with what the city adds: three contacts in seven days per account."""
    lender = make_runs.ready_lender(profile="cn")
    [version] = lender.policies.all()
    document = version.document
    document["caps"].append(
        {
            "scope": "account",
            "channels": ["sms", "email", "wechat", "push", "phone"],
            "counts": ["message", "call", "dial"],
            "limit": 3,
            "hours": 168,
            "source": "test",
            "status": "P",
        }
    )
    sent.falsify(version, document=document)
    return sent.a_day(now, texts=1, lender=lender)


def call(loan: Loan, at: datetime, *, outcome: str = "not_reached") -> Call:
    """A call about a loan, put into the ledger past the engine."""
    policy = loan.lender.policies.get()
    [point] = loan.customer.contact_points.all()
    return Call.objects.create(
        customer=loan.customer,
        contact_point=point,
        address_hash=point.address_hash,
        purpose=CALL,
        source="test",
        by=make.staff("agent"),
        begun_at=at,
        ended_at=at,
        outcome=outcome,
        kind="dial" if outcome == "not_reached" else "call",
        policy=policy,
        engine_version="test",
        facts={"loans": [{"loan_id": loan.pk}]},
        trace=[],
    )


def caps(now: datetime, **period: datetime) -> Any:
    return sent.report(now, **{"until": now + 10 * DAY, **period}).check("caps")


def test_attempts_about_one_account_count_with_its_texts(run: Run, now: datetime) -> None:
    [text] = Message.objects.all()
    loan = text.candidate.loans.get().loan
    for days in (1, 2):
        call(loan, now + days * DAY)
    assert caps(now).holds
    fourth = call(loan, now + 3 * DAY)
    assert sent.found(caps(now)) == {(f"call:{fourth.pk}", "cap_account")}


def test_what_was_about_another_account_does_not_count(run: Run, now: datetime) -> None:
    [text] = Message.objects.all()
    loan = text.candidate.loans.get().loan
    other = make.loan(lender=loan.lender, customer=loan.customer, dpd=1)
    for days in (1, 2):
        call(loan, now + days * DAY)
    call(other, now + 3 * DAY)
    assert caps(now).holds


def test_a_fourth_effective_call_on_one_day_is_found(run: Run, now: datetime) -> None:
    [text] = Message.objects.all()
    loan = text.candidate.loans.get().loan
    others = [make.loan(lender=loan.lender, customer=loan.customer, dpd=1).pk for _each in range(4)]
    day = now + 2 * DAY
    for hours, about in enumerate(others):
        made = call(loan, day + timedelta(hours=hours), outcome="reached")
        sent.falsify(made, facts={"loans": [{"loan_id": about}]})
    assert sent.codes(caps(now)) == {"cap_customer"}


def test_engine_and_report_count_the_same(run: Run, now: datetime) -> None:
    """After every contact: what the engine would say is used is what the report has as the most."""
    [text] = Message.objects.all()
    loan = text.candidate.loans.get().loan
    [point] = loan.customer.contact_points.all()
    other = make.loan(lender=loan.lender, customer=loan.customer, dpd=1)
    for hours, about in ((26, loan), (40, other), (55, loan), (80, other), (90, other)):
        call(about, now + timedelta(hours=hours))
    at = now + timedelta(hours=90, minutes=1)
    [cap] = [each for each in policy_of(run.policy).caps if each.scope == "account"]
    judged = phone_calls.judge(point, now=at, loan=other)
    assert judged is not None
    assert len(counted_together(judged.facts, "account")) == 1
    most = {row["cap"]: row["most"] for row in caps(now).figures["most"]}
    [counted] = [most[name] for name in most if " account " in name]
    assert used(cap, judged.facts, policy_of(run.policy), at) == counted == 3


def test_contacts_are_walked_as_often_for_many_lenders_as_for_one(now: datetime) -> None:
    def walks() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert caps(now).holds
        return sum("contact AS (" in query["sql"] for query in queries)

    sent.a_day(now, texts=1)
    one = walks()
    for code in ("second", "third"):
        sent.a_day(now, texts=1, lender=make_runs.ready_lender(code=code))
    assert walks() == one > 0
