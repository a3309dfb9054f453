"""Telling of an incident outside the pages: an e-mail and a signed call. No customer is in it."""

from __future__ import annotations

import json
import logging
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext as _, override

from accounts.models import User
from accounts.models.choices import Role
from config.models import Incident
from feedback.alarms.webhook import SIGNATURE, TIMESTAMP, signature
from messaging.gateways.posting import post

log = logging.getLogger(__name__)


def tell(incident: Incident, *, real: datetime) -> bool:
    """Whether everything that is set up was told."""
    done = True
    for way, send in (("e-mail", _mail), ("webhook", _call)):
        try:
            send(incident, real)
        except Exception as error:  # whatever a mail server or a network can do
            log.error("incident %s: %s failed: %s", incident.pk, way, type(error).__name__)
            done = False
    return done


def addresses() -> list[str]:
    """Those set up for alarms; where none are, the administrators."""
    if settings.ALARM_EMAILS:
        return list(settings.ALARM_EMAILS)
    people = User.objects.filter(is_active=True, groups__name=Role.ADMINISTRATOR).exclude(email="")
    return sorted(people.values_list("email", flat=True))


def _mail(incident: Incident, _real: datetime) -> None:
    to = addresses()
    if not to:
        return
    with override(settings.LANGUAGE_CODE):
        subject, text = written(incident)
    EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, bcc=to).send()


def written(incident: Incident) -> tuple[str, str]:
    """Subject and text, in the language that is active."""
    facts = {
        "what": incident.said,
        "since": f"{incident.begun_at:%Y-%m-%d %H:%M:%S} UTC",
        "page": page(),
    }
    if incident.ended_at is not None:
        subject = _("It works again: %(what)s")
        text = _("%(what)s\nIt is over; it had begun at %(since)s.\nSee: %(page)s")
    else:
        subject = _("It stands still: %(what)s")
        text = _("%(what)s\nSince %(since)s.\nSee what to do: %(page)s")
    return subject % facts, text % facts


def page() -> str:
    return str(settings.STAFF_URL) + reverse("admin:incidents")


def _call(incident: Incident, real: datetime) -> None:
    if not settings.ALARM_WEBHOOK:
        return
    body = json.dumps(
        {
            "kind": "incident",
            "incident": incident.pk,
            "what": incident.kind,
            "about": incident.about,
            "begun_at": incident.begun_at.isoformat(),
            "ended_at": incident.ended_at.isoformat() if incident.ended_at else None,
            "page": page(),
        }
    ).encode()
    stamp = str(int(real.timestamp()))
    signed = signature(stamp, body, settings.ALARM_WEBHOOK_SECRET)
    post(settings.ALARM_WEBHOOK, body, {TIMESTAMP: stamp, SIGNATURE: signed})
