"""What a row of a report notes beside itself, in words. A report keeps codes and figures as they
were found (`parts.Violation.detail`); what no pattern knows stands for itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from accounts.models import Hold
from messaging import labels
from messaging.models import Run, Stop, Suppression
from messaging.models.message_states import MessageState

Found = re.Match[str]

THINGS = {
    "message": gettext_lazy("message"),
    "call": gettext_lazy("call"),
    "hold": gettext_lazy("hold"),
    "suppression": gettext_lazy("suppression"),
    "declined": gettext_lazy("declining"),
    "stop": gettext_lazy("stop"),
    "loan": gettext_lazy("loan"),
    "user": gettext_lazy("colleague"),
}
SHORT = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
CODES = {
    "none": gettext_lazy("no decision"),
    "day": gettext_lazy("a day"),
    **dict(Hold.Kind.choices),
    **dict(Suppression.Kind.choices),
    **dict(Stop.Scope.choices),
    **dict(Run.State.choices),
    **dict(MessageState.choices),
}

_SPAN = r"(?:(-?\d+) days?, )?(\d+):(\d\d):(\d\d)(?:\.\d+)?"
_DAY = "|".join(SHORT)
_CLOCK = re.compile(rf"({_DAY}) (\d\d:\d\d:\d\d) ([\w/+-]+)")


def said(detail: str) -> str:
    """In the reader's language."""
    for pattern, words in _SAID:
        if found := pattern.fullmatch(detail):
            return words(found)
    return detail


def span(seconds: float) -> str:
    """As a person says it, to the second; days from two on."""
    whole = int(seconds)
    days, hours = whole // 86400, whole // 3600
    minutes, rest = whole % 3600 // 60, whole % 60
    if days > 1 and not hours % 24:
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    if days > 1:
        return _("%(days)d d %(hours)d h") % {"days": days, "hours": hours % 24}
    if hours:
        return _("%(hours)d h %(minutes)02d min") % {"hours": hours, "minutes": minutes}
    if minutes:
        return _("%(minutes)d min %(seconds)02d s") % {"minutes": minutes, "seconds": rest}
    return _("%(seconds)s s") % {"seconds": f"{seconds:.1f}".removesuffix(".0")}


def _thing(kind: str, number: str) -> str:
    return f"{THINGS.get(kind, kind)} #{number}"


def _code(code: str) -> str:
    return str(CODES.get(code) or labels.outcome(code))


def _timed(found: Found, at: int) -> str:
    """The four groups of _SPAN from `at` on."""
    days, hours, minutes, seconds = (int(found[at + n] or 0) for n in range(4))
    return span(days * 86400 + hours * 3600 + minutes * 60 + seconds)


def _before(what: str, ago: str) -> str:
    return _("%(what)s, %(ago)s before") % {"what": what, "ago": ago}


def _in_force(found: Found) -> str:
    kind, number, code, seconds = found.groups()
    what = _thing(kind, number) + (f" ({_code(code)})" if code else "")
    return _before(what, span(float(seconds)))


def _permit(left: int) -> str:
    if left < 0:
        return _("ends %(over)s after the hours do") % {"over": span(-left)}
    return _("ends %(left)s before the hours do") % {"left": span(left)}


def _cap(found: Found) -> str:
    number, period, limit = found.groups()
    over = _("a day") if period == "day" else span(float(period.removesuffix(" h")) * 3600)
    return _("%(n)s in %(over)s, %(limit)s allowed") % {"n": number, "over": over, "limit": limit}


def _clocks(found: Found) -> str:
    return _("; ").join(
        f"{WEEKDAYS[SHORT.index(day)]} {clock} ({zone})"
        for day, clock, zone in _CLOCK.findall(found.string)
    )


def _due(found: Found) -> str:
    due, given = found.groups()
    if given is None:
        return _("due %(day)s, not given") % {"day": _day(due)}
    return _("due %(day)s, given %(given)s") % {"day": _day(due), "given": _day(given)}


def _day(iso: str) -> str:
    return date_format(date.fromisoformat(iso))


def _moment(iso: str) -> str:
    return date_format(localtime(datetime.fromisoformat(iso)), "DATETIME_FORMAT")


def _hand_overs(found: Found) -> str:
    n = int(found[1])
    return ngettext("%(n)d hand-over", "%(n)d hand-overs", n) % {"n": n}


def _findings(found: Found) -> str:
    n = int(found[1])
    return ngettext("%(n)d finding", "%(n)d findings", n) % {"n": n}


_WORDS: tuple[tuple[str, Callable[[Found], str]], ...] = (
    (r"(\d+) hand-overs", _hand_overs),
    (r"(\d+)", _findings),
    (r"(user):(\d+)", lambda f: _thing(f[1], f[2])),
    (r"(-?\d+(?:\.\d+)?) s", lambda f: span(float(f[1]))),
    (r"(\d+) min", lambda f: span(float(f[1]) * 60)),
    (_SPAN, lambda f: _timed(f, 1)),
    (
        r"(-?\d+) s before the window's end",
        lambda f: _permit(int(f[1])),
    ),
    (r"(\w+):(\d+)(?: (\w+))?, ([\d.]+) s before", _in_force),
    (r"revoked ([\d.]+) s before", lambda f: _before(_("revoked"), span(float(f[1])))),
    (rf"(message|call):(\d+), {_SPAN} before", lambda f: _before(_thing(f[1], f[2]), _timed(f, 3))),
    (
        rf"message:(\d+), {_SPAN}",
        lambda f: (
            _("%(what)s, %(after)s after it")
            % {"what": _thing("message", f[1]), "after": _timed(f, 2)}
        ),
    ),
    (r"loan:(\d+) ([\d.]+) h", lambda f: f"{_thing('loan', f[1])} · {span(float(f[2]) * 3600)}"),
    (r"(\d+) in (day|\d+ h), limit (\d+)", _cap),
    (
        r"(\d+) told, (\d+) counted",
        lambda f: _("%(told)s told, %(counted)s counted") % {"told": f[1], "counted": f[2]},
    ),
    (
        r"(\d+) to send, (\d+) messages",
        lambda f: _("%(to_send)s to send, %(n)s messages") % {"to_send": f[1], "n": f[2]},
    ),
    (r"due (\d{4}-\d\d-\d\d)(?:, given (\d{4}-\d\d-\d\d)|, not given)", _due),
    (rf"{_CLOCK.pattern}(?:, {_CLOCK.pattern})*", _clocks),
    (r"(\d{4}-\d\d-\d\d)", lambda f: _day(f[1])),
    (r"(\d{4}-\d\d-\d\dT[\d:.+-]+)", lambda f: _moment(f[1])),
    (r"([a-z_]+)", lambda f: _code(f[1])),
)
_SAID = tuple((re.compile(pattern), words) for pattern, words in _WORDS)
