""" "Why?": what would happen now and what was decided, in sentences for the telephone."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.access.team import TEAM
from accounts.admin.pages import needs, render
from accounts.disclosure import personal
from accounts.input import params
from accounts.models import Customer, Lender
from accounts.rules.lender_day import lender_day
from config import clock
from messaging import labels
from messaging.admin.settling.links import Advice, advice
from messaging.explaining import past, prospect, that_day
from messaging.explaining.known import known
from messaging.explaining.next_contact import MOST_LENDERS, NextContact, next_contacts
from messaging.explaining.past import About
from messaging.explaining.prospect import Nothing, Prospect
from messaging.explaining.sentences import Sentence, sentences, summary

LOOKS = {"send": "hc-good", "hold": "hc-warn", "block": "hc-bad"}
LANGUAGES = {"zh-hans": "中文", "en": "English"}
"""In which the sentences may be read aloud; each is called by its own name."""


@needs("messaging.view_candidate")
def why(request: HttpRequest, customer_id: int) -> HttpResponse:
    """`?candidate=`, `?message=`, `?loan=`: decisions about that alone; `?day=`: one day, with or
    without a decision; `?in=`: the language of the sentences, else the customer's."""
    customer = get_object_or_404(Customer, pk=customer_id)
    now = clock.now()
    about = About(
        candidate_id=params.row_id(request.GET.get("candidate")),
        message_id=params.row_id(request.GET.get("message")),
        loan_id=params.row_id(request.GET.get("loan")),
    )
    language = _language(request.GET.get("in"), customer)
    asked = request.GET.get("day")
    day = params.day(asked)
    advise = partial(advice, user=request.user, customer_id=customer.pk)
    shown: dict[str, Any] = {"day": day, "day_unread": bool(asked) and day is None}
    lenders, decisions, calls = [], [], None
    with translation.override(language):
        if day is not None:
            shown |= _day(customer, day, now)
            decisions = [each for run in shown["of_day"] for each in run["decisions"]]
        else:
            lenders = [_lender(lender, customer, now) for lender in _lenders(customer)]
            calls = _call(customer, now)
            decisions = [_decision(each) for each in past.decisions(customer, about)]
    for each in [*lenders, *decisions, *([calls] if calls else [])]:
        for row in each.get("rules", ()):
            row["rule"] = labels.rule(row["sentence"].rule)  # for who reads, not for who listens
            row["advice"] = _advice(row["sentence"], advise)
    for each in decisions:
        each["outcome"] = labels.outcome(each["row"].outcome)
        each["reason"] = labels.reason(each["row"].reason)
    return render(
        request,
        "messaging/why.html",
        title=_("Why? · %(customer)s")
        % {"customer": f"{personal.masked_name(customer)} · {customer.customer_no}"},
        customer=customer,
        today=lender_day(TEAM, now),
        lenders=lenders,
        calls=calls,
        decisions=decisions,
        about=about,
        language=language,
        languages=LANGUAGES.items(),
        own_address=reverse("admin:why", args=[customer.pk]),
        **shown,
    )


def _day(customer: Customer, day: date, now: datetime) -> dict[str, Any]:
    lenders = _lenders(customer)
    return {
        "of_day": [
            {
                "lender": each.lender,
                "run": each.run,
                "candidate": each.candidate,
                "said": each.said,
                "decisions": [_decision(kept) for kept in each.decisions],
            }
            for each in that_day.runs(customer, lenders, day, now)
        ],
        "on_record": that_day.on_record(customer, lenders, day),
    }


def _language(asked: str | None, customer: Customer) -> str:
    if asked in LANGUAGES:
        return str(asked)
    return "en" if customer.language_to_use == "en" else "zh-hans"


def _lenders(customer: Customer) -> list[Lender]:
    found = Lender.objects.filter(loans__customer=customer).distinct().order_by("pk")
    return list(found[:MOST_LENDERS])


def _lender(lender: Lender, customer: Customer, now: datetime) -> dict[str, Any]:
    found = prospect.reminder(customer, lender, now=now)
    coming = next((each for each in next_contacts(customer, now) if each.lender == lender), None)
    shown: dict[str, Any] = {"lender": lender, "coming": coming}
    if isinstance(found, Nothing):
        return {**shown, "nothing": found, "summary": _nothing(found, coming)}
    planned = coming.planned.on if coming else None
    return {**shown, **_prospect(found, planned=planned)}


def _nothing(found: Nothing, coming: NextContact | None) -> list[str]:
    if found.unready:
        return [found.unready]
    planned = coming.planned.on if coming else None
    if planned is None:
        return [_("Nothing is due, so there is nothing to remind you of.")]
    return [
        _("No reminder is in question yet; the first would be on %(day)s.")
        % {"day": planned.isoformat()}
    ]


def _prospect(found: Prospect, *, planned: date | None = None) -> dict[str, Any]:
    until, said = found.verdict.until, (found.facts, found.policy, found.at)
    told = summary(found.verdict, *said, next_at=until, planned=planned)
    return {
        "summary": told,
        "version": found.version,
        "rules": _rules(sentences(found.verdict.trace, found.facts, found.policy, found.at)),
    }


def _call(customer: Customer, now: datetime) -> dict[str, Any] | None:
    found = prospect.call(customer, now=now)
    return _prospect(found) if found else None


def _decision(kept: past.Kept) -> dict[str, Any]:
    row = kept.row
    return {
        "row": row,
        "look": LOOKS[row.outcome],
        "known": known(kept.facts, kept.policy, kept.drawn),
        "rules": _rules(sentences(kept.trace, kept.facts, kept.policy, row.at)),
    }


def _rules(said: list[Sentence]) -> list[dict[str, Any]]:
    """What stands against contact first, then the others, each in the order of the rules."""
    ordered = sorted(said, key=lambda each: each.outcome == "pass")
    return [{"sentence": each} for each in ordered]


def _advice(sentence: Sentence, advise: Any) -> Advice | None:
    found: Advice | None = advise(sentence.reason) if sentence.outcome != "pass" else None
    return found
