"""Where a figure or a sentence comes from, in words for whoever reviews it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from django.utils.translation import gettext as _, gettext_lazy

STATUSES: dict[str, Any] = {
    "V": gettext_lazy("official text seen"),
    "V2": gettext_lazy("secondary copy"),
    "M": gettext_lazy("unverified"),
    "P": gettext_lazy("our own proposal"),
}


class Source(Protocol):
    @property
    def figures(self) -> tuple[int, ...]: ...
    @property
    def document(self) -> str: ...
    @property
    def status(self) -> str: ...


def note_of(sources: Iterable[Source]) -> str:
    """For the reviewer of a text, beside it; empty without any."""
    said = [
        f"{': '.join([*filter(None, [_figures(each)]), each.document])} ({STATUSES[each.status]})"
        for each in sources
    ]
    return _("Sources: %(sources)s.") % {"sources": "; ".join(said)} if said else ""


def _figures(source: Source) -> str:
    return ", ".join(map(str, source.figures))
