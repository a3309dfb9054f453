"""Reports that are made every week or month, and told of by e-mail.

In the mail are the period, whether there were violations and where to look: ids and figures, no
customer. Where it cannot be sent the report is kept all the same, with the reason beside it.
"""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _, override

from accounts.access.team import team_day
from accounts.database.refusals import is_duplicate
from accounts.errors import Refused
from accounts.models import Lender, User
from messaging.models import ComplianceReport, ReportSchedule
from messaging.report import stored, verdict, writing

log = logging.getLogger(__name__)

Told = ComplianceReport.Told
NOT_SENT = "django.core.mail.backends.filebased.EmailBackend"
"""What stands in for a mail server where none is set up."""


def begin(*, every: str, lender: Lender | None, by: User, now: datetime) -> ReportSchedule:
    """Raises Refused where the person has it already."""
    try:
        with transaction.atomic():
            return ReportSchedule.objects.create(every=every, lender=lender, by=by, begun_at=now)
    except IntegrityError as error:
        if not is_duplicate(error):
            raise
        raise Refused(_("You get this report regularly already.")) from None


def end(schedule: ReportSchedule, *, now: datetime) -> bool:
    """False when it had ended."""
    going_on = ReportSchedule.objects.filter(pk=schedule.pk, ended_at=None)
    return bool(going_on.update(ended_at=now))


def make_due(now: datetime) -> list[int]:
    """Reports of the week and the month that are over, each once; the ids of the new ones."""
    made = []
    today = team_day(now)
    for schedule in ReportSchedule.objects.filter(ended_at=None).order_by("pk"):
        first, last = span_before(schedule.every, today)
        report, is_new = ComplianceReport.objects.get_or_create(
            schedule=schedule,
            first=first,
            defaults={
                "last": last,
                "lender_id": schedule.lender_id,
                "asked_by_id": schedule.by_id,
                "asked_at": now,
            },
        )
        if is_new:
            made.append(report.pk)
    return made


def span_before(every: str, today: date) -> tuple[date, date]:
    """First and last day of the week or month that is over."""
    if every == ReportSchedule.Every.WEEK:
        monday = today - timedelta(days=today.weekday())
        return monday - timedelta(days=7), monday - timedelta(days=1)
    last = today.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


def tell_done() -> int:
    """Of every regular report that is done and was not told of; how many."""
    done = ComplianceReport.objects.filter(
        schedule__isnull=False, state=ComplianceReport.State.DONE, told=""
    )
    for report in done.select_related("asked_by", "lender").order_by("pk"):
        told = _send(report)
        ComplianceReport.objects.filter(pk=report.pk, told="").update(told=told)
    return len(done)


def _send(report: ComplianceReport) -> str:
    if not report.asked_by.email:
        return Told.NO_ADDRESS
    with override(settings.LANGUAGE_CODE):
        subject, text = written(report)
        csv = writing.as_csv(stored.read(report))
    message = EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [report.asked_by.email])
    message.attach(f"compliance-{report.first}-{report.last}.csv", csv, "text/csv")
    try:
        message.send()
    except Exception as error:  # whatever a mail server can do
        log.error("report %s: e-mail failed: %s", report.pk, type(error).__name__)
        return Told.FAILED
    return Told.NO_SERVER if settings.EMAIL_BACKEND == NOT_SENT else Told.MAILED


def written(report: ComplianceReport) -> tuple[str, str]:
    """Subject and text, in the language that is active."""
    facts = {
        "first": report.first,
        "last": report.last,
        "number": report.violations,
        "page": settings.STAFF_URL + reverse("admin:report", args=[report.pk]),
    }
    if report.violations:
        subject = _("%(number)d violations from %(first)s to %(last)s")
    else:
        subject = _("No violation from %(first)s to %(last)s")
    found = stored.read(report)
    lines = [verdict.said(found), *verdict.but(found)]
    lines.append(_("The compliance report is here: %(page)s") % facts)
    return subject % facts, "\n".join(lines)
