"""Spans of time and shares, as the desk says them."""

from django.utils.translation import gettext as _


def duration(seconds: float | None) -> str:
    """ "45 min", "3.5 h", "2.1 days"; a dash where nothing was measured."""
    if seconds is None:
        return "—"
    minutes = seconds / 60
    if minutes < 60:
        return _("%(n)s min") % {"n": f"{minutes:.0f}"}
    if minutes < 48 * 60:
        return _("%(n)s h") % {"n": f"{minutes / 60:.1f}"}
    return _("%(n)s days") % {"n": f"{minutes / 60 / 24:.1f}"}


def share(percent: float | None) -> str:
    """ "93 %"; a dash where nothing was due."""
    return "—" if percent is None else f"{percent:.0f} %"
