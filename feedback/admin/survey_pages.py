"""What customers answered, for whoever writes, approves or audits texts."""

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts.admin.pages import needs, render
from config import clock
from feedback.models import Survey
from feedback.surveys import results as survey_results
from messaging.models.choices import Tone

PERIODS = (30, 90, 365)  # days


@needs("feedback.view_survey")
def survey_page(request: HttpRequest) -> HttpResponse:
    days = _days(request)
    now = clock.now()
    since: datetime = now - timedelta(days=days)
    results = survey_results.results(since=since, until=now)
    return render(
        request,
        "feedback/surveys.html",
        title=_("Surveys"),
        days=days,
        periods=PERIODS,
        fewest=survey_results.FEWEST,
        tables=[
            (_("By tone"), _labelled(results.by_tone(), dict(Tone.choices))),
            (_("By occasion"), _labelled(results.by_occasion(), dict(Survey.Occasion.choices))),
            (_("By wording"), _labelled(results.by_version(), {})),
        ],
    )


def _labelled(
    results: list[survey_results.Result], labels: dict[str, object]
) -> list[dict[str, object]]:
    return [
        {
            "name": labels.get(each.name, each.name),
            "result": each,
            "mean": None if each.mean is None else f"{each.mean:.1f}",
            "good": each.good
            and f"{each.good.value:.0%} ({each.good.low:.0%}–{each.good.high:.0%})",
        }
        for each in results
    ]


def _days(request: HttpRequest) -> int:
    asked = request.GET.get("days", "")
    return int(asked) if asked in map(str, PERIODS) else PERIODS[1]
