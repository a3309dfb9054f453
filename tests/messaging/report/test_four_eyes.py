"""Texts and runs that no second, trained person let go are found."""

from datetime import date, datetime
from typing import Any

import pytest

from accounts.models import TrainingRecord
from messaging.models import Run
from messaging.models.approvable import ApprovalState
from tests.messaging.report import sent
from tests.messaging.report.test_planted import shanghai

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(now: datetime) -> Run:
    return sent.a_day(now)


@pytest.mark.parametrize(
    ("what", "columns"),
    [
        ("not_approved", {"state": ApprovalState.REJECTED}),
        ("approved_after_use", {"decided_at": shanghai(20)}),
        ("not_yet_in_force", {"effective_from": shanghai(20)}),
        ("retired_before_use", {"state": ApprovalState.RETIRED, "retired_at": shanghai(10)}),
        ("not_approved", {"decided_by": None}),
    ],
)
def test_a_text_that_was_not_approved_then(
    run: Run, now: datetime, what: str, columns: dict[str, Any]
) -> None:
    version = sent.first().template_version
    sent.falsify(version, **columns)

    check = sent.report(now).check("four_eyes")

    assert (f"template:{version.pk}", what) in sent.found(check)


@pytest.mark.parametrize("column", ["author", "submitted_by"])
def test_a_text_approved_by_one_pair_of_eyes(run: Run, now: datetime, column: str) -> None:
    version = sent.first().template_version
    assert version is not None
    sent.falsify(version, **{column: version.decided_by})

    assert sent.codes(sent.report(now).check("four_eyes")) <= {
        "approved_by_its_author",
        "approved_by_who_submitted_it",
    }
    assert not sent.report(now).check("four_eyes").holds


def test_a_text_approved_by_one_of_its_editors(run: Run, now: datetime) -> None:
    version = sent.first().template_version
    assert version is not None
    sent.falsify(version, editors=[*version.editors, version.decided_by_id])

    assert sent.codes(sent.report(now).check("four_eyes")) == {"approved_by_an_editor"}


def test_a_text_approved_without_training(run: Run, now: datetime) -> None:
    version = sent.first().template_version
    assert version is not None
    TrainingRecord.objects.filter(user=version.decided_by).update(
        passed_on=date(2025, 6, 1), valid_until=date(2026, 6, 1)
    )

    assert "approved_without_training" in sent.codes(sent.report(now).check("four_eyes"))


def test_a_message_without_a_template(run: Run, now: datetime) -> None:
    sent.falsify(sent.first(), template_version=None)

    assert ("template:None", "no_version") in sent.found(sent.report(now).check("four_eyes"))


def test_a_run_released_without_training(run: Run, now: datetime) -> None:
    TrainingRecord.objects.filter(user=run.released_by).delete()

    assert sent.found(sent.report(now).check("releases")) == {
        (f"run:{run.pk}", "released_without_training")
    }
