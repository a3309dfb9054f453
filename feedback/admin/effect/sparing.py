"""The page of texts that could be spared: a curve, a rule in words, and the way to propose it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.admin.actions import action
from accounts.admin.pages import needs, render, staff
from accounts.input.params import row_id
from accounts.models import Lender
from config import clock
from feedback.effect import sparing_proposal
from feedback.effect.sparing import WITHIN
from feedback.models import SparingFinding
from messaging.segments.words import sentences

LEFT, RIGHT, TOP, BOTTOM = 60.0, 620.0, 20.0, 280.0
GRID = 5


@dataclass(frozen=True)
class Drawing:
    """Places in a drawing 640 by 320: `line` of the curve, `chance` straight between its ends; the
    rule with its doubt; where the axes have their figures."""

    line: str
    chance: str
    rule: dict[str, str] | None
    across: list[tuple[float, str]]
    up: list[tuple[float, str]]


@needs("feedback.view_effectsum")
def sparing_page(request: HttpRequest) -> HttpResponse:
    lenders = Lender.objects.order_by("name")
    asked = row_id(request.GET.get("lender"))
    lender = (asked and lenders.filter(pk=asked).first()) or lenders.first()
    finding = SparingFinding.objects.filter(lender=lender).first() if lender else None
    judged = finding.judged if finding else {}
    return render(
        request,
        "feedback/sparing.html",
        title=_("Fewer texts"),
        lenders=lenders,
        lender=lender,
        finding=finding,
        within=WITHIN,
        sentences=sentences(finding.conditions) if finding and finding.conditions else [],
        figures=_figures(judged) if judged else {},
        drawing=_drawing(finding) if finding and finding.curve else None,
        points=[(f"{x * 100:.0f} %", f"{y * 100:.1f} %") for x, y in finding.curve]
        if finding
        else [],
        may_propose=request.user.has_perm("messaging.change_strategy"),
    )


def _figures(judged: dict[str, Any]) -> dict[str, str]:
    return {
        "spared": f"{judged['spared'] * 100:.0f} %",
        "kept": f"{judged['kept'] * 100:.1f} %",
        "kept_low": f"{judged['kept_low'] * 100:.1f} %",
        "gain": f"{judged['gain'] * 1000:+.1f}",
        "gain_low": f"{judged['gain_low'] * 1000:+.1f}",
        "gain_high": f"{judged['gain_high'] * 1000:+.1f}",
        "treated": f"{judged['treated']:,}",
        "control": f"{judged['control']:,}",
    }


def _drawing(finding: SparingFinding) -> Drawing:
    heights = [kept for _spared, kept in finding.curve]
    judged = finding.judged
    if judged:
        heights += [judged["kept"], judged["kept_low"]]
    low, high = min(heights), max(heights)
    low, high = low - 0.02, max(high, 1.0) + 0.01

    def place(spared: float, kept: float) -> tuple[float, float]:
        x = LEFT + (RIGHT - LEFT) * spared
        return round(x, 1), round(BOTTOM - (BOTTOM - TOP) * (kept - low) / (high - low), 1)

    places = [place(spared, kept) for spared, kept in finding.curve]
    (x0, y0), (x1, y1) = places[0], places[-1]
    rule = None
    if judged:
        x, y = place(judged["spared"], judged["kept"])
        low_y = place(judged["spared"], judged["kept_low"])[1]
        rule = {"x": f"{x:.1f}", "y": f"{y:.1f}", "low": f"{low_y:.1f}"}
    steps = [n / GRID for n in range(GRID + 1)]
    return Drawing(
        line=" ".join(f"{x},{y}" for x, y in places),
        chance=f"{x0},{y0} {x1},{y1}",
        rule=rule,
        across=[(place(step, low)[0], f"{step * 100:.0f} %") for step in steps],
        up=[
            (place(0, low + step * (high - low))[1], f"{(low + step * (high - low)) * 100:.1f} %")
            for step in steps
        ],
    )


def _lender(pk: int) -> Lender:
    return get_object_or_404(Lender, pk=pk)


def _to(lender: Lender) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('admin:sparing')}?lender={lender.pk}")


@action("messaging.change_strategy", "feedback.view_effectsum", find=_lender, to=_to)
def propose(request: HttpRequest, lender: Lender) -> HttpResponse:
    strategy = sparing_proposal.propose(lender, by=staff(request), now=clock.now())
    return HttpResponseRedirect(reverse("admin:strategy", args=[strategy.pk]))
