"""When a text is looked at again: after the shortest time its lenders' policies give."""

from datetime import date, datetime, timedelta

from accounts.access.team import team_day
from messaging.authoring.lender_facts import users_of
from messaging.models import Template, in_force

REVIEW_AFTER_DAYS = 90
"""Where no policy in force says otherwise (policy profiles: review_days)."""


def next_review(template: Template, now: datetime) -> date:
    """The last day on which a text approved or reviewed at `now` is not overdue."""
    return team_day(now) + timedelta(days=_days(template, now))


def _days(template: Template, now: datetime) -> int:
    lenders = {lender.pk for lender in users_of(template, now).lenders}
    policies = [each for each in in_force.standing_policies(now) if each.lender_id in lenders]
    days = (in_force.policy_of(each).review_days for each in policies)
    return min(days, default=REVIEW_AFTER_DAYS)
