"""What has no end, and what does not add up, is found."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from messaging.models import Run
from tests import make
from tests.messaging.report import sent
from tests.messaging.report.test_planted import second_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(now: datetime) -> Run:
    return sent.a_day(now)


@pytest.mark.parametrize(
    ("what", "columns"),
    [
        ("ended_at_no_time", {"final_at": None}),
        ("not_sent_without_reason", {"state": "unresolved", "reason": ""}),
        ("open_and_ended", {"state": "accepted"}),
        ("left_without_a_hand_over", {"handed_over_at": None}),
        ("never_left_but_handed_over", {"state": "cancelled", "reason": "opted_out"}),
        ("left_behind", {"state": "claimed", "handed_over_at": None, "final_at": None,
                         "claimed_at": make.MORNING}),
        ("queued_in_an_ended_run", {"state": "queued", "final_at": None}),
    ],
)  # fmt: skip
def test_a_message_without_an_end(
    run: Run, now: datetime, what: str, columns: dict[str, Any]
) -> None:
    sent.falsify(run, state="finished")
    sent.falsify(sent.first(), **columns)

    assert what in sent.codes(sent.report(now).check("endings"))


def test_a_candidate_that_was_lost(run: Run, now: datetime) -> None:
    message = sent.first()
    candidate = message.candidate
    sent.falsify(message, candidate=None)

    assert candidate is not None
    assert sent.found(sent.report(now).check("candidates")) == {
        (f"candidate:{candidate.pk}", "to_send_without_a_message")
    }


def test_a_message_to_somebody_who_was_not_to_get_one(run: Run, now: datetime) -> None:
    candidate = sent.first().candidate
    sent.falsify(candidate, to_send=False)

    report = sent.report(now)

    assert sent.codes(report.check("candidates")) == {"message_of_one_not_to_send"}
    assert "funnel_to_send" in sent.codes(report.check("totals"))


def test_a_funnel_that_does_not_add_up(run: Run, now: datetime) -> None:
    sent.falsify(run, funnel={**run.funnel, "due": 99})

    assert sent.codes(sent.report(now).check("totals")) == {"funnel_due", "funnel_does_not_add_up"}


def test_a_message_too_many(run: Run, now: datetime) -> None:
    second_text(sent.first(), now + timedelta(days=1))

    assert sent.codes(sent.report(now).check("totals")) == {"messages"}
