"""A name in a column is no second person: who decides is who acts, as the software says signed."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection

from accounts.audit import trail
from accounts.models import StaffRequest, User
from config.database_roles import granting
from messaging.models import TemplateVersion
from tests import make, make_messaging
from tests.as_role import WEB, as_role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _roles(db: None) -> None:
    if not granting.exist():
        pytest.skip("this server has no roles but the owner")


def submitted(now: datetime) -> TemplateVersion:
    made: TemplateVersion = make_messaging.draft()
    this = TemplateVersion.objects.filter(pk=made.pk)
    this.update(state="submitted", submitted_by=made.author, submitted_at=now)
    return made


def approve(version: TemplateVersion, by: User, now: datetime) -> None:
    TemplateVersion.objects.filter(pk=version.pk).update(
        state="approved",
        decided_by=by,
        decided_at=now,
        effective_from=now,
        review_due=now + timedelta(days=90),
    )


def test_an_approval_written_by_hand_in_a_reviewers_name_is_refused(now: datetime) -> None:
    version, reviewer = submitted(now), make.staff("supervisor")
    with pytest.raises(IntegrityError, match="who approves is who acts"), as_role(WEB):
        approve(version, reviewer, now)


def test_nor_in_a_reviewers_name_by_somebody_else_who_acts(now: datetime) -> None:
    version, reviewer, other = submitted(now), make.staff("supervisor"), make.staff("collector")
    refused = pytest.raises(IntegrityError, match="who approves is who acts")
    with refused, as_role(WEB), trail.acting(user=other, source="web", lenders="*"):
        approve(version, reviewer, now)


def test_a_request_about_a_person_is_asked_by_who_acts(now: datetime) -> None:
    administrator, person = make.staff("administrator"), make.staff("agent")
    with pytest.raises(IntegrityError, match="who asks may not"), as_role(WEB):
        StaffRequest.objects.create(
            kind="role",
            subject=person,
            role="supervisor",
            why="by hand",
            asked_by=administrator,
            asked_at=now,
        )


def test_and_decided_by_who_acts(now: datetime) -> None:
    administrator, boss, person = (make.staff(r) for r in ("administrator", "supervisor", "agent"))
    asked = StaffRequest.objects.create(
        kind="role",
        subject=person,
        role="supervisor",
        why="a promotion",
        asked_by=administrator,
        asked_at=now,
    )
    refused = pytest.raises(IntegrityError, match="who decides may not")
    with refused, as_role(WEB), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_staffrequest SET state = 'approved', decided_by_id = %s,"
            " decided_at = now() WHERE id = %s",
            [boss.pk, asked.pk],
        )
