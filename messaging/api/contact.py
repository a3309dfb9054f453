"""May this customer be contacted now? The very engine that decides about every message says so."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Path, Query, Router, Schema

from accounts.api import finding
from accounts.api.may import needs
from accounts.api.problems import Problem
from accounts.api.shapes import Number
from accounts.models import Loan
from accounts.models.api_key import Scope
from config import clock
from messaging.explaining import prospect
from messaging.explaining.next_contact import NextContact, next_contacts
from messaging.explaining.sentences import sentences
from messaging.policy.decide import SEND

router = Router(tags=["may I contact?"], auth=needs(Scope.CONTACT_READ))


class RuleOut(Schema):
    """What one rule says; `aloud`: whether the sentence is for the customer's ears."""

    rule: str
    outcome: str
    reason: str
    text: str
    aloud: bool
    until: dt.datetime | None


class BudgetOut(Schema):
    """One cap and what is left of it; `hours` null: a day of the recipient's."""

    channel: str
    limit: int
    hours: int | None
    left: int


class ContactOut(Schema):
    """`allowed` holds at `asked_at` only: ask again before each contact. `next_at` null while not
    allowed: something has to end first, or nothing is due."""

    channel: str
    lender: str
    asked_at: dt.datetime
    allowed: bool
    outcome: str
    reason: str
    next_at: dt.datetime | None
    policy: int | None
    rules: list[RuleOut]
    budgets: list[BudgetOut]


@router.get("/customers/{customer_no}/contact", response=ContactOut, operation_id="mayIContact")
def may_i_contact(
    request: HttpRequest,
    customer_no: Path[Number],
    lender: Query[Number],
    channel: Query[Literal["sms", "phone"]] = "sms",
) -> dict[str, Any]:
    """May the customer be contacted now, by this channel, about this lender's loans; if not, why,
    and when next."""
    now = clock.now()
    customer, asks = finding.customer(customer_no), finding.lender(lender)
    if not Loan.objects.filter(customer=customer, lender=asks).exists():
        raise Problem("not-found", _("This customer has no loan of this lender."))
    coming = [each for each in next_contacts(customer, now) if each.lender == asks]
    if channel == "sms":
        found = prospect.reminder(customer, asks, now=now)
    else:
        found = prospect.call(customer, now=now) or prospect.Nothing()
    said = {"channel": channel, "lender": asks.code, "asked_at": now}
    if isinstance(found, prospect.Nothing):
        return said | {
            "allowed": False,
            "outcome": "block",
            "reason": "no_policy_in_force" if found.unready else "nothing_due",
            "next_at": None,
            "policy": None,
            "rules": [],
            "budgets": [],
        }
    verdict = found.verdict
    allowed = verdict.outcome == SEND
    return said | {
        "allowed": allowed,
        "outcome": verdict.outcome,
        "reason": "" if allowed else verdict.reason,
        "next_at": now if allowed else verdict.until,
        "policy": found.version.pk,
        "rules": [
            {
                "rule": each.rule,
                "outcome": each.outcome,
                "reason": each.reason,
                "text": each.text,
                "aloud": each.aloud,
                "until": each.until,
            }
            for each in sentences(verdict.trace, found.facts, found.policy, now)
        ],
        "budgets": _budgets(coming, channel),
    }


def _budgets(coming: list[NextContact], channel: str) -> list[dict[str, Any]]:
    return [
        {"channel": each.channel, "limit": each.limit, "hours": each.hours, "left": each.left}
        for contact in coming
        for each in contact.budgets
        if each.channel == channel
    ]
