"""Deciding again: stored facts under the stored policy, or under another one (what-if).

Under the stored policy and the same engine version every verdict must come out as it was stored,
trace and all (DESIGN 4.8). Under another policy the table says how many would change, from what to
what. Facts are those seen then: a contact longer ago than the stored policy looked is not in them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Q, QuerySet

from messaging.models import Decision, PolicyVersion
from messaging.models.in_force import policy_of
from messaging.policy.calendar import Calendar
from messaging.policy.decide import ENGINE_VERSION, Verdict, decide
from messaging.policy.facts import ContactFacts
from messaging.policy.facts_json import read_facts
from messaging.policy.model import Policy

CHUNK = 1000
EXAMPLES = 5
TRACE = "trace"
"""What changed when outcome, reason and until are the same."""


class Said(NamedTuple):
    """The part of a verdict the table counts."""

    outcome: str
    reason: str


class Change(NamedTuple):
    """`what` names the first thing that differs: outcome, reason, until or trace."""

    before: Said
    after: Said
    what: str


@dataclass(slots=True)
class Replay:
    """What came of it. `changes` counts by change, `examples` holds a few decision ids of each.

    `other_engine`: decisions of another engine version; they are decided by this one, and a change
    in them is no fault.
    """

    decided: int = 0
    changed: int = 0
    faults: int = 0
    other_engine: int = 0
    before: dict[Said, int] = field(default_factory=dict)
    after: dict[Said, int] = field(default_factory=dict)
    changes: dict[Change, int] = field(default_factory=dict)
    examples: dict[Change, list[int]] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """JSON-able data, the most frequent change first."""
        ordered = sorted(self.changes, key=lambda change: (-self.changes[change], change))
        return {
            "decided": self.decided,
            "changed": self.changed,
            "other_engine": self.other_engine,
            "engine_version": ENGINE_VERSION,
            "before": _counts(self.before),
            "after": _counts(self.after),
            "changes": [
                {
                    "from": list(change.before),
                    "to": list(change.after),
                    "what": change.what,
                    "count": self.changes[change],
                    "decisions": self.examples[change],
                }
                for change in ordered
            ],
        }


def stored_decisions(
    *, run_id: int | None = None, since: datetime | None = None, until: datetime | None = None
) -> QuerySet[Decision]:
    """Decisions of one run, or made in [since, until), or all."""
    found = Decision.objects.all()
    if run_id is not None:
        found = found.filter(Q(candidate__run=run_id) | Q(message__run=run_id))
    if since is not None:
        found = found.filter(at__gte=since)
    if until is not None:
        found = found.filter(at__lt=until)
    return found


def replay(decisions: QuerySet[Decision], *, policy: Policy | None = None) -> Replay:
    """Decide all of them again, a chunk at a time, under their own policy or the one given.

    Under another policy only outcome, reason and until are compared: what rules saw of the figures
    of a policy is bound to differ.
    """
    result = Replay()
    with transaction.atomic():  # so that the rows stream, however many there are
        for decision, stored_policy in _with_policies(decisions):
            now = decide_again(decision, policy or stored_policy)
            _note(result, decision, now, exactly=policy is None)
    return result


def _with_policies(decisions: QuerySet[Decision]) -> Iterator[tuple[Decision, Policy]]:
    policies: dict[int, Policy] = {}
    rows: Iterable[Decision] = decisions.order_by("pk").iterator(chunk_size=CHUNK)
    for decision in rows:
        if decision.policy_id not in policies:
            version = PolicyVersion.objects.get(pk=decision.policy_id)
            policies[decision.policy_id] = policy_of(version)
        yield decision, policies[decision.policy_id]


def decide_again(decision: Decision, policy: Policy) -> Verdict:
    """From its own stored facts, at its own moment."""
    return decided_from(read_facts(decision.facts), policy, decision.at)


def decided_from(facts: ContactFacts, policy: Policy, moment: datetime) -> Verdict:
    """From facts that were read back."""
    # A policy keeps its timetables by the identity of the calendar.
    return decide(replace(facts, calendar=_kept(facts.calendar)), policy, moment)


@lru_cache(maxsize=32)
def _kept(calendar: Calendar) -> Calendar:
    return calendar


def _note(result: Replay, decision: Decision, now: Verdict, *, exactly: bool) -> None:
    before, after = Said(decision.outcome, decision.reason), Said(now.outcome, now.reason)
    result.decided += 1
    result.before[before] = result.before.get(before, 0) + 1
    result.after[after] = result.after.get(after, 0) + 1
    same_engine = decision.engine_version == now.engine_version
    result.other_engine += not same_engine
    what = _what_differs(decision, now)
    if not what or (what == TRACE and not exactly):
        return
    change = Change(before, after, what)
    result.faults += same_engine
    result.changed += what != TRACE
    result.changes[change] = result.changes.get(change, 0) + 1
    examples = result.examples.setdefault(change, [])
    if len(examples) < EXAMPLES:
        examples.append(decision.pk)


def _what_differs(decision: Decision, now: Verdict) -> str:
    if decision.outcome != now.outcome:
        return "outcome"
    if decision.reason != now.reason:
        return "reason"
    if decision.until != now.until:
        return "until"
    trace = json.loads(json.dumps(now.to_json()["trace"]))
    return "" if trace == decision.trace else TRACE


def _counts(said: dict[Said, int]) -> list[list[Any]]:
    return [[*each, said[each]] for each in sorted(said)]
