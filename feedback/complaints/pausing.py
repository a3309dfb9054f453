"""A text that too many complain of is paused for a supervisor to decide about: an emergency stop of
this version of its template, by the software. Its other languages go on, and so does a new version.

Too many is a rate: the share of its texts that were complained of, taken at the lower end of its
exact interval, is over the policy's threshold. Three complaints of some hundred texts may be
chance; they say something only of few. A supervisor lets it go on, keeps it paused or retires it
(pause_decisions); once it was let go on, the count begins anew.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import connection, transaction
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Sum
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from feedback.complaints import rates
from feedback.models import Complaint, ComplaintPause, SentOfRun
from messaging.models import Run, Stop, TemplateVersion, in_force
from messaging.models.message_states import LEFT
from messaging.policy import profiles
from messaging.stops import service as stops

WINDOW = timedelta(days=30)
RECOUNTED = timedelta(days=3)
"""Messages held by quiet hours or a gateway leave within this time after their run's day."""

PLACES = Decimal("0.001")

_NOT_BEGUN = ["planning", "planned", "failed"]
_COUNT = """
INSERT INTO feedback_sentofrun (run_id, template_version_id, sent)
SELECT run_id, template_version_id, count(*) FROM messaging_message
WHERE run_id = ANY (%(runs)s) AND state = ANY (%(sent)s) AND template_version_id IS NOT NULL
GROUP BY run_id, template_version_id
ON CONFLICT (run_id, template_version_id) DO UPDATE SET sent = EXCLUDED.sent
"""


@dataclass(frozen=True, slots=True)
class Threshold:
    """Of the policies by which the text is sent, the strictest: at least so many complaints, and
    surely more than so many of a thousand texts."""

    least: int
    per_thousand: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What one text brought in since a moment. `low`, `high`: ends of the interval of its rate, per
    thousand."""

    since: datetime
    complaints: int
    sent: int
    threshold: Threshold

    @property
    def low(self) -> float:
        return 1000 * rates.lower_bound(self.complaints, self._of)

    @property
    def high(self) -> float:
        return 1000 * rates.upper_bound(self.complaints, self._of)

    @property
    def too_many(self) -> bool:
        return self.complaints >= self.threshold.least and self.low > self.threshold.per_thousand

    @property
    def _of(self) -> int:
        """Complaints may come in before their texts are counted."""
        return max(self.sent, self.complaints)


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
        .filter(n__gte=_least_of_all(now))
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
        threshold=_threshold(set(sent.values_list("run__lender", flat=True)), now),
    )


def complaints_of(pause: ComplaintPause) -> QuerySet[Complaint]:
    """Those that count against the text since the moment its figures count from, newest first."""
    counting = _counting(pause.since).filter(template_version=pause.template_version_id)
    return counting.defer("text", "answer").order_by("-opened_at", "-pk")


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
        reason=_(
            "%(complaints)d complaints of %(sent)d messages about version %(number)d: surely more "
            "than %(most)d of a thousand. A supervisor decides."
        )
        % {
            "complaints": figures.complaints,
            "sent": figures.sent,
            "number": version.number,
            "most": figures.threshold.per_thousand,
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
            "low": Decimal(figures.low).quantize(PLACES),
            "high": Decimal(figures.high).quantize(PLACES),
            "per_thousand": figures.threshold.per_thousand,
        },
    )
    return pause if made else None


def strictest(now: datetime) -> Threshold:
    """Of all lenders' policies in force: what the pages of figures say."""
    return _threshold({version.lender_id for version in in_force.standing_policies(now)}, now)


def _threshold(lender_ids: Collection[int], now: datetime) -> Threshold:
    """The strictest of these lenders' policies; the default profile's where there is none."""
    policies = [
        in_force.policy_of(version)
        for version in in_force.standing_policies(now)
        if version.lender_id in lender_ids
    ] or [profiles.load(profiles.DEFAULT)]
    return Threshold(
        least=min(policy.complaint_pause_least for policy in policies),
        per_thousand=min(policy.complaint_pause_per_thousand for policy in policies),
    )


def _least_of_all(now: datetime) -> int:
    """Fewer complaints than this pause no text of any lender."""
    policies = [in_force.policy_of(version) for version in in_force.standing_policies(now)]
    policies.append(profiles.load(profiles.DEFAULT))
    return min(policy.complaint_pause_least for policy in policies)


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
