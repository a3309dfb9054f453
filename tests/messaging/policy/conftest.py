"""A reminder with nothing against it, at 19:00 on a Monday in Shanghai."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from messaging.policy import profiles
from messaging.policy.decide import decide
from messaging.policy.facts import ContactFacts, ContactPointFacts, LoanFacts, TemplateFacts

MONDAY_EVENING = datetime(2026, 3, 9, 19, 0, tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(UTC)


@pytest.fixture(scope="session")
def cn():
    return profiles.load("cn")


@pytest.fixture(scope="session")
def now():
    return MONDAY_EVENING


@pytest.fixture(scope="session")
def loan():
    """One loan a day past due; change what the test is about."""

    def build(loan_id=1, **changes):
        facts = LoanFacts(
            loan_id=loan_id,
            stage_planned="dpd-1",
            occurrence=0,
            due_date=date(2026, 3, 8),
            amount_due=Decimal("1250.50"),
            currency="CNY",
            as_of=MONDAY_EVENING - timedelta(hours=3),
        )
        return replace(facts, **changes)

    return build


@pytest.fixture(scope="session")
def reminder(loan):
    """Facts that `decide` sends; change what the test is about."""

    def build(**changes):
        facts = ContactFacts(
            channel="sms",
            zones=("Asia/Shanghai",),
            loans=(loan(),),
            contact_point=ContactPointFacts(id=7, role="debtor", confirmed_on=date(2026, 2, 1)),
            template=TemplateFacts(
                version_id=3,
                state="approved",
                effective_from=None,
                content_class="service",
                has_opt_out_words=True,
            ),
            gateway_classes=frozenset({"service"}),
        )
        return replace(facts, **changes)

    return build


@pytest.fixture
def judge(cn, now):
    """(outcome, reason, until) of a verdict, by the Chinese policy unless another is given."""

    def judge_facts(facts, *, policy=cn, at=now):
        verdict = decide(facts, policy, at)
        return verdict.outcome, verdict.reason, verdict.until

    return judge_facts
