"""Nothing written is lost: a form that comes in after its page has closed, or is refused, is kept
for a day.

Kept sealed, for the customer whose visit had been verified when the form was shown, and filled in
again once the same customer has come through the same doors. It is sent by nobody but them.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.http import QueryDict

from accounts.models import Customer, Lender
from feedback.models import PageDraft
from feedback.pages.visit import TICKET

KEPT_FOR = timedelta(days=1)

BEFORE_THE_SECRET = frozenset({"complain", "survey"})
BEHIND_THE_SECRET = frozenset({"help", "promise", "paid", "wishes", "review"})
FORMS = BEFORE_THE_SECRET | BEHIND_THE_SECRET
"""By the name of their page."""

_NOT_WRITTEN = frozenset({"csrfmiddlewaretoken", TICKET})


def is_written(typed: QueryDict) -> bool:
    """Whether anything was filled in at all."""
    names = (name for name in typed if name not in _NOT_WRITTEN)
    return any(value.strip() for name in names for value in typed.getlist(name))


@transaction.atomic
def keep(customer: Customer, lender: Lender, *, form: str, typed: QueryDict, now: datetime) -> None:
    """Put it aside; what was kept of this form before goes."""
    fields = {name: typed.getlist(name) for name in typed if name not in _NOT_WRITTEN}
    Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)
    PageDraft.objects.filter(customer=customer, lender=lender, form=form).delete()
    PageDraft.objects.create(
        customer=customer, lender=lender, form=form, fields=json.dumps(fields), kept_at=now
    )


def kept(customer: Customer, lender: Lender, *, form: str, now: datetime) -> QueryDict | None:
    """What was written in this form, as it came in; None: nothing is kept."""
    draft = _standing(customer, lender, now).filter(form=form).first()
    if draft is None:
        return None
    typed = QueryDict(mutable=True)
    for name, values in json.loads(draft.fields).items():
        typed.setlist(name, values)
    return typed


def forms_kept(customer: Customer, lender: Lender, now: datetime) -> list[str]:
    """Names of the forms of which something is kept."""
    names = _standing(customer, lender, now).values_list("form", flat=True)
    return [name for name in names.order_by("form") if name in FORMS]


def forget(customer: Customer, lender: Lender, *, form: str) -> None:
    """It has been sent."""
    PageDraft.objects.filter(customer=customer, lender=lender, form=form).delete()


def forget_ended(now: datetime) -> int:
    """Delete what nobody has come back for; how many."""
    return PageDraft.objects.filter(kept_at__lte=now - KEPT_FOR).delete()[0]


def _standing(customer: Customer, lender: Lender, now: datetime) -> QuerySet[PageDraft]:
    return PageDraft.objects.filter(customer=customer, lender=lender, kept_at__gt=now - KEPT_FOR)
