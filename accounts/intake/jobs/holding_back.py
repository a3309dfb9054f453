"""Rows of the machine's own file that take a second person: a file of their own, which waits."""

import csv
import io
from datetime import datetime

from accounts.intake.jobs import lifecycle, stored_files
from accounts.intake.jobs.run_file import Found
from accounts.models import ImportFile, User

NAME = "waiting-rows-of-%d.csv"
ENCODING = "utf-8"


def hold_back(
    import_file: ImportFile, found: Found, *, now: datetime, by: User | None = None
) -> int | None:
    """Lay the rows aside as they stood, under their headings, and check them; its id. What became
    of them is told on its page. `by`: the login of the machine, whose lenders' it may name."""
    if not found.held:
        return None
    text = io.StringIO()
    csv.writer(text).writerows([found.columns["headings"], *found.held])
    held = lifecycle.register(
        stored_files.store(io.BytesIO(text.getvalue().encode(ENCODING))),
        kind=import_file.kind,
        filename=NAME % import_file.pk,
        by=by,
        now=now,
        encoding=ENCODING,
    )
    matched = dict(found.columns["matched"])
    ImportFile.objects.filter(pk=held.pk).update(chosen_columns=matched)
    lifecycle.begin_check(held.pk, now=now)
    lifecycle.check(held.pk, now=now)
    return held.pk
