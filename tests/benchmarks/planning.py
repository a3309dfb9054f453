"""A run of candidates, each decided and rendered; and decisions alone, in memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from accounts.models import Lender
from messaging.in_force import policy_of
from messaging.models import Candidate, Decision, Run
from messaging.planning import plan, write
from messaging.policy.decide import SEND, decide
from messaging.policy.facts import ContactFacts
from tests.benchmarks.copying import analyze, copied_again
from tests.benchmarks.measuring import Measure, measured, must_be

TABLES = ("messaging_candidate", "messaging_candidateloan", "messaging_decision")
SAMPLE = 1000
DECISIONS = 50_000


def measure(rows: int, *, lender: Lender, day: date, now: datetime) -> tuple[Run, Measure]:
    """Plan, then COPY the same candidates, their loans and decisions once more."""
    analyze()
    with measured() as watch:
        run = plan(lender=lender, day=day, by=None, now=now)
    must_be("candidates", Candidate.objects.filter(run=run).count(), rows)
    must_be("decisions", Decision.objects.count(), rows)
    floor = copied_again(TABLES, empty=lambda: write.delete_candidates(run))
    must_be("candidates copied", Candidate.objects.filter(run=run).count(), rows)
    return run, Measure("plan", rows, watch.seconds, "COPY of the same rows", floor, 4.0)


def measure_decide(run: Run, *, now: datetime) -> Measure:
    """`decide` over the facts the run was planned with, read beforehand."""
    assert run.policy is not None
    policy = policy_of(run.policy)
    stored = Decision.objects.filter(candidate__run=run).order_by("pk")[:SAMPLE]
    facts = [ContactFacts.from_json(decision.facts) for decision in stored]
    # One calendar object, as in planning: a policy keeps its timetables by its identity.
    facts = [replace(each, calendar=facts[0].calendar) for each in facts]
    rounds = DECISIONS // len(facts)
    with measured() as watch:
        verdicts = [decide(each, policy, now) for _ in range(rounds) for each in facts]
    must_be("verdicts", len(verdicts), rounds * len(facts))
    must_be("some to send", any(verdict.outcome == SEND for verdict in verdicts), True)
    return Measure("decide", len(verdicts), watch.seconds)
