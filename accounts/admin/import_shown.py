"""What the page of an import shows: figures, columns, first rows, bad rows."""

from typing import Any

from django.http import HttpRequest

from accounts.input.params import whole_number
from accounts.intake.jobs import bad_rows, first_rows, messages, questions
from accounts.intake.readers.which_encoding import LABELS
from accounts.models import ImportChange, ImportFile
from accounts.privacy.cells import mask_cell

State = ImportFile.State
ROWS_A_PAGE = 50


def counts_of(import_file: ImportFile) -> dict[str, str]:
    """Figures as they are shown; `good` is what a confirmation brings in."""
    good = import_file.rows_new + import_file.rows_changed + import_file.rows_unchanged
    return {
        "new": f"{import_file.rows_new:,}",
        "changed": f"{import_file.rows_changed:,}",
        "unchanged": f"{import_file.rows_unchanged:,}",
        "bad": f"{import_file.rows_bad:,}",
        "read": f"{import_file.rows_read:,}",
        "good": f"{good:,}" if good else "",
    }


def matched_columns(import_file: ImportFile) -> list[dict[str, str]]:
    said_by = import_file.columns.get("said_by", {})
    return [
        {
            "name": str(messages.column_name(name)),
            "heading": heading,
            "said_by": said_by.get(name, ""),
        }
        for name, heading in bad_rows.matched_columns(import_file)
    ]


CHANGES_SHOWN = 500


def changes_of(import_file: ImportFile) -> list[ImportChange]:
    """What takes a second person, masked before and after, in the order of the file."""
    rows = import_file.changes.select_related("customer", "loan").order_by("line", "pk")
    return list(rows[:CHANGES_SHOWN])


def first_rows_of(request: HttpRequest, import_file: ImportFile) -> dict[str, Any]:
    """The first rows as they were read, for those who may import; by encoding where it is asked."""
    asked = import_file.state == State.ASKED
    if not request.user.has_perm("accounts.add_importfile"):
        return {}
    found = first_rows.open_rows(import_file)
    if asked and import_file.question.get("kind") == questions.ENCODING:
        readings = [
            {
                "encoding": encoding,
                "label": LABELS[encoding],
                "headings": rows[0],
                "rows": _masked(rows[1:]),
            }
            for encoding, rows in found.items()
            if rows
        ]
        return {"readings": readings}
    if import_file.state != State.CHECKED:
        return {}
    matched = bad_rows.matched_columns(import_file)
    places = [import_file.columns["positions"][name] for name, _heading in matched]
    rows = [
        [
            mask_cell(cells[place], name) if place < len(cells) else ""
            for place, (name, _heading) in zip(places, matched, strict=True)
        ]
        for cells in next(iter(found.values()), [])
    ]
    return {
        "as_read": {"headings": [heading for _name, heading in matched], "rows": rows},
        "encodings": LABELS.items() if import_file.columns.get("kind") == "csv" else (),
    }


def _masked(rows: list[list[str]]) -> list[list[str]]:
    """Enough of each cell to see whether it was read rightly."""
    return [[mask_cell(cell) for cell in cells] for cells in rows]


def rows_page(
    request: HttpRequest, import_file: ImportFile
) -> tuple[dict[str, Any] | None, int | None]:
    """The bad rows of this page as a table, and the line after which the next page begins."""
    after = whole_number(request.GET.get("after")) or 0
    may_see = request.user.has_perm("accounts.add_importfile")
    found = bad_rows.bad_rows(import_file, after=after, limit=ROWS_A_PAGE + 1, values=may_see)
    shown = found[:ROWS_A_PAGE]
    if not shown:
        return None, None
    columns = bad_rows.columns_to_show(import_file, shown)
    lines = [
        {
            "line": row.line,
            "error": row.errors.get("", ""),
            "cells": [
                {
                    "heading": heading,
                    "text": mask_cell(bad_rows.cell_of(import_file, row, column), column)
                    if may_see
                    else "•••",
                    "error": row.errors.get(column, ""),
                    "names": column in bad_rows.NAMES_OF_A_ROW,
                }
                for column, heading in columns
            ],
        }
        for row in shown
    ]
    table = {"headings": [heading for _column, heading in columns], "lines": lines, "after": after}
    return table, shown[-1].line if len(found) > ROWS_A_PAGE else None
