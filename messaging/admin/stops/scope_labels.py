"""What a stop covers, by name, and the page of it."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Lender
from messaging import labels
from messaging.admin.runs.actions import page_of as page_of_run
from messaging.models import Gateway, Run, Stop, Template, TemplateVersion

Which = tuple[str, int | None]


def names(wanted: Iterable[Which]) -> dict[Which, str]:
    """At most one query for each kind of thing."""
    pairs = set(wanted)
    found: dict[Which, str] = {pair: str(Stop.Scope(pair[0]).label) for pair in pairs}
    for scope, label, rows in (
        (Stop.Scope.LENDER, _("Lender %(name)s"), Lender.objects.all()),
        (Stop.Scope.RUN, _("Run %(name)s"), Run.objects.select_related("lender")),
        (Stop.Scope.TEMPLATE, _("Template %(name)s"), Template.objects.all()),
        (
            Stop.Scope.VERSION,
            _("Text %(name)s"),
            TemplateVersion.objects.select_related("template"),
        ),
        (Stop.Scope.GATEWAY, _("Gateway %(name)s"), Gateway.objects.all()),
    ):
        ids = [pk for kind, pk in pairs if kind == scope and pk is not None]
        if ids:
            for row in rows.filter(pk__in=ids):
                found[scope.value, row.pk] = label % {"name": _called(row)}
    return found


def name(scope: str, object_id: int | None) -> str | None:
    """What it is called; None when there is no such thing."""
    which = (scope, object_id)
    if scope == Stop.Scope.ALL:
        return str(Stop.Scope.ALL.label) if object_id is None else None
    if scope not in Stop.Scope.values or object_id is None:
        return None
    found = names([which])[which]
    return None if found == str(Stop.Scope(scope).label) else found


def page(scope: str, object_id: int | None) -> str:
    """Where it is looked at; empty for everything, and for what is gone."""
    if scope == Stop.Scope.RUN:
        run = Run.objects.select_related("lender").filter(pk=object_id or 0).first()
        return page_of_run(run) if run else ""
    pages = {
        str(Stop.Scope.LENDER): "admin:accounts_lender_change",
        str(Stop.Scope.TEMPLATE): "admin:template",
        str(Stop.Scope.VERSION): "admin:template_version",
        str(Stop.Scope.GATEWAY): "admin:gateway",
    }
    return reverse(pages[scope], args=[object_id]) if scope in pages else ""


def _called(row: Lender | Run | Template | TemplateVersion | Gateway) -> str:
    if isinstance(row, Template):
        return labels.text(row)
    if isinstance(row, TemplateVersion):
        return f"{labels.text(row.template)} v{row.number} ({row.get_language_display()})"
    return str(row)
