"""What customers answered, by wording and tone, never without the number of answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from math import sqrt
from typing import Any

from django.db.models import Avg, Count, Q, QuerySet

from feedback.models import Survey

FEWEST = 10
"""Below so many answers no figure is shown: it would tell more of chance than of the text."""

GOOD = 4
"""A rating from here on counts as content."""

Z = 1.959964
"""Of the normal distribution, for 95 %."""


@dataclass(frozen=True, slots=True)
class Share:
    """A share with its 95 % interval (Wilson 1927), all between 0 and 1."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Result:
    """One row. `mean` and `good` are None while there are too few answers."""

    name: str
    asked: int
    answers: int
    mean: float | None
    good: Share | None
    template_version_id: int | None = None


def wilson(good: int, answers: int) -> Share:
    """The share of `good` in `answers` (above 0) with its interval."""
    share, z2 = good / answers, Z * Z
    middle = (share + z2 / (2 * answers)) / (1 + z2 / answers)
    half = Z * sqrt(share * (1 - share) / answers + z2 / (4 * answers * answers))
    half /= 1 + z2 / answers
    return Share(share, max(middle - half, 0.0), min(middle + half, 1.0))


def by_version(*, since: datetime, until: datetime) -> list[Result]:
    """Surveys opened in [since, until) by the wording of the text before them."""
    code, language = "message__template_version__template__title", "message__language"
    number, pk = "message__template_version__number", "message__template_version"
    rows = _counted(_opened(since, until).exclude(message=None), pk, code, number, language)
    return list(
        _results(rows, lambda row: f"{row[code]} v{row[number]} · {row[language]}", version=pk)
    )


def by_tone(*, since: datetime, until: datetime) -> list[Result]:
    """The same by the tone of that text."""
    tone = "message__template_version__template__tone"
    rows = _counted(_opened(since, until).exclude(message=None), tone)
    return list(_results(rows, lambda row: str(row[tone])))


def by_occasion(*, since: datetime, until: datetime) -> list[Result]:
    """The same by why they were asked."""
    rows = _counted(_opened(since, until), "occasion")
    return list(_results(rows, lambda row: str(row["occasion"])))


def _opened(since: datetime, until: datetime) -> QuerySet[Survey]:
    return Survey.objects.filter(opened_at__gte=since, opened_at__lt=until)


def _counted(found: QuerySet[Survey], *by: str) -> Any:
    return (
        found.values(*by)
        .annotate(
            asked=Count("pk"),
            answers=Count("rating"),
            mean=Avg("rating"),
            content=Count("pk", filter=Q(rating__gte=GOOD)),
        )
        .order_by("-answers", *by)
    )


def _results(rows: Any, name: Any, *, version: str = "") -> Iterator[Result]:
    for row in rows:
        enough = row["answers"] >= FEWEST
        yield Result(
            name=name(row),
            asked=row["asked"],
            answers=row["answers"],
            mean=float(row["mean"]) if enough else None,
            good=wilson(row["content"], row["answers"]) if enough else None,
            template_version_id=row[version] if version else None,
        )
