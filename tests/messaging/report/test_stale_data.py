"""Old figures: what is sure is a violation, what was renewed meanwhile is for a person."""

from datetime import datetime, timedelta

import pytest

from accounts.models import Loan
from messaging.models import Decision
from tests.messaging.report import sent

pytestmark = pytest.mark.django_db


def aged(moment: datetime) -> None:
    for decision in Decision.objects.filter(candidate=sent.first().candidate_id):
        loans = [{**loan, "as_of": moment.isoformat()} for loan in decision.facts["loans"]]
        sent.falsify(decision, facts={**decision.facts, "loans": loans})


def test_figures_renewed_since_are_for_a_person_to_look_at(now: datetime) -> None:
    sent.a_day(now, texts=1)
    aged(now - timedelta(days=3))
    check = sent.report(now).check("stale_data")
    assert check.holds
    assert [doubt.what for doubt in check.doubtful] == ["figures_renewed_since"]


def test_figures_nobody_renewed_are_a_violation(now: datetime) -> None:
    sent.a_day(now, texts=1)
    aged(now - timedelta(days=3))
    Loan.objects.update(as_of=now - timedelta(days=3))
    check = sent.report(now).check("stale_data")
    assert sent.codes(check) == {"figures_too_old"}
    assert check.figures["oldest_hours"] == 72.0
