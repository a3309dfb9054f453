"""Releasing a run: its candidates become messages, all in one transaction or none."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _
from psycopg2.extras import Json

from accounts.database.patience import as_long_as_it_takes
from accounts.errors import Refused
from accounts.models import User
from accounts.rules.lender_day import lender_day
from messaging.models import LenderWording, Run, in_force
from messaging.models.approvable import ApprovalState
from messaging.policy.model import Policy
from messaging.policy.reasons import TIMING_REASONS
from messaging.runs.assigning import assign
from messaging.runs.permissions import obstacle_to_release
from messaging.runs.quarters import QUARTER_SECONDS
from messaging.runs.tranches import hard_moment

_ZONES = """
SELECT DISTINCT cu.timezones
FROM messaging_candidate c JOIN accounts_customer cu ON cu.id = c.customer_id
WHERE c.run_id = %s AND c.to_send AND c.reason = ANY (%s)
"""

# Ids follow those of the candidates. A candidate has at most one message, ever. Where an hour was
# drawn the candidate waits until then, but for what is sent at once.
#
# Tranches: places are numbered, the quarter-hour b having those from b * size on. In the order of
# their moments, message i gets the first place that is free and not before its own quarter-hour:
# the largest of b[j] * size - j over all j up to i, plus i.
_MESSAGES = """
WITH wanted AS (
    SELECT c.id, CASE WHEN m.moment < %(now)s THEN %(now)s ELSE m.moment END AS moment
    FROM messaging_candidate c
    JOIN accounts_customer cu ON cu.id = c.customer_id
    LEFT JOIN jsonb_to_recordset(%(moments)s) AS z(zones varchar[], moment timestamptz)
        ON z.zones = cu.timezones
    LEFT JOIN messaging_hourdraw d ON d.candidate_id = c.id AND %(at_once)s
    CROSS JOIN LATERAL (
        SELECT CASE WHEN d.candidate_id IS NULL THEN c.until ELSE d.earliest END AS until
    ) h
    CROSS JOIN LATERAL (
        SELECT CASE WHEN c.reason = ANY (%(timing)s) THEN LEAST(h.until, z.moment)
                    ELSE COALESCE(h.until, %(now)s) END AS moment
    ) m
    WHERE c.run_id = %(run)s AND c.to_send
), in_line AS (
    SELECT id, moment, floor(extract(epoch FROM moment) / %(quarter)s)::bigint AS b,
           row_number() OVER (ORDER BY moment, id) - 1 AS i
    FROM wanted
), placed AS (
    SELECT id, moment,
           (max(b * %(size)s - i) OVER (ORDER BY moment, id ROWS UNBOUNDED PRECEDING) + i)
           / %(size)s AS quarter
    FROM in_line
)
INSERT INTO messaging_message (
    run_id, candidate_id, lender_id, customer_id, contact_point_id, channel, address_hash,
    content_class, template_version_id, language, state, reason, send_at_once, not_before,
    created_at, gateway_ref, tries, error_code, next_channel
)
SELECT c.run_id, c.id, %(lender)s, c.customer_id, c.contact_point_id, t.channel, c.address_hash,
       t.content_class, c.template_version_id, c.language, 'queued', '', %(at_once)s,
       GREATEST(p.moment, to_timestamp(p.quarter * %(quarter)s)), %(now)s, '', 0, '',
       COALESCE(c.ahead -> 0 ->> 'channel', '')
FROM placed p
JOIN messaging_candidate c ON c.id = p.id
JOIN messaging_templateversion v ON v.id = c.template_version_id
JOIN messaging_template t ON t.id = v.template_id AND t.channel = c.channel
ORDER BY c.id
ON CONFLICT (candidate_id, follows_id) WHERE candidate_id IS NOT NULL DO NOTHING
"""

_TRANCHES = """
INSERT INTO messaging_tranche (run_id, starts_at, room, laid, taken)
SELECT run_id,
       to_timestamp(floor(extract(epoch FROM not_before) / %(quarter)s) * %(quarter)s) AS starts,
       %(size)s, count(*), 0
