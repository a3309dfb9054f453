"""Who of the sample's customers agreed to useful knowledge, and a plan that waits for release."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from accounts.models import Consent, Customer, Lender, User
from messaging.education import planning

ONE_IN = 4
"""Of the customers, one in so many agreed when they signed."""


def install(ours: Sequence[Lender], *, agent: User, agreed: datetime, now: datetime) -> int:
    """`agreed`: when they did; how many texts today's plans would send."""
    people = Customer.objects.filter(erased_at=None).order_by("pk").values_list("pk", flat=True)
    Consent.objects.bulk_create(
        [
            Consent(
                customer_id=pk,
                kind=Consent.Kind.EDUCATION,
                via=Consent.Via.COUNTER,
                given_at=agreed,
                evidence="签约时勾选“接收金融小知识”，合同第12条",
                recorded_by=agent,
            )
            for pk in people
            if pk % ONE_IN == 0
        ],
        batch_size=1000,
    )
    plans = [planning.plan(lender, by=None, now=now) for lender in ours]
    return sum(plan.candidates.filter(to_send=True).count() for plan in plans)
