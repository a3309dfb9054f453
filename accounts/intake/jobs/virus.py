"""A file is looked at by the virus scanner before anything reads it."""

from __future__ import annotations

from collections.abc import Iterator

from accounts.intake.jobs.states import said
from accounts.intake.jobs.stored_files import READ_BYTES, open_stored
from accounts.intake.readers.errors import FileError
from accounts.models import ImportFile
from accounts.models.scan import Scan
from accounts.scanning import service as scanning
from accounts.scanning.clamd import ScannerDown, TooLarge

DOWN = "scanner_down"
TOO_LARGE = "scanner_too_large"


class NotScanned(Exception):
    """The scanner gave no answer: the file waits as it came. `.error` as `ImportFile.error`."""

    def __init__(self, error: str) -> None:
        self.error = error
        super().__init__(error)


def look(import_file: ImportFile) -> None:
    """Once a file. Raises FileError where there is a virus in it, NotScanned without an answer."""
    if import_file.scan != Scan.WAITING:
        return
    try:
        found = scanning.look(_chunks(import_file.stored_as))
    except scanning.Infected as infected:
        raise FileError("infected", name=infected.name) from infected
    except TooLarge as error:
        raise NotScanned(said(TOO_LARGE)) from error
    except ScannerDown as error:
        raise NotScanned(said(DOWN)) from error
    import_file.scan = found
    ImportFile.objects.filter(pk=import_file.pk).update(scan=found)


def waiting() -> list[int]:
    """Files that came while the scanner did not answer, where it answers now."""
    ids = ImportFile.objects.filter(
        state=ImportFile.State.UPLOADED, scan=Scan.WAITING, error=said(DOWN)
    ).order_by("pk")
    found = list(ids.values_list("pk", flat=True))
    return found if found and scanning.answers() else []


def _chunks(stored_as: str) -> Iterator[bytes]:
    with open_stored(stored_as) as source:
        while data := source.read(READ_BYTES):
            yield data
