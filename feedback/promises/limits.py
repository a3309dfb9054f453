"""What can be promised: no more than is owed, and soon enough to mean something. Pure."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.rules.money import money
from messaging.content.chosen import REACH_DAYS

HORIZON_DAYS = REACH_DAYS
"""A promise is for today or one of the next days, as what is agreed in an answer."""

MOST_UNKEPT = 3
"""Promises by the customer alone, broken or withdrawn, after which an agent must agree (P)."""

UNKEPT_DAYS = 90
"""How far back those count (P)."""

SLIP = timedelta(minutes=30)
"""So soon after it was made a promise is corrected, not broken: as long as an opt-out is (P)."""

CENT = Decimal("0.01")


def obstacle(*, amount: Decimal, on: date, owed: Decimal, today: date, currency: str = "") -> str:
    """Why this cannot be promised, empty when it can. `today`: the ledger's date; `currency`: of
    what is owed, to be named beside it."""
    if owed <= 0:
        return _("Nothing is due on this loan.")
    if amount.is_finite() and amount > owed:
        return _("That is more than is due (%(owed)s).") % {
            "owed": money(owed, currency) if currency else f"{owed:,.2f}"
        }
    if not amount.is_finite() or amount <= 0 or amount != amount.quantize(CENT):
        return _("Give an amount above zero, with two decimals at most.")
    if not today <= on <= today + timedelta(days=HORIZON_DAYS):
        return _("Choose a day from today on, at most %(days)d days ahead.") % {
            "days": HORIZON_DAYS
        }
    return ""
