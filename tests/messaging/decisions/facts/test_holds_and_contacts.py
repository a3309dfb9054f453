"""Earlier contacts as a decision counts them: with the loans they were about, where a cap asks."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Lender, Loan
from accounts.models.consent import Consent
from messaging.decisions.facts.batch_context import read_frame
from messaging.decisions.facts.gather import gather
from messaging.decisions.facts.rows import StagedLoan, Subject
from messaging.models import in_force
from messaging.planning.service import plan
from messaging.policy.facts import CALL, ContactFacts
from messaging.transactional import phone_calls
from tests import make, make_runs

pytestmark = pytest.mark.django_db


@pytest.fixture
def lender() -> Lender:
    return make_runs.ready_lender(profile="us-nyc")


def facts_of(loan: Loan, now: datetime) -> ContactFacts:
    subject = Subject(
        customer_id=loan.customer_id,
        loans=(StagedLoan(loan.pk, "dpd-4-7", 0),),
        template_version_id=None,
        language="zh-hans",
    )
    _version, policy = in_force.policy(loan.lender, now)
    return gather([subject], read_frame(lender=loan.lender, policy=policy, now=now))[0].facts


def texted(loan: Loan, now: datetime, at: datetime) -> None:
    run = plan(lender=loan.lender, day=make.DAY, by=None, now=now)
    candidate = run.candidates.get(customer=loan.customer)
    make_runs.message(run, state="delivered", at=at, candidate=candidate)


def test_a_text_and_a_call_name_the_loans_they_were_about(lender: Lender, now: datetime) -> None:
    loan = make.loan(lender=lender)
    other = make.loan(lender=lender, customer=loan.customer, dpd=-3)
    texted(loan, now, now - timedelta(days=2))
    agent = make.staff("agent")
    [point] = loan.customer.contact_points.all()
    call, _number = phone_calls.begin(
        point, purpose=CALL, source="test", by=agent, now=now, loan=other
    )
    phone_calls.end(call, outcome="not_reached", note="", now=now)
    contacts = facts_of(loan, now + timedelta(hours=1)).contacts
    assert [(each.kind, each.loan_ids) for each in contacts] == [
        ("message", (loan.pk,)),
        ("dial", (other.pk,)),
    ]


def test_where_no_cap_counts_accounts_nobody_asks_for_loans(now: datetime) -> None:
    lender = make_runs.ready_lender()
    loan = make.loan(lender=lender)
    texted(loan, now, now - timedelta(days=2))
    with CaptureQueriesContext(
        connection,
    ) as seen:
        [contact] = facts_of(loan, now).contacts
    assert contact.loan_ids == ()
    assert not any("array_agg" in query["sql"] for query in seen.captured_queries)


def test_consent_to_texts_is_read_as_long_as_it_is_not_revoked(
    lender: Lender, now: datetime
) -> None:
    loan = make.loan(lender=lender)
    assert not facts_of(loan, now).electronic_consent
    consent = Consent.objects.create(
        customer=loan.customer,
        kind="electronic_contact",
        via="call",
        given_at=now,
        evidence="form 17",
        recorded_by=make.staff("agent"),
    )
    assert not facts_of(loan, now).electronic_consent  # one colleague's word
    consent.confirmed_by, consent.confirmed_at = make.staff("agent"), now
    consent.save(update_fields=["confirmed_by", "confirmed_at"])
    assert facts_of(loan, now).electronic_consent
    consent.revoked_at, consent.revocation = now, "call"
    consent.save(update_fields=["revoked_at", "revocation"])
    assert not facts_of(loan, now).electronic_consent
