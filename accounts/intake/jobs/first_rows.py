"""The first rows of a file as they were read, for a person to look at before anything enters."""

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from accounts.intake.jobs.stored_files import open_stored
from accounts.intake.readers.errors import FileError
from accounts.intake.readers.open import open_table
from accounts.intake.readers.table import RawRow
from accounts.models import ImportFile

SHOWN = 5
SEARCHED = 2_000
"""Rows looked through for signs beyond ASCII, when the question is how to read those."""

Rows = Sequence[Sequence[str]]


def sealed(rows: Mapping[str, Rows], import_id: int) -> bytes:
    """As the column of that file has them, for an update of its record."""
    return ImportFile.first_rows.field.seal(json.dumps(rows, ensure_ascii=False), import_id)


def open_rows(import_file: ImportFile) -> dict[str, list[list[str]]]:
    """By encoding, in clear; for those who may import. Headings first where they were asked for."""
    text = ImportFile.first_rows.field.readable(import_file)
    rows: dict[str, list[list[str]]] = json.loads(text) if text else {}
    return rows


def as_read(rows: Iterable[RawRow]) -> list[list[str]]:
    return [raw.cells for raw in islice(rows, SHOWN)]


def in_each(import_file: ImportFile, encodings: Sequence[str]) -> dict[str, list[list[str]]]:
    """The headings and the first rows with signs beyond ASCII, as each encoding reads them."""
    found: dict[str, list[list[str]]] = {}
    for encoding in encodings:
        with open_stored(import_file.stored_as) as source:
            try:
                table = open_table(source, import_file.filename, encoding=encoding)
                rows = (raw for raw in islice(table.rows, SEARCHED) if not all_ascii(raw.cells))
                found[encoding] = [table.headers, *as_read(rows)]
            except FileError:
                continue
    return found


def all_ascii(cells: Iterable[str]) -> bool:
    return all(cell.isascii() for cell in cells)
