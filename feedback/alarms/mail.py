"""The e-mail of an alarm: what waits, for how long, where to go. Nothing of the customer in it."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext as _, override

from feedback.models import Alarm


def send(alarm: Alarm, *, step: int, to: Sequence[str]) -> None:
    """One e-mail to all of them, none of whom sees the others. Raises what the server does."""
    with override(settings.LANGUAGE_CODE):
        subject, text = written(alarm, step=step)
    # To our own address, the others hidden: a list of staff is nobody else's business.
    message = EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, bcc=list(to))
    message.send()


def written(alarm: Alarm, *, step: int) -> tuple[str, str]:
    """Subject and text, in the language that is active."""
    if alarm.kind == Alarm.Kind.DISTRESS and step == 0:
        subject = _("A colleague asks a supervisor to join a call in distress")
        text = _("Somebody may be in danger, and a colleague is calling. Join here: %(page)s")
    elif alarm.kind == Alarm.Kind.DISTRESS:
        subject = _("Somebody may be in danger: %(minutes)d minutes, and nobody has taken it")
        text = _(
            "A customer has written of despair. For %(minutes)d minutes nobody has taken it.\n"
            "Take it here, and call: %(page)s"
        )
    elif alarm.kind == Alarm.Kind.ASKED:
        subject = _("A question lies unanswered")
        text = _(
            "A customer asked something ordinary, such as where or how to pay, and has had no "
            "answer for two days.\nAnswer it here: %(page)s"
        )
    else:
        subject = _("A reply lies unread")
        text = _(
            "Nobody has read a reply that holds reminders. When its days are over, reminders go on "
            "although nobody knows what the customer wrote.\nRead it here: %(page)s"
        )
    facts = {"minutes": step, "page": page_of(alarm)}
    return subject % facts, text % facts


def page_of(alarm: Alarm) -> str:
    """The address of its conversation; the path alone where the site's address is not set."""
    return settings.STAFF_URL + reverse("admin:conversation", args=[alarm.conversation_id])
