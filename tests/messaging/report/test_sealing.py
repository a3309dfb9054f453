"""The report says whether what left is sealed."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import connection

from accounts.models import ChainCheck
from tests.messaging.report.sent import a_day, report, untrusted

pytestmark = pytest.mark.django_db


def written_long_ago() -> None:
    with untrusted("messaging_attempt"), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE messaging_attempt SET recorded_at = recorded_at - interval '3 minutes'"
        )


def test_a_hand_over_that_waits_for_minutes_to_be_sealed_is_a_violation(now: datetime) -> None:
    a_day(now, texts=1)
    assert report(now).check("sealing").holds
    written_long_ago()
    check = report(now).check("sealing")
    assert [each.what for each in check.violations] == ["hand_over_not_sealed"]


def test_a_chain_found_broken_is_a_violation(now: datetime) -> None:
    ChainCheck.objects.create(begun_at=now, ended_at=now, found=2)
    check = report(now).check("sealing")
    assert [each.what for each in check.violations] == ["chain_broken"]


def test_a_silent_sealer_and_a_chain_never_verified_are_to_be_looked_at(now: datetime) -> None:
    assert {each.what for each in report(now).check("sealing").doubtful} == {
        "never_verified",
        "silent",
    }
