"""Loans from a file to the candidates of a run, as they grow; a tenth of them is due."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from django.db import transaction

from accounts.audit.trail import in_bulk
from accounts.models import ContactPoint, Customer, Loan
from messaging.models import Candidate, Decision, Run
from messaging.models.in_force import policy_of
from messaging.planning import write
from messaging.policy.decide import SEND, decide
from messaging.policy.facts_json import read_facts
from tests import make
from tests.benchmarks import child, database, world
from tests.benchmarks.copying import copied_again
from tests.benchmarks.figures import DUE_LATER, DUE_SHARE, NOW
from tests.benchmarks.measuring import Measure, measured, must_be

LOAN_TABLES = ("accounts_customer", "accounts_contactpoint", "accounts_loan")
RUN_TABLES = ("messaging_candidate", "messaging_candidateloan", "messaging_decision")
MEMORY_MB = 400
DECISIONS, SAMPLE = 50_000, 1000
TIMES_NOT_DUE = 10
_OWN = ("id", "loan_no")
_MORE_NOT_DUE = """
INSERT INTO accounts_loan ({columns})
SELECT {values} FROM accounts_loan CROSS JOIN generate_series(2, %s) AS n
WHERE due_date = %s
"""


def name_of(rows: int) -> str:
    """The database with that many loans and a run that is planned."""
    return f"loans_{rows}"


def grow(rows: int) -> list[Measure]:
    """Import and plan so many loans into a database of their own, which stays."""
    database.fresh(name_of(rows))
    world.make_lender()
    imported = _import(rows)
    planned, run = _plan(rows)
    return [imported, planned, _decide(run)]


def _import(rows: int) -> Measure:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "loans.csv"
        world.write_loans(file, rows)
        done = child.run("bring_in", file=str(file), folder=folder)
    for model in (Customer, ContactPoint, Loan):
        must_be(model.__name__, model.objects.count(), rows)
    floor = copied_again(LOAN_TABLES, empty=_empty)
    must_be("loans copied", Loan.objects.count(), rows)
    return Measure(
        f"import of {rows:,} loans",
        rows,
        done.seconds,
        "COPY of the same rows",
        floor,
        at_most=3.0,
        facts={
            "memory_mb": done.memory_mb,
            "memory_mb_at_most": MEMORY_MB,
            "cpu": done.cpu_seconds,
        },
    )


def _plan(rows: int) -> tuple[Measure, Run]:
    database.analyze()
    done = child.run("plan", day=make.DAY.isoformat())
    run = Run.objects.get(pk=done.found)
    due = rows // DUE_SHARE
    must_be("candidates", Candidate.objects.filter(run=run).count(), due)
    must_be("decisions", Decision.objects.count(), due)
    floor = copied_again(RUN_TABLES, empty=lambda: write.delete_candidates(run))
    must_be("candidates copied", Candidate.objects.filter(run=run).count(), due)
    measure = Measure(
        f"plan, {rows:,} loans",
        due,
        done.seconds,
        "COPY of the same candidates",
        floor,
        at_most=4.0,
        facts={"memory_mb": done.memory_mb, "cpu": done.cpu_seconds},
    )
    return measure, run


def not_due(rows: int) -> Measure:
    """Plan again among ten times as many loans that are not due."""
    with database.copy(name_of(rows)):
        before = _planned_again()
        columns = [f.column or "" for f in Loan._meta.concrete_fields if f.name not in _OWN]
        added = _MORE_NOT_DUE.format(
            columns=", ".join(["loan_no", *columns]),
            values=", ".join(["loan_no || '-' || n", *columns]),
        )
        with transaction.atomic():
            in_bulk("import")
            database.ask(added, TIMES_NOT_DUE, date.fromisoformat(DUE_LATER))
        must_be("loans", Loan.objects.count(), rows // 10 + 10 * (rows - rows // 10))
        after = _planned_again()
    return Measure(
        f"plan, {TIMES_NOT_DUE}× not due",
        rows // DUE_SHARE,
        after,
        f"the same run among {rows:,} loans",
        before,
        at_most=1.2,
    )


def _planned_again() -> float:
    """Of a run without candidates, as new."""
    write.delete_candidates(Run.objects.get())
    database.ask("VACUUM ANALYZE")
    return child.run("plan", day=make.DAY.isoformat()).seconds


def _decide(run: Run) -> Measure:
    """`decide` over the facts the run was planned with, read beforehand."""
    assert run.policy is not None
    policy = policy_of(run.policy)
    stored = Decision.objects.filter(candidate__run=run).order_by("pk")[:SAMPLE]
    facts = [read_facts(decision.facts) for decision in stored]
    rounds = DECISIONS // len(facts)
    with measured() as watch:
        verdicts = [decide(each, policy, NOW) for _ in range(rounds) for each in facts]
    must_be("some to send", any(verdict.outcome == SEND for verdict in verdicts), True)
    return Measure("decide", len(verdicts), watch.seconds)


def _empty() -> None:
    database.ask(f"TRUNCATE {', '.join(LOAN_TABLES)} CASCADE")
