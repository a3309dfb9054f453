"""Very many wrong tries in a few minutes: a line in the log and an e-mail, once a window. As long
as it lasts, pages of administrators and auditors say so (accounts.admin.signins)."""

from __future__ import annotations

import logging
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext as _, override

from accounts.signin import throttle

log = logging.getLogger("accounts.signin")


def tell(now: datetime) -> int:
    """The number of wrong tries it told of; 0 where there was nothing to tell."""
    tries = throttle.take_alarm(now)
    if tries:
        log.error("alarm: %d wrong tries to sign in within minutes", tries)
    if tries and settings.ALARM_EMAILS:
        _mail(tries)
    return tries


def _mail(tries: int) -> None:
    page = settings.STAFF_URL + reverse("admin:accounts_signinattempt_changelist")
    with override(settings.LANGUAGE_CODE):
        subject = _("Somebody may be guessing passwords")
        text = _(
            "%(tries)d wrong tries to sign in within a few minutes. Whoever comes from an unknown "
            "browser waits before each try.\nSee from where: %(page)s"
        ) % {"tries": tries, "page": page}
    message = EmailMessage(
        subject, text, settings.DEFAULT_FROM_EMAIL, bcc=list(settings.ALARM_EMAILS)
    )
    message.send()
