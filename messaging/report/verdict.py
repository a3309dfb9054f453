"""What a report says in a sentence, and what it does not: of days that are not over, and of rows
that a person has yet to look at. The same words on screen, on paper, in files and in mails."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.timezone import localtime
from django.utils.translation import gettext as _, ngettext

from messaging.report.parts import Report


def said(report: Report) -> str:
    """Whether there were violations, as far as was seen."""
    number = sum(check.violation_count for check in report.checks)
    if number:
        return ngettext("%(n)s violation was found.", "%(n)s violations were found.", number) % {
            "n": number
        }
    if report.period.is_over:
        return _("No violation was found.")
    return _("No violation was found up to %(moment)s.") % {"moment": _moment(report)}


def but(report: Report) -> Iterator[str]:
    """What limits it; nothing where all is over and seen."""
    if not report.period.is_over:
        yield _(
            "The period was not over: it was seen up to %(moment)s. Nothing is known of what comes "
            "after, and nothing of it is proven here."
        ) % {"moment": _moment(report)}
    doubtful = sum(check.doubtful_count for check in report.checks)
    if doubtful:
        yield ngettext(
            "%(n)s row is still to be looked at by a person.",
            "%(n)s rows are still to be looked at by a person.",
            doubtful,
        ) % {"n": doubtful}


def _moment(report: Report) -> str:
    return f"{localtime(report.period.seen_until):%Y-%m-%d %H:%M}"
