"""What the scanner says of a file, in the words of this installation."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.models.scan import Scan
from accounts.scanning import clamd
from accounts.scanning.clamd import ScannerDown, TooLarge

log = logging.getLogger(__name__)


class Infected(Exception):
    """`name`: the scanner's, of what it found."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)


def look(chunks: Iterable[bytes]) -> Scan:
    """CLEAN or UNSCANNED. Raises Infected, ScannerDown; both are lines in the log."""
    if not settings.CLAMD:
        return Scan.UNSCANNED
    try:
        found = clamd.scan(settings.CLAMD, chunks)
    except ScannerDown as error:
        log.error("the virus scanner does not say what is in a file (%s): it waits", error)
        raise
    if found:
        log.warning("the virus scanner found %s in a file; it was not taken", found)
        raise Infected(found)
    return Scan.CLEAN


def answers() -> bool:
    return bool(settings.CLAMD) and clamd.answers(settings.CLAMD)


def refuse_unless_clean(data: bytes) -> None:
    """For a file that is read at once and kept nowhere. Raises Refused."""
    try:
        look([data])
    except Infected as infected:
        raise Refused(infected_sentence(infected.name)) from infected
    except TooLarge as error:
        raise Refused(too_large_sentence()) from error
    except ScannerDown as error:
        raise Refused(
            _("The virus scanner does not answer, and no file is taken unscanned. Try again later.")
        ) from error


def infected_sentence(name: str) -> str:
    return _("The virus scanner found %(name)s in this file. It was not taken.") % {"name": name}


def too_large_sentence() -> str:
    return _(
        "The file is larger than the virus scanner takes. Ask your administrator to raise "
        "StreamMaxLength."
    )
