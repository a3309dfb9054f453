"""What a core system's calls change of a lender's people, added up over a day.

One call is about one loan, so what a file would be asked about is asked of the day: whoever has a
key cannot do bit by bit what a file may not do at once.
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta

from accounts.intake.merging import staging_tables
from accounts.intake.merging.unusual import OF_CALLS, FileFigures, Unusual, unusual
from accounts.models import ImportFile

DAY = timedelta(days=1)
DAYS = 30
MOST_CALLS = 100_000
"""The newest of a key that are added up."""

# The day that ends now is 0, the one before 1, and so on.
_BY_DAY = """
SELECT floor(extract(epoch FROM %(now)s - f.uploaded_at) / 86400)::int AS day, sum(v.value::int),
    v.key
FROM (
    SELECT uploaded_at, figures -> %(lender)s AS figures FROM accounts_importfile
    WHERE by_key_id = %(key)s AND state = %(applied)s AND uploaded_at > %(since)s
    ORDER BY id DESC LIMIT %(most)s
) f CROSS JOIN LATERAL jsonb_each_text(f.figures) v
GROUP BY day, v.key ORDER BY day
"""


def what_is_unusual(
    import_file: ImportFile, by_lender: Mapping[str, FileFigures], *, now: datetime
) -> list[dict[str, int | str]]:
    """Of this call together with the key's others of the last day, beside its earlier days; as it
    is kept with the call. Nothing where this call itself adds none of it."""
    found: list[dict[str, int | str]] = []
    for code, figures in sorted(by_lender.items()):
        if not (figures.far or figures.names or figures.phones):
            continue
        days = _days(import_file, code, now)
        so_far = days.pop(0, FileFigures()).as_json()
        mine = asdict(figures)
        day = FileFigures(**{name: so_far[name] + mine[name] for name in so_far})
        before = [each.as_json() for each in days.values()]
        told = [each for each in unusual(day, before, among=OF_CALLS) if mine[each.code]]
        found += [{"lender": code, **Unusual._asdict(each)} for each in told]
    return found


def _days(import_file: ImportFile, lender: str, now: datetime) -> dict[int, FileFigures]:
    """By how many days ago, the newest first."""
    rows = staging_tables.fetch(
        _BY_DAY,
        {
            "now": now,
            "lender": lender,
            "key": import_file.by_key_id,
            "applied": ImportFile.State.APPLIED,
            "since": now - DAYS * DAY,
            "most": MOST_CALLS,
        },
    )
    days: dict[int, FileFigures] = {}
    for day, total, name in rows:
        setattr(days.setdefault(max(day, 0), FileFigures()), name, int(total))
    return days
