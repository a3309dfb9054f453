"""Stored facts under the stored policy give the stored verdict; under another, a table."""

import json
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.holds import service as holds
from accounts.models import Lender
from messaging.authoring.policy_files import read
from messaging.decisions.replay import Replay, replay, stored_decisions
from messaging.dispatch.loop import dispatch
from messaging.models import Decision, Run
from messaging.planning.service import plan
from messaging.policy import profiles
from messaging.policy.document import write_policy
from messaging.policy.errors import PolicyError
from tests import make, make_outbox, make_runs

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(now: datetime) -> Run:
    """A plan in which somebody is sent to, held, blocked and kept for the morning."""
    lender = make_runs.ready_lender()
    for dpd in (1, 5, 9):
        make.loan(lender=lender, dpd=dpd)
    make.loan(lender=lender, dpd=3, as_of=now - timedelta(days=3))
    make.loan(lender=lender, dpd=4, customer=make.customer(phone=None))
    held = make.loan(lender=lender, dpd=2)
    holds.place(customer=held.customer, kind="hardship", reason="x", source="test", now=now)
    abroad = make.customer(timezones=["Asia/Shanghai", "America/New_York"])
    make.loan(lender=lender, dpd=5, customer=abroad)
    return plan(lender=lender, day=make.DAY, by=None, now=now)


def falsify(**columns: str) -> Decision:
    """Change a stored decision behind the back of the trigger that freezes it."""
    decision = Decision.objects.order_by("pk")[0]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE messaging_decision DISABLE TRIGGER USER")
        for column, value in columns.items():
            cursor.execute(
                f"UPDATE messaging_decision SET {column} = %s WHERE id = %s", [value, decision.pk]
            )
        cursor.execute("ALTER TABLE messaging_decision ENABLE TRIGGER USER")
    return decision


def again() -> Replay:
    return replay(stored_decisions())


def test_every_stored_verdict_follows_from_its_own_facts_and_policy(run: Run) -> None:
    result = again()

    assert result.decided == 7
    assert (result.changed, result.faults, result.changes) == (0, 0, {})
    assert result.before == result.after
    assert len(result.before) >= 4, "the plan above is to reach several verdicts"


def test_verdicts_at_the_claim_replay_too(now: datetime) -> None:
    message = make_outbox.message(loan=make.loan(as_of=now))
    dispatch(clock=make_outbox.FixedClock(now).clock)

    result = again()

    assert Decision.objects.filter(message=message, phase="claim", outcome="send").exists()
    assert (result.decided, result.faults) == (1, 0)


@pytest.mark.parametrize(
    ("column", "value", "what"),
    [("outcome", "block", "outcome"), ("reason", "suppressed", "reason"), ("trace", "[]", "trace")],
)
def test_a_falsified_verdict_is_found(run: Run, column: str, value: str, what: str) -> None:
    falsified = falsify(**{column: value})

    result = again()

    assert result.faults == 1
    (change,) = result.changes
    assert change.what == what
    assert result.examples[change] == [falsified.pk]
    with pytest.raises(CommandError):
        call_command("replay_decisions", stdout=StringIO())


def test_another_engine_version_may_say_something_else(run: Run) -> None:
    falsify(engine_version="0", reason="suppressed")

    result = again()

    assert (result.other_engine, result.changed, result.faults) == (1, 1, 0)


def test_what_if_counts_from_what_to_what(run: Run) -> None:
    result = replay(stored_decisions(), policy=profiles.load("us-reg-f"))

    table = result.to_json()
    assert result.changed > 0
    assert sum(row["count"] for row in table["changes"]) == result.changed
    assert sum(row[-1] for row in table["before"]) == sum(row[-1] for row in table["after"]) == 7
    for row in table["changes"]:
        assert set(row["decisions"]) <= set(Decision.objects.values_list("pk", flat=True))


def test_it_can_be_narrowed_to_a_run_and_to_days(run: Run, now: datetime) -> None:
    assert stored_decisions(run_id=run.pk).count() == 7
    assert stored_decisions(run_id=run.pk + 1).count() == 0
    assert stored_decisions(since=now, until=now + timedelta(seconds=1)).count() == 7
    assert stored_decisions(until=now).count() == 0


def test_the_command_prints_the_table(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "tomorrow.yaml"
    file.write_text(
        "inherits: cn\nname: tomorrow\n"
        "windows: {value: {all: {mon-sun: ['09:00-18:00']}}, source: test, status: P}\n"
    )
    out = StringIO()

    call_command("replay_decisions", "--policy", str(file), "--run", str(run.pk), stdout=out)

    assert "send ok → hold quiet_hours" in out.getvalue()


def test_the_command_speaks_json(run: Run) -> None:
    out = StringIO()
    call_command(
        "replay_decisions",
        "--from",
        "2026-09-15",
        "--to",
        "2026-09-15",
        "--format",
        "json",
        stdout=out,
    )
    assert json.loads(out.getvalue())["decided"] == 7


def test_a_policy_file_may_be_a_whole_document_in_json(tmp_path: Path) -> None:
    file = tmp_path / "whole.json"
    file.write_text(json.dumps(write_policy(profiles.load("gb"))))
    assert read(str(file)) == profiles.load("gb")


@pytest.mark.parametrize("text", ["", "- a\n", "name: x\n", "inherits: cn\nwindow: {}\n", "{"])
def test_a_file_that_is_no_policy_says_so(tmp_path: Path, text: str) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text(text)
    with pytest.raises(PolicyError):
        read(str(file))
    with pytest.raises(CommandError):
        call_command("replay_decisions", "--policy", str(file), stdout=StringIO())


def test_a_lender_without_decisions_replays_to_nothing(lender: Lender) -> None:
    assert again().to_json()["decided"] == 0
