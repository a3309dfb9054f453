"""Releasing, stopping and dropping a plan of useful knowledge. Releasing takes another person."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.access import four_eyes
from accounts.errors import Refused
from accounts.models import User
from accounts.rules.lender_day import lender_day
from messaging.education.assigning import assign
from messaging.models import EducationPlan, Message
from messaging.models.message_states import OPEN, MessageState
from messaging.runs.control import RUN_STOPPED
from messaging.runs.permissions import obstacle_to_stop

# Each is decided again at its claim; a candidate has at most one message, ever.
_MESSAGES = """
WITH made AS (
    INSERT INTO messaging_message (
        lender_id, customer_id, contact_point_id, channel, address_hash, content_class,
        template_version_id, language, state, reason, send_at_once, not_before, created_at,
        gateway_ref, tries, error_code
    )
    SELECT %(lender)s, c.customer_id, c.contact_point_id, c.channel, p.address_hash, 'education',
           c.template_version_id, c.language, 'queued', '', false,
           GREATEST(COALESCE(c.until, %(now)s), %(now)s), %(now)s, '', 0, ''
    FROM messaging_educationcandidate c JOIN accounts_contactpoint p ON p.id = c.contact_point_id
    WHERE c.plan_id = %(plan)s AND c.to_send AND c.message_id IS NULL
    ORDER BY c.id
    RETURNING id, customer_id
)
UPDATE messaging_educationcandidate c SET message_id = made.id
FROM made WHERE c.plan_id = %(plan)s AND c.customer_id = made.customer_id
"""


def obstacle_to_release(plan: EducationPlan, *, by: User, now: datetime) -> str:
    """Why this person cannot release this plan; empty when they can."""
    if plan.state != EducationPlan.State.PLANNED:
        return _("Only what waits for release can be released.")
    if plan.day < lender_day(plan.lender, now):
        return _("The day of this plan is over; drop it and plan again.")
    return four_eyes.obstacle(
        by,
        hands=[([plan.planned_by_id], _("You planned this, so somebody else must release it."))],
        may=by.has_perm("messaging.release_run"),
        role=_("Your role does not release; ask a supervisor."),
        trained_at=now,
    )


@transaction.atomic
def release(plan_id: int, *, by: User, now: datetime, expected_count: int) -> EducationPlan:
    """Queue a message for everybody to send to. `expected_count` is what the person saw."""
    plan = _locked(plan_id)
    if obstacle := obstacle_to_release(plan, by=by, now=now):
        raise Refused(obstacle)
    count = plan.candidates.filter(to_send=True).count()
    if not count or count != expected_count:
        raise Refused(
            _("It is now %(now)s to send, not %(then)s. Look again.")
            % {"now": count, "then": expected_count}
        )
    plan.state, plan.released_by, plan.released_at = EducationPlan.State.RELEASED, by, now
    plan.save(update_fields=["state", "released_by", "released_at"])
    with connection.cursor() as cursor:
        cursor.execute(_MESSAGES, {"plan": plan.pk, "lender": plan.lender_id, "now": now})
        if cursor.rowcount != count:
            raise Refused(_("Some can no longer be sent; drop this plan and plan again."))
    assign(plan)
    return plan


@transaction.atomic
def drop(plan_id: int, *, by: User) -> None:
    """Throw a plan away before its release; the day can be planned again."""
    plan = _locked(plan_id)
    if not by.has_perm("messaging.plan_run"):
        raise Refused(_("Your role does not plan."))
    if plan.state != EducationPlan.State.PLANNED:
        raise Refused(_("Only what waits for release can be dropped."))
    plan.state = EducationPlan.State.DROPPED
    plan.save(update_fields=["state"])


@transaction.atomic
def stop(plan_id: int, *, by: User, now: datetime) -> int:
    """End a released plan: what has not begun to leave is cancelled; how many that were."""
    plan = _locked(plan_id)
    if obstacle := obstacle_to_stop(by=by):
        raise Refused(obstacle)
    if plan.state != EducationPlan.State.RELEASED:
        raise Refused(_("Only what was released can be stopped."))
    plan.state = EducationPlan.State.STOPPED
    plan.save(update_fields=["state"])
    ids = (
        Message.objects.select_for_update(no_key=True, of=("self",))
        .filter(education__plan=plan, state__in=OPEN)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    return Message.objects.filter(pk__in=list(ids), state__in=OPEN).update(
        state=MessageState.CANCELLED,
        reason=RUN_STOPPED,
        final_at=now,
        body=None,
        segments=None,
        claimed_at=None,
        claim_token=None,
    )


def _locked(plan_id: int) -> EducationPlan:
    plans = EducationPlan.objects.select_related("lender", "policy")
    return plans.select_for_update(no_key=True, of=("self",)).get(pk=plan_id)
