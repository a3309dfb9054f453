"""What can be granted: a day not too far, instalments that add up to something owed."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from feedback.hardship.plan import CENT, Row, total
from feedback.models import HardshipDecision

LONGEST_DEFERRAL_DAYS = 180
"""Our own proposal (P), like the two below."""

LONGEST_PLAN_DAYS = 730
MOST_INSTALMENTS = 24

Outcome = HardshipDecision.Outcome


def obstacle(
    *, outcome: str, until: date | None, plan: Sequence[Row], owed: Decimal | None, today: date
) -> str:
    """Why this cannot be proposed, empty when it can. `owed`: outstanding on the plan's loan."""
    if outcome in (Outcome.NONE, Outcome.END):
        return _("Nothing granted has neither day nor instalments.") if until or plan else ""
    if outcome == Outcome.DEFERRAL:
        return _("A deferral has no instalments.") if plan else _day(until, today)
    if outcome == Outcome.INSTALMENTS:
        return _instalments(plan, owed, today)
    return _("Choose what is to be granted.")


def _day(until: date | None, today: date) -> str:
    if until is None or not today < until <= today + timedelta(days=LONGEST_DEFERRAL_DAYS):
        return _("Choose a day to come, at most %(days)d days ahead.") % {
            "days": LONGEST_DEFERRAL_DAYS
        }
    return ""


def _instalments(plan: Sequence[Row], owed: Decimal | None, today: date) -> str:
    days = [row.due_on for row in plan]
    if owed is None:
        return _("Choose the loan that is paid in instalments.")
    if not 1 <= len(plan) <= MOST_INSTALMENTS:
        return _("A plan has 1 to %(most)d instalments.") % {"most": MOST_INSTALMENTS}
    if days != sorted(set(days)) or days[0] < today:
        return _("Instalments are paid on different days, in order, none in the past.")
    if days[-1] > today + timedelta(days=LONGEST_PLAN_DAYS):
        return _("A plan ends within %(days)d days.") % {"days": LONGEST_PLAN_DAYS}
    if any(not row.amount.is_finite() or row.amount <= 0 for row in plan):
        return _("Every instalment is above zero, with two decimals at most.")
    if total(plan) > owed:
        return _("The instalments are more than is owed (%(owed)s).") % {"owed": f"{owed:,.2f}"}
    if any(row.amount != row.amount.quantize(CENT) for row in plan):
        return _("Every instalment is above zero, with two decimals at most.")
    return ""
