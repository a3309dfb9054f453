"""Whom a complaint may be about: they do not close it. The database asks the same when it is closed
(feedback.models.complaint_closing); here it is asked before, so that the page says so."""

from __future__ import annotations

import re
from datetime import timedelta

from django.db.models import Q

from accounts.models import User
from feedback.models import Complaint
from feedback.models.complaint_closing import ABOUT_WORDS, BEFORE_DAYS
from messaging.models import Answer, Call

SHORTEST_NAME = 2
"""Characters of a name that is looked for in what a customer says."""


def named_in(text: str) -> list[int]:
    """Colleagues whom the words name as our pages do; their ids."""
    people = User.objects.filter(is_active=True, is_machine=False).order_by("pk")
    rows = people.values_list("pk", "display_name")
    return [pk for pk, name in rows if _names(name, text)]


def is_about(complaint: Complaint, person: User) -> bool:
    """Whether it may be about what this person did. Four short queries at most."""
    if person.pk in complaint.not_closed_by:
        return True
    since = complaint.opened_at - timedelta(days=BEFORE_DAYS)
    calls = Call.objects.filter(
        customer=complaint.customer_id,
        by=person,
        begun_at__gt=since,
        begun_at__lte=complaint.opened_at,
    ).exclude(outcome=Call.Outcome.NOT_MADE)
    answers = Answer.objects.filter(
        message__customer=complaint.customer_id,
        by=person,
        message__created_at__gt=since,
        message__created_at__lte=complaint.opened_at,
    )
    theirs = Q(message__run__released_by=person) | Q(message__answer__by=person)
    if complaint.category in ABOUT_WORDS:
        theirs |= (
            Q(message__template_version__author=person)
            | Q(message__template_version__submitted_by=person)
            | Q(message__template_version__decided_by=person)
            | Q(message__template_version__editors__contains=[person.pk])
        )
    return calls.exists() or answers.exists() or complaint.linked.filter(theirs).exists()


def _names(name: str, text: str) -> bool:
    """A name of letters stands as a word of its own; one of Chinese characters anywhere."""
    if len(name) < SHORTEST_NAME:
        return False
    edge = r"\b" if name.isascii() else ""
    return re.search(f"{edge}{re.escape(name)}{edge}", text, re.IGNORECASE) is not None
