"""What an agent may fill in: a day not past and not far, an amount above zero and not above what
is due. Asked before the answer is queued; the text is read back against it before it leaves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from accounts.rules.currencies import can_be_paid
from accounts.rules.money import money
from messaging.content.chosen import AMOUNT, DAY, REACH_DAYS, Chosen, asked_by
from messaging.decisions.facts.rows import LoanRow
from messaging.policy.together import told_together


class Owed(NamedTuple):
    """What is due now on the loans one text is about; zero and no currency where nothing is."""

    amount: Decimal
    currency: str


NOTHING_DUE = Owed(Decimal(0), "")


def owed(loans: Sequence[LoanRow], today: date) -> Owed:
    """Of the loans an answer would be about: one currency, one standing."""
    together = told_together([loan for loan in loans if loan.amount_due > 0], today)
    if not together:
        return NOTHING_DUE
    total = sum((loan.amount_due for loan in together), Decimal(0))
    return Owed(total, together[0].currency)


def obstacle(body: str, chosen: Chosen, *, owed: Owed, today: date) -> str:
    """Why this text cannot say it, empty when it can. `today`: the lender's date."""
    asked = asked_by(body)
    if asked and owed.amount <= 0:
        return _("Nothing is due, so there is nothing to agree on.")
    if DAY in asked and (said := _of_day(chosen.day, today)):
        return said
    return _of_amount(chosen, owed) if AMOUNT in asked else ""


def _of_day(day: date | None, today: date) -> str:
    if day is None:
        return _("Choose the day.")
    if not today <= day <= today + timedelta(days=REACH_DAYS):
        return _("Choose a day from today on, at most %(days)d days ahead.") % {"days": REACH_DAYS}
    return ""


def _of_amount(chosen: Chosen, owed: Owed) -> str:
    amount = chosen.amount
    if amount is None:
        return _("Choose the amount.")
    if not amount.is_finite() or amount <= 0 or not can_be_paid(amount, owed.currency):
        return _("Give an amount above zero that can be paid.")
    if chosen.currency != owed.currency or amount > owed.amount:
        most = money(owed.amount, owed.currency)
        return _("That is more than is due (%(owed)s).") % {"owed": most}
    return ""
