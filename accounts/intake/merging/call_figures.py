"""What a core system's calls change of a lender's people, added up over a day.

One call is about one loan, so what a file would be asked about is asked of the day: whoever has a
key cannot do bit by bit what a file may not do at once. The sums are kept by the hour
(`CallFigures`), so that neither many calls nor calls that change nothing push others out of sight.
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta

from accounts.intake.merging.file_figures import Counting
from accounts.intake.merging.unusual import (
    LEAST_ROWS,
    OF_CALLS,
    SETTLED_AFTER,
    FileFigures,
    Unusual,
    added,
    measures,
    unusual,
)
from accounts.models import CallFigures, ImportFile, Lender

DAY = timedelta(days=1)
DAYS = 70
"""What comes once a month is seen twice."""

NOT_USUAL_YET = 7
"""Days ago (P)."""


def what_is_unusual(
    import_file: ImportFile,
    counting: Counting,
    lenders: Mapping[str, int],
    *,
    now: datetime,
    written: bool,
) -> list[dict[str, int | str]]:
    """Of this call together with the key's others of the last day, beside its earlier days; as it
    is kept with the call. Nothing where this call itself adds none of it."""
    found: list[dict[str, int | str]] = []
    for code, figures in sorted(counting.by_lender.items()):
        mine = asdict(figures)
        if not any(mine[name] for name in OF_CALLS):
            continue
        days = _days(import_file, lenders[code], now)
        day = added(days.pop(0, FileFigures()), figures)
        if not any(each.affected >= LEAST_ROWS for each in measures(day) if each.code in OF_CALLS):
            continue
        if not day.open:  # counted by the first call of a day that needs it
            counting.finish({code: lenders[code]}, written=written)
            day.open = figures.open or day.new  # where nothing was, all of it is new
        told = [each for each in unusual(day, _usual(days), among=OF_CALLS) if mine[each.code]]
        found += [{"lender": code, **Unusual._asdict(each)} for each in told]
    return found


def keep(
    import_file: ImportFile, by_lender: Mapping[str, Mapping[str, int]], *, now: datetime
) -> None:
    """Add what an applied call changed to the sums of its hour. Call in the import's transaction,
    whose turn nobody shares."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    ids = dict(Lender.objects.filter(code__in=by_lender).values_list("code", "pk"))
    for code, figures in by_lender.items():
        kept, _is_new = CallFigures.objects.get_or_create(
            key_id=import_file.by_key_id, lender_id=ids[code], hour=hour
        )
        total = added(FileFigures(**kept.figures), FileFigures(**figures))
        CallFigures.objects.filter(pk=kept.pk).update(figures=total.as_json())


def _usual(days: Mapping[int, FileFigures]) -> list[dict[str, int]]:
    """The days to compare with. What the last ones did is not usual yet where there are enough
    before: else whoever does twice as much every other day is never asked."""
    settled = [each for ago, each in days.items() if ago >= NOT_USUAL_YET]
    told = settled if len(settled) >= SETTLED_AFTER else days.values()
    return [each.as_json() for each in told]


def _days(import_file: ImportFile, lender_id: int, now: datetime) -> dict[int, FileFigures]:
    """By how many days ago, the newest first; the day that ends now is 0."""
    rows = CallFigures.objects.filter(
        key_id=import_file.by_key_id, lender_id=lender_id, hour__gt=now - (DAYS + 1) * DAY
    )
    days: dict[int, FileFigures] = {}
    for hour, figures in rows.order_by("-hour").values_list("hour", "figures"):
        day = max((now - hour) // DAY, 0)
        days[day] = added(days.get(day, FileFigures()), FileFigures(**figures))
    return days
