"""What one person's files have done of late, added up: what one may not do at once, many may not
bit by bit.

Files that a second person confirmed count no more, nor do a core system's calls (`call_figures`)
and the machine's own files, which nobody uploads.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import QuerySet, Sum

from accounts.intake.merging import staging_tables
from accounts.intake.merging.ledger import Figures
from accounts.intake.merging.unusual import FileFigures, added
from accounts.models import ImportFile

DAY = timedelta(days=1)
CREEPS_WITHIN = timedelta(days=30)
"""A loan's figures are held against what they were so long ago (P)."""

DAYS = 70

# The first of several wins; what was not changed is not in it.
_FIRST_FIGURES = """
SELECT DISTINCT ON (i.id, c.name) i.id, c.name, (t.changes -> i.id::text -> c.name ->> 0)::numeric
FROM accounts_importtrail t
CROSS JOIN LATERAL unnest(t.ids) i(id)
CROSS JOIN (VALUES ('outstanding'), ('amount_due')) c(name)
WHERE t."table" = 'accounts_loan' AND t.import_file_id = ANY(%s) AND i.id = ANY(%s)
  AND t.changes -> i.id::text ? c.name
ORDER BY i.id, c.name, t.id
"""


class Brought(NamedTuple):
    """On one person's word: new people to write to, new loans of customers we know."""

    people: int = 0
    loans: int = 0


def is_a_persons(import_file: ImportFile) -> bool:
    """Whether somebody uploaded it."""
    by = import_file.uploaded_by
    return by is not None and import_file.by_key_id is None and not by.is_machine


def brought_today(import_file: ImportFile, *, now: datetime) -> Brought:
    """By this person's other files of the day that ends now."""
    sums = (
        _alone(now - DAY).filter(uploaded_by=import_file.uploaded_by_id).exclude(pk=import_file.pk)
    )
    found = sums.aggregate(people=Sum("new_people"), loans=Sum("new_loans"))
    return Brought(found["people"] or 0, found["loans"] or 0)


def first_figures(loan_ids: Collection[int], *, now: datetime) -> dict[int, dict[str, object]]:
    """Of loans whose figures people's files have changed within `CREEPS_WITHIN`: what `outstanding`
    and `amount_due` were before the first of these files changed them. Two queries."""
    files = list(_alone(now - CREEPS_WITHIN).values_list("pk", flat=True))
    found: dict[int, dict[str, object]] = {}
    if files and loan_ids:
        for pk, name, before in staging_tables.fetch(_FIRST_FIGURES, [files, list(loan_ids)]):
            found.setdefault(pk, {})[name] = before
    return found


def as_at_first(figures: Figures, first: Mapping[str, object]) -> Figures:
    """The figures with what is known of them from before."""
    return Figures(**{**figures._asdict(), **first})


class Days(NamedTuple):
    """Of one lender: what this person's other files changed in the day that ends now; what all
    files changed on each day before, the newest first."""

    today: FileFigures
    before: list[dict[str, int]]


def days(import_file: ImportFile, code: str, *, now: datetime) -> Days | None:
    """None where this is the person's only file of the day."""
    mine = _alone(now - DAY).filter(
        uploaded_by=import_file.uploaded_by_id, kind=import_file.kind, figures__has_key=code
    )
    others = list(mine.exclude(pk=import_file.pk).values_list("figures", flat=True))
    if not others:
        return None
    today = FileFigures()
    for figures in others:
        today = added(today, FileFigures(**figures[code]))
    files = ImportFile.objects.filter(
        state=ImportFile.State.APPLIED,
        by_key=None,
        kind=import_file.kind,
        figures__has_key=code,
        applied_at__gt=now - (DAYS + 1) * DAY,
        applied_at__lte=now - DAY,
    )
    sums: dict[int, FileFigures] = {}
    for applied_at, figures in files.order_by("-applied_at").values_list("applied_at", "figures"):
        day = (now - (applied_at or now)) // DAY
        sums[day] = added(sums.get(day, FileFigures()), FileFigures(**figures[code]))
    return Days(today, [each.as_json() for each in sums.values()])


def _alone(since: datetime) -> QuerySet[ImportFile]:
    """People's files that entered on one person's word."""
    return ImportFile.objects.filter(
        state=ImportFile.State.APPLIED,
        by_key=None,
        allowed_by=None,
        uploaded_by__is_machine=False,
        uploaded_at__gt=since - CREEPS_WITHIN,
        applied_at__gt=since,
    )
