"""Candidates, their loans and decisions, written by COPY."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import connection

from accounts.intake.merging import copy_stream
from accounts.rules.delinquency import days_past_due
from messaging.decisions.facts.rows import Gathered
from messaging.decisions.record import freeze
from messaging.models import Decision, Run
from messaging.planning.choose import Choice
from messaging.planning.eligibility import Eligibility
from messaging.planning.hours import Drawn
from messaging.policy.decide import Verdict

CANDIDATE_COLUMNS = (
    "id, run_id, customer_id, contact_point_id, address_hash, stage, tone, tone_reason, cause, "
    "language, template_version_id, arm, currency, amount_due, days_past_due, segments, outcome, "
    "reason, until, to_send, eligible, habit, would_leave_at, "
    "trial_id, trial_arm, channel, ahead"
)
LOAN_COLUMNS = "candidate_id, loan_id, stage, occurrence, days_past_due, amount_due"
DECISION_COLUMNS = (
    "candidate_id, phase, at, outcome, reason, until, policy_id, engine_version, facts, trace"
)
DRAW_COLUMNS = (
    "candidate_id, lender_id, customer_id, day, alike, hours, shares, hour, share, earliest, "
    "opens_at, at, named"
)
NULL = r"\N"
_as_json = json.JSONEncoder(separators=(",", ":")).encode

_DELETE = (
    "DELETE FROM messaging_decision d USING messaging_candidate c "
    "WHERE d.candidate_id = c.id AND c.run_id = %s",
    "DELETE FROM messaging_candidateloan l USING messaging_candidate c "
    "WHERE l.candidate_id = c.id AND c.run_id = %s",
    "DELETE FROM messaging_hourdraw h USING messaging_candidate c "
    "WHERE h.candidate_id = c.id AND c.run_id = %s",
    "DELETE FROM messaging_candidate WHERE run_id = %s",
)


class Planned(NamedTuple):
    """One customer's candidate, ready to be written. `but_for_arm`: what would be said of it if it
    were of no arm that is not written to; `drawn`: an hour for it, or for what it would be."""

    choice: Choice
    found: Gathered
    verdict: Verdict
    eligibility: Eligibility
    but_for_arm: Eligibility
    drawn: Drawn | None = None

    @property
    def eligible(self) -> bool:
        """To be sent, but for its arm."""
        return self.but_for_arm.to_send

    @property
    def hour(self) -> Drawn | None:
        """The hour at which it is to leave, where one was drawn."""
        return self.drawn if self.eligibility.to_send else None

    @property
    def would_leave_at(self) -> datetime | None:
        """Of what its arm alone keeps back: when it would leave; None: at once."""
        if self.eligibility.to_send or not self.eligible:
            return None
        return self.drawn.draw.at if self.drawn else self.but_for_arm.until

    @property
    def until(self) -> datetime | None:
        """What it waits for: the moment drawn, else the end of what holds it."""
        return self.hour.draw.at if self.hour else self.eligibility.until


def delete_candidates(run: Run) -> None:
    """Remove what an earlier planning of this run wrote."""
    with connection.cursor() as cursor:
        for statement in _DELETE:
            cursor.execute(statement, [run.pk])


def write(run: Run, planned: Sequence[Planned], *, at: datetime) -> list[int]:
    """Write one batch; the candidates' ids, in order. Call inside the planning transaction."""
    ids = _new_ids(len(planned))
    day = run.day
    numbered = list(zip(ids, planned, strict=True))
    _copy(
        "messaging_candidate",
        CANDIDATE_COLUMNS,
        (_candidate(pk, run.pk, p, day) for pk, p in numbered),
    )
    _copy(
        "messaging_candidateloan",
        LOAN_COLUMNS,
        (row for pk, p in numbered for row in _loans(pk, p.choice, day)),
    )
    _copy(
        "messaging_decision",
        DECISION_COLUMNS,
        (_decision(pk, p, at=at, policy_id=run.policy_id) for pk, p in numbered),
    )
    _copy(
        "messaging_hourdraw",
        DRAW_COLUMNS,
        (_draw(pk, run, p, p.hour) for pk, p in numbered if p.hour is not None),
    )
    return ids


def _candidate(pk: int, run_id: int, planned: Planned, day: date) -> tuple[Any, ...]:
    choice, eligibility = planned.choice, planned.eligibility
    point, text = planned.found.point, planned.found.text
    return (
        pk,
        run_id,
        choice.customer.id,
        point.id if point else NULL,
        rf"\x{point.address_hash.hex()}" if point else NULL,
        choice.staged[0].stage,
        choice.tone,
        choice.tone_reason,
        choice.lead.cause,
        choice.language,
        choice.version.pk if choice.version else NULL,
        choice.arm,
        choice.lead.currency,
        choice.amount_due,
        days_past_due(choice.lead.due_date, day),
        text.segments if text else NULL,
        planned.verdict.outcome,
        eligibility.reason,
        planned.until or NULL,
        eligibility.to_send,
        planned.eligible,
        choice.habit,
        planned.would_leave_at or NULL,
        choice.trial.trial_id if choice.trial else NULL,
        choice.trial.arm if choice.trial else NULL,
        choice.channel,
        _as_json([step._asdict() for step in choice.ahead]) if choice.ahead else "[]",
    )


def _loans(pk: int, choice: Choice, day: date) -> Iterable[tuple[Any, ...]]:
    for loan, place in zip(choice.loans, choice.staged, strict=True):
        dpd = days_past_due(loan.due_date, day)
        yield (pk, loan.id, place.stage, place.occurrence, dpd, loan.amount_due)


def _draw(pk: int, run: Run, planned: Planned, hour: Drawn) -> tuple[Any, ...]:
    return (
        pk,
        run.lender_id,
        planned.choice.customer.id,
        run.day,
        hour.alike,
        _as_array(hour.hours),
        _as_array(hour.shares),
        hour.draw.hour,
        hour.draw.share,
        planned.eligibility.until or NULL,
        hour.opens_at,
        hour.draw.at,
        hour.named,
    )


def _as_array(values: Iterable[float]) -> str:
    return "{" + ",".join(map(repr, values)) + "}"


def _decision(pk: int, planned: Planned, *, at: datetime, policy_id: int | None) -> tuple[Any, ...]:
    verdict = planned.verdict
    frozen = freeze(planned.found.facts, verdict)
    return (
        pk,
        Decision.Phase.PLAN.value,
        at,
        verdict.outcome,
        verdict.reason,
        verdict.until or NULL,
        policy_id,
        verdict.engine_version,
        _as_json(frozen.facts),
        _as_json(frozen.trace),
    )


def _new_ids(count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(own.ids) FROM generate_series(1, %s), (SELECT pg_get_serial_sequence("
            "'messaging_candidate', 'id')::regclass AS ids OFFSET 0) own",
            [count],
        )
        return [row[0] for row in cursor.fetchall()]


def _copy(table: str, columns: str, rows: Iterable[tuple[Any, ...]]) -> None:
    text = copy_stream.Pieces(rows, _as_csv)
    if text.is_empty:
        return
    with connection.cursor() as cursor:
        # Table and columns are the constants above, never anything from outside.
        cursor.copy_expert(
            f"COPY {table} ({columns}) FROM STDIN WITH (FORMAT csv, NULL '{NULL}')",
            text,
            copy_stream.AT_ONCE,
        )


def _as_csv(rows: list[tuple[Any, ...]]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue()
