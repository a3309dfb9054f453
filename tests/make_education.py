"""Useful knowledge made to order: a lender with approved pieces, customers who agreed, a plan.

lender = make_education.ready(); make_education.customer(lender); make_education.released(lender)
"""

from datetime import datetime, timedelta
from typing import Any

from accounts.audit.trail import acting
from accounts.contact import consents
from accounts.models import Consent, Customer, Lender
from messaging import library
from messaging.authoring import starter
from messaging.education import planning, release
from messaging.models import EducationPlan, Message
from tests import make, make_runs

EVENING = make.MORNING + timedelta(hours=11)  # 19:30 in Shanghai, a preferred hour


def ready(languages: tuple[str, ...] = ("zh-hans",), **columns: Any) -> Lender:
    """A lender with everything in force, and the pieces that are true of every lender."""
    lender = make_runs.ready_lender(**columns)
    for language in languages:
        starter.install(
            library.load_education(language, mentions=(), countries=("CN",)),
            author=make.staff("collector"),
            approver=make.staff("supervisor"),
            now=make.MORNING,
            effective_from=make.MORNING,
        )
    return lender


def customer(lender: Lender, *, agreed: bool = True, **loan: Any) -> Customer:
    """Somebody with a loan that is due in 30 days unless said otherwise, who agreed."""
    made = make.loan(**{"lender": lender, "dpd": -30, **loan}).customer
    if agreed:
        agree(made)
    return made


def agree(customer: Customer, *, now: datetime = make.MORNING) -> Consent:
    return consents.give(
        customer,
        kind=consents.EDUCATION,
        via="counter",
        evidence="contract, clause 12",
        by=make.staff("agent"),
        now=now,
    )


def planned(lender: Lender, *, now: datetime = make.MORNING) -> EducationPlan:
    return planning.plan(lender, by=None, now=now)


def released(lender: Lender, *, now: datetime = make.MORNING) -> EducationPlan:
    """A plan, let go by a supervisor."""
    plan, person = planned(lender, now=now), make.staff("supervisor")
    count = plan.candidates.filter(to_send=True).count()
    with acting(user=person, source="test"):
        return release.release(plan.pk, by=person, now=now, expected_count=count)


def queued(lender: Lender, customer: Customer, **columns: Any) -> Message:
    """A message of the class, whatever any rule says of it."""
    point = columns.pop("point", None) or customer.contact_points.get(channel="sms")
    return Message.objects.create(
        **{
            "lender": lender,
            "customer": customer,
            "contact_point": point,
            "address_hash": point.address_hash,
            "content_class": "education",
            "language": "zh-hans",
            "not_before": make.MORNING,
            "created_at": make.MORNING,
            **columns,
        }
    )
