"""An answer that somebody else is to send: who typed it asks for that, and it waits until then."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.models import User
from feedback.complaints.timeline import lock, note
from feedback.letters import sending
from feedback.models import Complaint, ComplaintEvent, Letter, LetterTemplate

ASKED = ComplaintEvent.LETTER_ASKED
State, Purpose = Complaint.State, LetterTemplate.Purpose


@transaction.atomic
def ask(complaint: Complaint, template: LetterTemplate, *, by: User, now: datetime) -> None:
    """Have a colleague read and send the answer; asked twice, it waits once."""
    if not any(map(by.has_perm, sending.MAY_SEND)):
        raise PermissionDenied
    fresh = lock(complaint)
    if why := sending.obstacle(fresh, template.purpose):
        raise Refused(why)
    if not sending.is_by(fresh, template, by):
        raise Refused(_("You did not type this answer: you may send the letter yourself."))
    if not is_asked(fresh):
        note(fresh, ASKED, by=by, now=now, text=str(template))


def waiting() -> QuerySet[ComplaintEvent]:
    """What was asked for and not sent since, the oldest first; an answer taken back waits for
    nobody."""
    sent_since = Letter.objects.filter(
        complaint=OuterRef("complaint_id"),
        sent_at__gte=OuterRef("at"),
        template__purpose__in=[Purpose.ANSWER, Purpose.REVIEW],
    )
    return (
        ComplaintEvent.objects.filter(
            what=ASKED, complaint__state__in=[State.RESOLVED, State.IN_REVIEW]
        )
        .exclude(Exists(sent_since))
        .order_by("at", "pk")
    )


def is_asked(complaint: Complaint) -> bool:
    return waiting().filter(complaint=complaint).exists()
