"""Did it help, and whom did it hurt: written to against control, in one table a cut; and as CSV."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.admin.pages import needs, render
from accounts.input.params import row_id
from accounts.lists import workbook
from accounts.lists.spreadsheets import csv_line, heading_line
from accounts.models import Lender
from accounts.rules.money import money, price
from feedback.admin.effect import figure, words
from feedback.effect import costs, reading
from feedback.effect.horizons import HORIZONS, LONGEST, PAID, WINDOWS
from feedback.effect.reading import Line, Question, Reading
from messaging.evaluation.harm import Harm
from messaging.models.choices import Arm

DAYS = 90
WITHIN = 7
"""What is asked first: days in which a reminder works, if it does."""


@needs("feedback.view_effectsum")
def effect_page(request: HttpRequest) -> HttpResponse:
    question = _asked(request)
    found = reading.read(question) if question else None
    return render(
        request,
        "feedback/effect.html",
        title=_("Effect of the texts"),
        question=question,
        reading=found,
        parted=words.parted(found.parted) if found else [],
        tables=_tables(found, question) if found and question else [],
        cost=_cost(question) if question else None,
        lenders=Lender.objects.order_by("name"),
        outcomes=words.OUTCOMES,
        horizons=HORIZONS,
        windows=WINDOWS,
        fewest=reading.FEWEST,
        margin=f"{reading.HARM_MARGIN * 1000:g}",
        query=request.GET.urlencode(),
        may_look=request.user.has_perm("accounts.view_customer"),
        may_see_education=request.user.has_perm("messaging.view_educationplan"),
    )


@needs("feedback.view_effectsum")
def effect_workbook(request: HttpRequest) -> HttpResponse:
    """The same as a workbook, figures as numbers."""
    question = _asked(request)
    found = reading.read(question) if question else None
    rows = list(_rows(found.lines if found else ()))
    response = HttpResponse(workbook.written(_heading(), rows), content_type=workbook.CONTENT_TYPE)
    response["Content-Disposition"] = 'attachment; filename="effect.xlsx"'
    return response


@needs("feedback.view_effectsum")
def effect_export(request: HttpRequest) -> HttpResponse:
    """One line a group; groups of fewer than ten customers without figures, as on the page."""
    question = _asked(request)
    found = reading.read(question) if question else None
    lines = found.lines if found else ()
    response: Any = StreamingHttpResponse(_csv(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="effect.csv"'
    return cast(HttpResponse, response)


def _asked(request: HttpRequest) -> Question | None:
    """What the address asks for; anything unreadable is left out. None without a lender."""
    lenders = Lender.objects.order_by("name")
    asked = row_id(request.GET.get("lender"))
    lender = (asked and lenders.filter(pk=asked).first()) or lenders.first()
    if lender is None:
        return None
    outcome = request.GET.get("outcome", "")
    return Question(
        lender=lender,
        outcome=outcome if outcome in PAID else "full",
        horizon=_one_of(HORIZONS, request.GET.get("horizon"), WITHIN),
        days=_one_of(WINDOWS, request.GET.get("days"), DAYS),
    )


def _one_of(known: tuple[int, ...], text: str | None, otherwise: int) -> int:
    return next((each for each in known if str(each) == text), otherwise)


def _tables(found: Reading, question: Question) -> list[dict[str, Any]]:
    edge = figure.scale(line.effect for line in found.lines if line.effect)
    amounts = question.outcome == "amount"
    return [
        {
            "cut": cut,
            "heading": heading,
            "note": words.NOTES.get(cut, ""),
            "rows": [
                _shown(line, labels, edge, amounts=amounts)
                | {
                    "behind": _behind(line, question, question.horizon),
                    "later": _later(line, question),
                }
                for line in found.lines
                if line.cut == cut
            ],
        }
        for cut, heading in words.CUTS.items()
        if (labels := words.labels(cut, [line.value for line in found.lines if line.cut == cut]))
        is not None
        and any(line.cut == cut for line in found.lines)
    ]


def _later(line: Line, question: Question) -> dict[str, str]:
    """By arm: the episodes of 30 days, to which is added what they are to have."""
    asked = f"{reverse('admin:effect_episodes')}?{_behind(line, question, LONGEST)}"
    return {arm: f"{asked}&arm={arm}&having=" for arm in Arm.values}


def _behind(line: Line, question: Question, horizon: int) -> str:
    """What the page of episodes asks for, but for the arm. Harm and ratings are of 30 days."""
    of_lender = line.cut == "lender"
    asked: dict[str, Any] = {
        "lender": line.value if of_lender else question.lender.pk,
        "cut": "overall" if of_lender else line.cut,
        "value": "" if of_lender else line.value,
        "days": question.days,
        "horizon": horizon,
    }
    return urlencode(asked)


def _shown(line: Line, labels: dict[str, Any], edge: float, *, amounts: bool) -> dict[str, Any]:
    row = {
        "line": line,
        "label": labels.get(line.value, line.value),
        "verdict": words.VERDICTS[line.verdict],
        "tag": words.TAGS.get(line.verdict, ""),
    }
    if line.effect is None:
        return row
    return row | {
        "contact": _figure(line.share_contact, amounts=amounts),
        "control": _figure(line.share_control, amounts=amounts),
        "difference": _signed(line.effect.difference, amounts=amounts),
        "between": f"{_signed(line.effect.low, amounts=amounts)} … "
        f"{_signed(line.effect.high, amounts=amounts)}",
        "drawn": figure.drawn(line.effect, edge),
        "harms": [_harm(name, each) for name, each in line.harms.items()],
    }


def _cost(question: Question) -> dict[str, Any] | None:
    """In words, of 30 days whatever the horizon asked for; four places: a text costs little."""
    found = costs.cost_of(question.lender, days=question.days)
    if found is None:
        return None
    gained, each = found.gained, found.price
    return {
        "segment": price(found.per_segment, found.currency),
        "segments": f"{found.segments:.2f}",
        "spent": money(found.spent, found.currency, places=4),
        "gained": _more(gained.difference, found.currency),
        "gained_between": f"{gained.low:+,.2f} … {gained.high:+,.2f}",
        "price": each and money(each.cost, found.currency, places=4),
        "price_between": each and f"{each.low:.4f} … {each.high:.4f}",
    }


def _harm(name: str, found: Harm) -> dict[str, Any]:
    """Per thousand customers, written to and control."""
    return {
        "name": name,
        "label": words.HARMS[name],
        "contact": f"{found.treated * 1000:.1f}",
        "control": f"{found.control * 1000:.1f}",
        "worse": found.low > 0,
        "known": found.shown_no_worse(reading.HARM_MARGIN),
    }


def _figure(value: float, *, amounts: bool) -> str:
    return f"{value:,.2f}" if amounts else f"{value * 100:.1f} %"


def _more(value: float, currency: str) -> str:
    return f"{'+' if value >= 0 else ''}{money(value, currency)}"


def _signed(value: float, *, amounts: bool) -> str:
    """A share in points of a hundred."""
    return f"{value:+,.2f}" if amounts else f"{value * 100:+.1f}"


def _csv(lines: tuple[Line, ...]) -> Iterator[str]:
    yield heading_line(_heading())
    yield from map(csv_line, _rows(lines))


def _heading() -> list[Any]:
    harms = [f"{label} ({group})" for label in words.HARMS.values() for group in _groups()]
    return [
        *(_("Cut"), _("Value"), _("Customers written to"), _("Customers in control")),
        *(_("Written to"), _("Control"), _("Difference"), _("At least"), _("At most")),
        *(_("p value"), _("Held among all comparisons"), _("Verdict"), *harms),
        *(_("Rating"), _("Customers who rated")),
    ]


def _rows(lines: tuple[Line, ...]) -> Iterator[list[Any]]:
    for cut in words.CUTS:
        own = [line for line in lines if line.cut == cut]
        labels = words.labels(cut, [line.value for line in own])
        yield from (list(_line(line, labels)) for line in own)


def _groups() -> tuple[str, str]:
    return _("written to, per thousand"), _("control, per thousand")


def _line(line: Line, labels: dict[str, Any]) -> Iterator[Any]:
    few = line.effect is None
    yield from (words.CUTS[line.cut], labels.get(line.value, line.value))
    yield from ("", "") if few else (line.contact, line.control)
    if line.effect is None:
        yield from [""] * 7
    else:
        yield from (line.share_contact, line.share_control, line.effect.difference)
        yield from (line.effect.low, line.effect.high, line.effect.p_value)
        yield _("yes") if line.held else _("no")
    yield words.VERDICTS[line.verdict]
    for name in words.HARMS:
        found = line.harms.get(name)
        yield from ("", "") if found is None else (found.treated * 1000, found.control * 1000)
    yield from ("", "") if line.rating is None else (line.rating, line.rated)
