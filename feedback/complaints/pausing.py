"""A text that many complain of is paused: an emergency stop of this version of its template, by the
software. The template's other languages go on, and so does a new version that puts it right.

The thresholds are our own proposal (P), not a statute. A person lifts the stop, with a reason;
from then on the count begins anew, so that the same complaints do not pause it again.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Sum
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from feedback.models import Complaint, ComplaintPause, SentOfRun
from messaging.models import Run, Stop, TemplateVersion
from messaging.models.message import LEFT
from messaging.stops import service as stops

WINDOW = timedelta(days=30)
LEAST_COMPLAINTS = 3
MOST_PER_THOUSAND = 2
RECOUNTED = timedelta(days=3)
"""Messages held by quiet hours or a gateway leave within this time after their run's day."""

_NOT_BEGUN = ["planning", "planned", "failed"]
_COUNT = """
INSERT INTO feedback_sentofrun (run_id, template_version_id, sent)
SELECT run_id, template_version_id, count(*) FROM messaging_message
WHERE run_id = ANY (%(runs)s) AND state = ANY (%(sent)s) AND template_version_id IS NOT NULL
GROUP BY run_id, template_version_id
ON CONFLICT (run_id, template_version_id) DO UPDATE SET sent = EXCLUDED.sent
"""


@dataclass(frozen=True, slots=True)
class Figures:
    """What one text brought in since a moment."""

    since: datetime
    complaints: int
    sent: int

    @property
    def too_many(self) -> bool:
        return (
            self.complaints >= LEAST_COMPLAINTS
            and self.complaints * 1000 > MOST_PER_THOUSAND * self.sent
        )


def count_sent(now: datetime) -> int:
    """Bring the counts of recent runs, and of those never counted, up to date; how many runs."""
    today = localdate(now)
    counted = SentOfRun.objects.filter(run=OuterRef("pk"))
    runs = Run.objects.filter(day__gte=today - WINDOW - RECOUNTED, day__lte=today).exclude(
        state__in=_NOT_BEGUN
    )
    due = runs.filter(Q(day__gte=today - RECOUNTED) | ~Exists(counted))
    ids = list(due.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"runs": ids, "sent": list(LEFT)})
    return len(ids)


def check_all(now: datetime) -> list[ComplaintPause]:
    """Pause every text past the threshold; those paused just now."""
    suspects = (
        _counting(now - WINDOW)
        .values("template_version")
        .annotate(n=Count("pk"))
        .filter(n__gte=LEAST_COMPLAINTS)
        .values_list("template_version", flat=True)
    )
    versions = TemplateVersion.objects.select_related("template").in_bulk(list(suspects))
    if not versions:
        return []
    count_sent(now)
    paused = (_pause_if_too_many(version, now) for version in versions.values())
    return [each for each in paused if each is not None]


def figures_of(version: TemplateVersion, now: datetime) -> Figures:
    """Complaints and messages within the window, and since it was last let go on."""
    lifted = _stops_of(version).aggregate(last=Max("lifted_at"))["last"]
    since = max(now - WINDOW, lifted) if lifted else now - WINDOW
    sent = SentOfRun.objects.filter(template_version=version, run__day__gte=localdate(since))
    return Figures(
        since=since,
        complaints=_counting(since).filter(template_version=version).count(),
        sent=sent.aggregate(all=Sum("sent"))["all"] or 0,
    )


@transaction.atomic
def _pause_if_too_many(version: TemplateVersion, now: datetime) -> ComplaintPause | None:
    if _stops_of(version).filter(lifted_at=None).exists():
        return None
    figures = figures_of(version, now)
    if not figures.too_many:
        return None
    stop = stops.place(
        scope=Stop.Scope.VERSION,
        object_id=version.pk,
        reason=_("%(complaints)d complaints of %(sent)d messages about version %(number)d")
        % {
            "complaints": figures.complaints,
            "sent": figures.sent,
            "number": version.number,
        },
        by=None,
        now=now,
    )
    pause, made = ComplaintPause.objects.get_or_create(
        stop=stop,
        defaults={
            "template_version": version,
            "at": now,
            "since": figures.since,
            "complaints": figures.complaints,
            "sent": figures.sent,
        },
    )
    return pause if made else None


def _counting(since: datetime) -> QuerySet[Complaint]:
    """Complaints that speak against a text: not withdrawn, and no other cause was found."""
    found = Complaint.objects.filter(opened_at__gt=since, template_version__isnull=False)
    return found.filter(root_cause__in=["", Complaint.RootCause.TEMPLATE]).exclude(
        outcome=Complaint.Outcome.WITHDRAWN
    )


def _stops_of(version: TemplateVersion) -> QuerySet[Stop]:
    """Those that cover it, so also a person's of its whole template."""
    return Stop.objects.filter(
        Q(scope=Stop.Scope.VERSION, object_id=version.pk)
        | Q(scope=Stop.Scope.TEMPLATE, object_id=version.template_id)
    )
