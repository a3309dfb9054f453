"""What customers answered, by wording and tone, never without the number of answers.

One pass over the surveys of the period counts them by occasion and wording, which are few; all
tables are made of these counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from math import sqrt
from typing import NamedTuple

from django.db.models import Count, Q, Sum

from feedback.models import Survey
from messaging.models import TemplateVersion

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


class Counts(NamedTuple):
    """How many were asked and answered, the sum of the ratings, and how many were content."""

    asked: int = 0
    answers: int = 0
    ratings: int = 0
    content: int = 0

    def plus(self, other: Counts) -> Counts:
        return Counts(*(one + two for one, two in zip(self, other, strict=True)))


@dataclass(frozen=True, slots=True)
class Results:
    """Surveys opened in a period, counted by (occasion, wording of the text before them)."""

    counts: dict[tuple[str, int | None], Counts]
    versions: dict[int, TemplateVersion]

    def by_version(self) -> list[Result]:
        """By the wording of the text; surveys that no text went before are in no row."""
        return self._rows(lambda _occasion, version: version.pk if version else None, self._wording)

    def by_tone(self) -> list[Result]:
        """The same by the tone of that text."""
        return self._rows(lambda _occasion, version: version.template.tone if version else None)

    def by_occasion(self) -> list[Result]:
        """By why they were asked."""
        return self._rows(lambda occasion, _version: occasion)

    def _wording(self, version_id: object) -> str:
        version = self.versions[int(str(version_id))]
        return str(version)

    def _rows(
        self,
        key_of: Callable[[str, TemplateVersion | None], str | int | None],
        name: Callable[[object], str] = str,
    ) -> list[Result]:
        """The counts of each key together, most answers first; what has no key is left out."""
        found: dict[str | int, Counts] = {}
        for (occasion, version_id), counts in self.counts.items():
            key = key_of(occasion, self.versions.get(version_id or 0))
            if key is not None:
                found[key] = found.get(key, Counts()).plus(counts)
        ordered = sorted(found.items(), key=lambda each: (-each[1].answers, str(each[0])))
        return [_result(name(key), counts, key) for key, counts in ordered]


def results(*, since: datetime, until: datetime) -> Results:
    """Surveys opened in [since, until). Two queries."""
    opened = Survey.objects.filter(opened_at__gte=since, opened_at__lt=until)
    rows = opened.values_list("occasion", "template_version").annotate(
        asked=Count("pk"),
        answers=Count("rating"),
        ratings=Sum("rating"),
        content=Count("pk", filter=Q(rating__gte=GOOD)),
    )
    counts = {
        (occasion, version): Counts(asked, answers, ratings or 0, content)
        for occasion, version, asked, answers, ratings, content in rows.order_by()
    }
    return Results(counts, _versions(version for _occasion, version in counts))


def _versions(ids: Iterable[int | None]) -> dict[int, TemplateVersion]:
    found = TemplateVersion.objects.select_related("template").defer("body")
    return {version.pk: version for version in found.filter(pk__in=[pk for pk in ids if pk])}


def _result(name: str, counts: Counts, key: str | int) -> Result:
    enough = counts.answers >= FEWEST
    return Result(
        name=name,
        asked=counts.asked,
        answers=counts.answers,
        mean=counts.ratings / counts.answers if enough else None,
        good=wilson(counts.content, counts.answers) if enough else None,
        template_version_id=key if isinstance(key, int) else None,
    )
