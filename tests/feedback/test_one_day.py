"""A lender in London under each shipped profile: everybody says the same day."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from accounts.errors import Refused
from accounts.models import Lender, Loan
from feedback.calls.scripts import stage_now
from feedback.models import ComplaintClock
from feedback.pages.account_summary import owed
from feedback.promises import settle_due
from messaging.decisions.facts.batch_context import read_frame
from messaging.decisions.facts.gather import gather
from messaging.decisions.facts.rows import Gathered, StagedLoan, Subject
from messaging.models import TemplateVersion, in_force
from messaging.planning.service import plan
from messaging.policy import profiles
from messaging.policy.decide import decide
from tests import make, make_care, make_complaints, make_runs

pytestmark = pytest.mark.django_db

EVENING = datetime(2026, 9, 15, 20, 30, tzinfo=UTC)
"""21:30 on the 15th in London; the 16th already in Shanghai and Sydney."""
NIGHT = datetime(2026, 9, 16, 0, 30, tzinfo=UTC)
"""01:30 on the 16th in London; the 15th still in New York."""
LONDONS_DAY = {EVENING: date(2026, 9, 15), NIGHT: date(2026, 9, 16)}

every_profile = pytest.mark.parametrize("profile", profiles.NAMES)
either_moment = pytest.mark.parametrize("now", [EVENING, NIGHT], ids=["evening", "night"])


@pytest.fixture
def lender(profile: str) -> Lender:
    return make_runs.ready_lender(profile=profile, timezone="Europe/London")


def about(loan: Loan, now: datetime) -> Gathered:
    version = TemplateVersion.objects.get(template__stage="dpd-4-7", template__tone="gentle")
    subject = Subject(
        customer_id=loan.customer_id,
        loans=(StagedLoan(loan.pk, "dpd-4-7", 0),),
        template_version_id=version.pk,
        language="zh-hans",
    )
    _version, policy = in_force.policy(loan.lender, now)
    return gather([subject], read_frame(lender=loan.lender, policy=policy, now=now))[0]


@every_profile
@either_moment
@pytest.mark.parametrize("dpd", [4, 7])
def test_text_decision_page_and_call_count_the_same_days(
    lender: Lender, profile: str, now: datetime, dpd: int
) -> None:
    """4 and 7 are the ends of the stage: a day off either way is another stage."""
    loan = make.loan(lender=lender, due_date=LONDONS_DAY[now] - timedelta(days=dpd))
    found = about(loan, now)
    assert found.text is not None
    assert f"已逾期{dpd}天" in found.text.text
    assert decide(found.facts, profiles.load(profile), now).loan_ids == (loan.pk,)
    [line] = owed(loan.customer, lender, now=now, language="zh-hans")
    assert line.days_overdue == dpd
    assert stage_now(loan.customer, lender, now) == "dpd-4-7"


@every_profile
@either_moment
def test_planning_plans_that_day_and_none_before(
    lender: Lender, profile: str, now: datetime
) -> None:
    day = LONDONS_DAY[now]
    make.loan(lender=lender, due_date=day - timedelta(days=4))
    assert plan(lender=lender, day=day, by=None, now=now).funnel["due"] == 1
    with pytest.raises(Refused):
        plan(lender=lender, day=day - timedelta(days=1), by=None, now=now)


@every_profile
@either_moment
def test_a_promise_may_be_for_that_day_and_for_none_before(
    lender: Lender, profile: str, now: datetime
) -> None:
    day, loan = LONDONS_DAY[now], make.loan(lender=lender)
    with pytest.raises(Refused):
        make_care.promise(now=now, loan=loan, on=day - timedelta(days=1))
    promise = make_care.promise(now=now, loan=loan, on=day, amount=Decimal(10))
    assert promise.pay_on == day
    assert settle_due.settle_due(now) == 0


@every_profile
@either_moment
def test_the_clock_of_a_complaint_starts_on_that_day(
    lender: Lender, profile: str, now: datetime
) -> None:
    loan = make.loan(lender=lender)
    complaint = make_complaints.logged(now, customer=loan.customer)
    clock = ComplaintClock.objects.get(complaint=complaint)
    assert clock.starts_on == LONDONS_DAY[now]
    assert clock.profile == profile
