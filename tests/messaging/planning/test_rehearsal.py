"""What waits for approval, played against today's portfolio: the same figures as the run it would
be, and nothing written."""

from datetime import datetime
from typing import Any

import pytest
from django.db import InternalError, connection, transaction

from accounts.database.one_snapshot import read_at_one_moment
from accounts.models import Lender
from messaging.models import Candidate, Decision, PolicyVersion, Run
from messaging.models.approvable import ApprovalState
from messaging.planning.rehearsal import rehearse
from messaging.planning.service import plan
from tests import make, make_runs
from tests.messaging.whatif.test_service import draft


@pytest.fixture
def lender(now: datetime) -> Lender:
    lender = make_runs.ready_lender()
    make.loan(lender=lender, dpd=5, as_of=now, amount_due="500.00")
    make.loan(lender=lender, dpd=5, as_of=now, amount_due="0.50")
    return lender


def submitted(version: Any) -> None:
    type(version).objects.filter(pk=version.pk).update(
        state=ApprovalState.SUBMITTED, submitted_by=version.author, submitted_at=make.MORNING
    )


@pytest.mark.django_db
def test_with_nothing_pending_it_is_todays_run(lender: Lender, now: datetime) -> None:
    heard: list[int] = []
    funnel = rehearse(lender, now, heard.append)
    assert heard[-1] == 2
    assert not Run.objects.exists()
    assert not Candidate.objects.exists()
    assert not Decision.objects.exists()
    assert funnel == plan(lender=lender, day=make.DAY, by=None, now=now).funnel


@pytest.mark.django_db
def test_a_pending_policy_and_a_pending_text_count_as_approved(
    lender: Lender, now: datetime
) -> None:
    assert rehearse(lender, now)["to_send"] == 1
    submitted(draft(lender, least_amount="1000"))
    assert PolicyVersion.objects.filter(state="submitted").count() == 1
    assert rehearse(lender, now)["to_send"] == 0


@pytest.mark.django_db(transaction=True)
def test_the_database_refuses_a_rehearsal_that_writes(now: datetime) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        read_at_one_moment()
        with pytest.raises(InternalError, match="read-only"):
            cursor.execute("CREATE TABLE rehearsed (id int)")
        transaction.set_rollback(True)
