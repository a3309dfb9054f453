"""The dry run of a strategy: counts per cell, what it alters, and the customers behind a count."""

from itertools import islice
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _, gettext_lazy

from accounts.admin.pages import needs, render
from accounts.disclosure import personal
from accounts.input.params import whole_number
from accounts.models import Customer
from accounts.models.choices import Cause
from config import clock
from messaging.admin.strategies.pages import strategy_or_404
from messaging.admin.strategies.table import LANGUAGES, label_of
from messaging.authoring.strategy_cells import CELLS
from messaging.models import Strategy, Template
from messaging.models.choices import StageChoices, Tone
from messaging.models.in_force import NothingInForce
from messaging.preview.strategy_dry_run import DryRun, Placed, dry_run, placements

PAGE = 50
NO_TEXT = "none"
MOVES_AT_A_GLANCE = 8
CHOICES: dict[str, tuple[Any, list[tuple[str, Any]]]] = {
    "stage": (gettext_lazy("stage"), StageChoices.choices),
    "tone": (gettext_lazy("tone"), Tone.choices),
    "cause": (gettext_lazy("cause of delay"), Cause.choices),
}
TEMPLATES = {"to": gettext_lazy("gets"), "from": gettext_lazy("gets now")}


@needs("messaging.view_strategy")
def dry_run_page(request: HttpRequest, pk: int) -> HttpResponse:
    strategy = strategy_or_404(pk)
    return render(
        request,
        "messaging/strategy_dry_run.html",
        title=_("Dry run of %(strategy)s") % {"strategy": strategy},
        version=strategy,
        **_worked_out(strategy),
    )


@needs("messaging.view_strategy")
def alteration(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the strategy's own page an approver reads: fetched when the page is there."""
    strategy = strategy_or_404(pk)
    worked_out = _worked_out(strategy)
    return render(
        request,
        "messaging/strategy_alteration.html",
        title="",
        version=strategy,
        **{**worked_out, "moves": worked_out["moves"][:MOVES_AT_A_GLANCE]},
        further=max(0, len(worked_out["moves"]) - MOVES_AT_A_GLANCE),
    )


@needs("messaging.view_strategy", "accounts.view_customer")
def dry_run_customers(request: HttpRequest, pk: int) -> HttpResponse:
    """Filters (stage, tone, cause, from, to) and page (after) in the URL; `altered=1`: only whom
    the draft would give another template."""
    strategy = strategy_or_404(pk)
    chosen = {
        name: request.GET[name]
        for name in (*CHOICES, *TEMPLATES, "altered")
        if request.GET.get(name)
    }
    after = whole_number(request.GET.get("after") or "0")
    if after is None:
        raise Http404
    problem, found = "", []
    try:
        matching = (p for p in placements(strategy, clock.now(), after=after) if _fits(p, chosen))
        found = list(islice(matching, PAGE + 1))
    except NothingInForce as error:
        problem = str(error)
    more = len(found) > PAGE
    return render(
        request,
        "messaging/strategy_dry_run_customers.html",
        title=_("Customers in the dry run of %(strategy)s") % {"strategy": strategy},
        version=strategy,
        problem=problem,
        rows=_customer_rows(found[:PAGE]),
        filters=_filters(strategy, chosen),
        filtered=bool(chosen),
        next=str(found[PAGE - 1].customer_id) if more else "",
    )


def _worked_out(strategy: Strategy) -> dict[str, Any]:
    try:
        result = dry_run(strategy, clock.now())
    except NothingInForce as error:
        return {"problem": str(error), "moves": []}
    titles = _titles(result)
    url = reverse("admin:strategy_dry_run_customers", args=[strategy.pk])
    return {
        "result": result,
        "served": result.customers - result.without_text,
        "all_url": url,
        "without_url": f"{url}?{urlencode({'to': NO_TEXT})}",
        "altered_url": f"{url}?{urlencode({'altered': 1})}",
        "cells": _cell_lines(result, titles, url),
        "moves": _move_lines(result, titles, url),
    }


def _cell_lines(result: DryRun, titles: dict[int, str], url: str) -> list[dict[str, Any]]:
    place = {cell: index for index, cell in enumerate(CELLS)}
    found = sorted(result.cells.items(), key=lambda item: (place[item[0][0]], item[0][1] or 0))
    return [
        {
            "labels": label_of(cell),
            "template_id": template,
            "title": titles.get(template or 0, ""),
            "count": count,
            "url": f"{url}?"
            + urlencode({**dict(zip(CHOICES, cell, strict=True)), "to": template or NO_TEXT}),
        }
        for (cell, template), count in found
    ]


def _move_lines(result: DryRun, titles: dict[int, str], url: str) -> list[dict[str, Any]]:
    return [
        {
            "before": titles.get(move.before or 0, ""),
            "after": titles.get(move.after or 0, ""),
            "count": count,
            "url": f"{url}?"
            + urlencode({"from": move.before or NO_TEXT, "to": move.after or NO_TEXT}),
        }
        for move, count in result.moves.most_common()
    ]


def _titles(result: DryRun) -> dict[int, str]:
    ids = [template for _cell, template in result.cells] + [
        pk for move in result.moves for pk in move
    ]
    known = {pk for pk in ids if pk is not None}
    return dict(Template.objects.filter(pk__in=known).values_list("pk", "title"))


def _fits(placed: Placed, chosen: dict[str, str]) -> bool:
    has = {
        **dict(zip(CHOICES, placed.cell, strict=True)),
        "to": str(placed.template_id or NO_TEXT),
        "from": str(placed.template_now or NO_TEXT),
        "altered": "1" if placed.altered else "0",
    }
    return all(has[name] == value for name, value in chosen.items())


def _customer_rows(found: list[Placed]) -> list[dict[str, Any]]:
    people = Customer.objects.in_bulk([placed.customer_id for placed in found])
    ids = {pk for placed in found for pk in (placed.template_id, placed.template_now) if pk}
    titles = dict(Template.objects.filter(pk__in=ids).values_list("pk", "title"))
    return [
        {
            "customer": people[placed.customer_id],
            "name": personal.masked_name(people[placed.customer_id]),
            "labels": label_of(placed.cell),
            "language": LANGUAGES.get(placed.language, placed.language),
            "after": titles.get(placed.template_id or 0, ""),
            "before": titles.get(placed.template_now or 0, ""),
            "altered": placed.altered,
        }
        for placed in found
        if placed.customer_id in people
    ]


def _filters(strategy: Strategy, chosen: dict[str, str]) -> list[tuple[str, Any, str, list[Any]]]:
    titles = Template.objects.filter(cells__strategy__lender=strategy.lender_id).distinct()
    named = [(str(pk), title) for pk, title in titles.order_by("code").values_list("pk", "title")]
    templates = [(NO_TEXT, _("no text")), *named]
    return [
        *((name, label, chosen.get(name, ""), values) for name, (label, values) in CHOICES.items()),
        *((name, label, chosen.get(name, ""), templates) for name, label in TEMPLATES.items()),
        ("altered", _("altered"), chosen.get("altered", ""), [("1", _("yes")), ("0", _("no"))]),
    ]
