"""Four eyes: what was sent under was approved by somebody else, trained, and in force then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from messaging.report.parts import Check, Period
from messaging.report.rows import HANDED, stream

_TRAINED = """
EXISTS (
    SELECT 1 FROM accounts_trainingrecord t
    JOIN accounts_trainingcourse k ON k.id = t.course_id AND k.qualifies
    WHERE t.user_id = {person}
      AND t.passed_on <= ({moment} AT TIME ZONE huancui_team_zone())::date
      AND t.valid_until >= ({moment} AT TIME ZONE huancui_team_zone())::date)
"""
# A version counts as used from its first hand-over to the last claim: whoever claimed it saw it in
# force, and a version retired between claim and hand-over was in force when it was decided about.
# The rows are read once for all kinds.
_USED = """
used AS MATERIALIZED (
    SELECT k.kind, k.id, count(*) AS n, min(h.begun_at) AS first, max(m.claimed_at) AS last
    FROM handed h JOIN messaging_message m ON m.id = h.message_id
    LEFT JOIN messaging_run r ON r.id = m.run_id
    CROSS JOIN LATERAL (VALUES {kinds}) k (kind, id, applies)
    WHERE k.applies
    GROUP BY 1, 2
)
"""
_VERSIONS = """
SELECT {place}, u.kind, u.id, u.n, u.first, u.last, v.state, v.author_id, v.editors,
       v.submitted_by_id, v.decided_by_id, v.decided_at, v.effective_from, v.retired_at, {trained}
FROM used u LEFT JOIN {table} v ON v.id = u.id WHERE u.kind = '{kind}'
"""
_RELEASES = """
SELECT r.id, r.planned_by_id, r.released_by_id, r.planned_at, r.released_at, {trained}
FROM messaging_run r
WHERE (r.released_at >= %(since)s AND r.released_at < %(until)s
   OR EXISTS (SELECT 1 FROM messaging_message m WHERE m.run_id = r.id
              AND m.handed_over_at >= %(since)s AND m.handed_over_at < %(until)s))
  AND (%(lender)s::bigint IS NULL OR r.lender_id = %(lender)s)
ORDER BY r.id
"""
_REMINDER = "m.content_class NOT IN ('confirmation', 'code')"
KINDS = (
    # An answer to an opt-out and a one-time code have fixed texts and no run.
    ("template", "messaging_templateversion", "m.template_version_id", _REMINDER),
    ("gateway", "messaging_gateway", "h.gateway_id", "true"),
    # Without a run the policy in force decided, and the decision names it.
    ("policy", "messaging_policyversion", "r.policy_id", "m.run_id IS NOT NULL"),
    ("strategy", "messaging_strategy", "r.strategy_id", "r.strategy_id IS NOT NULL"),
)
# Policy and strategy are taken when the run is planned and stay the run's, even if retired later.
TAKEN_AT_PLANNING = frozenset({"policy", "strategy"})


class Used(NamedTuple):
    id: int | None
    hand_overs: int
    first: datetime
    last: datetime | None
    state: str | None
    author: int | None
    editors: list[int] | None
    submitted_by: int | None
    decided_by: int | None
    decided_at: datetime | None
    effective_from: datetime | None
    retired_at: datetime | None
    trained: bool | None


def check(period: Period) -> Check:
    """Template, gateway, policy and strategy of everything sent."""
    check = Check("four_eyes")
    params = period.params()
    versions: dict[str, int] = {}
    for _place, kind, *row in stream(_all_kinds(), params):
        used = Used(*row)
        versions[kind] = versions.get(kind, 0) + 1
        check.checked += used.hand_overs
        for what in _faults(used, kind):
            check.violated(f"{kind}:{used.id}", what, f"{used.hand_overs} hand-overs")
    check.figures = {"versions": versions}
    return check


def _all_kinds() -> str:
    """Every version that was used, in the order of the kinds."""
    used = _USED.format(
        kinds=", ".join(f"('{kind}', {key}, {applies})" for kind, _table, key, applies in KINDS)
    )
    trained = _TRAINED.format(person="v.decided_by_id", moment="v.decided_at")
    versions = "UNION ALL".join(
        _VERSIONS.format(place=place, kind=kind, table=table, trained=trained)
        for place, (kind, table, _key, _applies) in enumerate(KINDS)
    )
    return f"WITH {HANDED}, {used} {versions} ORDER BY 1, 3"


def check_releases(period: Period) -> Check:
    """Every run that was sent was released by a trained person who had not planned it."""
    check = Check("releases")
    sql = _RELEASES.format(
        trained=_TRAINED.format(person="r.released_by_id", moment="r.released_at")
    )
    params = period.params()
    for run_id, planned_by, released_by, planned_at, released_at, trained in stream(sql, params):
        check.checked += 1
        about = f"run:{run_id}"
        if released_by is None or released_at is None:
            check.violated(about, "released_by_nobody")
            continue
        if released_by == planned_by:
            check.violated(about, "released_by_its_planner", f"user:{released_by}")
        if not trained:
            check.violated(about, "released_without_training", f"user:{released_by}")
        if planned_at is not None and planned_at > released_at:
            check.violated(about, "released_before_it_was_planned")
    return check


def _faults(used: Used, kind: str) -> Iterator[str]:
    if used.state is None:
        yield "no_version"
        return
    if used.decided_by is None or used.decided_at is None:
        yield "not_approved"
        return
    if used.state not in ("approved", "retired"):
        yield "not_approved"
    if used.decided_by == used.author:
        yield "approved_by_its_author"
    if used.decided_by in (used.editors or ()):
        yield "approved_by_an_editor"
    if used.decided_by == used.submitted_by:
        yield "approved_by_who_submitted_it"
    if not used.trained:
        yield "approved_without_training"
    if used.decided_at > used.first:
        yield "approved_after_use"
    if used.effective_from is None or used.effective_from > used.first:
        yield "not_yet_in_force"
    claimed, retired = used.last, used.retired_at
    if kind not in TAKEN_AT_PLANNING and retired and claimed and retired <= claimed:
        yield "retired_before_use"