FROM messaging_message
WHERE run_id = %(run)s AND not_before IS NOT NULL
GROUP BY run_id, starts
"""


@transaction.atomic
def release(
    run_id: int,
    *,
    by: User,
    now: datetime,
    expected_count: int,
    send_at_once: bool = False,
) -> Run:
    """Queue a message for every candidate to send, in tranches of the policy's size per
    quarter-hour. `expected_count` is what the person saw.

    Refused unless planned, for this day or a later one, by somebody else, and `by` may release and
    is trained. `send_at_once` lets go of the preferred hours only; every message is decided again
    when it is claimed.
    """
    as_long_as_it_takes()
    run = (
        Run.objects.select_for_update(no_key=True, of=("self",))
        .select_related("lender")
        .get(pk=run_id)
    )
    _refuse(obstacle_to_release(run, by=by, now=now))
    _refuse(_day_is_over(run, now))
    _refuse(_lender_has_changed(run))
    count = run.candidates.filter(to_send=True).count()
    if count != expected_count:
        raise Refused(
            _("The plan has changed: it is now %(now)s to send, not %(then)s. Look again.")
            % {"now": count, "then": expected_count}
        )
    _change(run, Run.State.RELEASING, released_by=by, released_at=now, send_at_once=send_at_once)
    created = _queue_messages(run, now)
    if created != count:
        raise Refused(_("Some candidates can no longer be sent; plan the run again."))
    assign(run, control_share=_policy_of(run).control_share)
    _change(run, Run.State.RELEASED)
    return run


def _refuse(obstacle: str) -> None:
    if obstacle:
        raise Refused(obstacle)


def _day_is_over(run: Run, now: datetime) -> str:
    today = lender_day(run.lender, now)
    if run.day < today:
        return _("The day of this run is over; plan today's run.")
    return ""


def _lender_has_changed(run: Run) -> str:
    """What the people saw who planned and who releases is what borrowers read."""
    since = LenderWording.objects.filter(
        lender=run.lender_id, state=ApprovalState.APPROVED, decided_at__gt=run.planned_at
    )
    newest = since.order_by("-decided_at").first() if run.planned_at else None
    if newest is None:
        return ""
    return _(
        "The wording for %(lender)s changed after this run was planned (version "
        "%(number)s). Plan the run again and review it."
    ) % {"lender": run.lender, "number": newest.number}


def _change(run: Run, state: Run.State, **columns: object) -> None:
    run.state = state
    for name, value in columns.items():
        setattr(run, name, value)
    run.save(update_fields=["state", *columns])


def _policy_of(run: Run) -> Policy:
    assert run.policy is not None  # noqa: S101  (a planned run has one)
    return in_force.policy_of(run.policy)


def _queue_messages(run: Run, now: datetime) -> int:
    policy = _policy_of(run)
    values: dict[str, Any] = {
        "run": run.pk,
        "lender": run.lender_id,
        "now": now,
        "at_once": run.send_at_once,
        "timing": sorted(TIMING_REASONS),
        "size": policy.tranche_size,
        "quarter": QUARTER_SECONDS,
    }
    moments = _first_hard_moments(run, policy, now) if run.send_at_once else []
    with connection.cursor() as cursor:
        cursor.execute(_MESSAGES, {**values, "moments": Json(moments)})
        created: int = cursor.rowcount
        cursor.execute(_TRANCHES, values)
    return created


def _first_hard_moments(run: Run, policy: Policy, now: datetime) -> list[dict[str, Any]]:
    """For each set of time zones in the run, the first moment its quiet hours allow."""
    with connection.cursor() as cursor:
        cursor.execute(_ZONES, [run.pk, sorted(TIMING_REASONS)])
        zones = [tuple(row[0]) for row in cursor.fetchall()]
    return [
        {"zones": list(each), "moment": moment.isoformat()}
        for each in zones
        if (moment := hard_moment(policy, each, now)) is not None
    ]
