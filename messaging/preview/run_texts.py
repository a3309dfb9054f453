"""What a planned run would send, as borrowers would read it: one real text of each template."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Max

from accounts.disclosure import personal
from messaging.decisions.facts.batch_context import read_frame
from messaging.decisions.facts.gather import gather
from messaging.decisions.facts.rows import StagedLoan, Subject
from messaging.models import Candidate, Run, in_force

MOST = 12
"""Texts on a page that somebody reads before a release: those that go to most people."""


@dataclass(frozen=True, slots=True)
class RunText:
    """`number`: how many are to get this template; `longest`: the most segments among them;
    `text`: that of one of them, masked, empty where it cannot be made any more."""

    candidate: Candidate
    number: int
    longest: int
    text: str = field(repr=False)


def run_texts(run: Run, *, now: datetime) -> list[RunText]:
    """The templates that go to most people first. A fixed number of queries."""
    if run.policy is None:
        return []
    asked = (
        Candidate.objects.filter(run=run, to_send=True)
        .values("template_version")
        .annotate(number=Count("pk"), longest=Max("segments"), one=Max("pk"))
        .order_by("-number", "template_version")[:MOST]
    )
    rows = {row["one"]: row for row in asked}
    found = list(
        Candidate.objects.filter(pk__in=rows)
        .select_related("customer", "template_version__template")
        .prefetch_related("loans", "customer__contact_points")
    )
    found.sort(key=lambda each: list(rows).index(each.pk))
    frame = read_frame(lender=run.lender, policy=in_force.policy_of(run.policy), now=now)
    made = gather([_subject(each) for each in found], frame) if found else []
    return [
        RunText(
            candidate=each,
            number=rows[each.pk]["number"],
            longest=rows[each.pk]["longest"] or 0,
            text=personal.masked_text(one.text.text, each.customer) if one.text else "",
        )
        for each, one in zip(found, made, strict=True)
    ]


def _subject(found: Candidate) -> Subject:
    return Subject(
        customer_id=found.customer_id,
        loans=tuple(StagedLoan(x.loan_id, x.stage, x.occurrence) for x in found.loans.all()),
        template_version_id=found.template_version_id,
        language=found.language,
        cause=found.cause,
        contact_point_id=found.contact_point_id,
    )
