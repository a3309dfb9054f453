"""The audit trail and the reveals, for the auditor."""

import json
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from accounts.admin import audit_words, sources
from accounts.admin.base import ReadOnlyScreen
from accounts.models import AuditEntry, Reveal

PACK = "evidence:"
OWN_DATA = "own_data"
"""What a look was at that is no row of a table."""


class CodeFilter(admin.SimpleListFilter):
    """By a column of codes, each by its name on screen; the table itself is not asked for them."""

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return (
            queryset.filter(**{str(self.parameter_name): self.value()})
            if self.value()
            else queryset
        )


class ActionFilter(CodeFilter):
    title = _("action")
    parameter_name = "action"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return audit_words.ACTIONS.items()


class TableFilter(CodeFilter):
    title = _("table")
    parameter_name = "table"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return audit_words.tables()


class SourceFilter(CodeFilter):
    title = _("through")
    parameter_name = "source"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return audit_words.SOURCES.items()


ENTRY = ("at", "who", "via", "reason", "action_name", "table_name", "row_id", "changes")


@admin.register(AuditEntry)
class AuditScreen(ReadOnlyScreen):
    """Who changed what, when and why, with the values before and after."""

    list_display = ["at", "who", "action_name", "table_name", "row_id", "summary"]
    list_filter = [ActionFilter, TableFilter, SourceFilter]
    search_fields = ["row_id"]
    search_help_text = _("Row number, exactly")
    list_select_related = ["actor"]
    ordering = ["-at", "-id"]
    fields = ENTRY
    readonly_fields = ENTRY

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        return (queryset.filter(row_id=search_term) if search_term else queryset), False

    @admin.display(description=_("by"))
    def who(self, entry: AuditEntry) -> str:
        return str(entry.actor) if entry.actor_id and entry.actor else str(_("the software"))

    @admin.display(description=_("action"))
    def action_name(self, entry: AuditEntry) -> str:
        return audit_words.action(entry.action)

    @admin.display(description=_("table"))
    def table_name(self, entry: AuditEntry) -> str:
        return audit_words.table(entry.table)

    @admin.display(description=_("through"))
    def via(self, entry: AuditEntry) -> str:
        return audit_words.source(entry.source)

    @admin.display(description=_("what changed"))
    def summary(self, entry: AuditEntry) -> str:
        names = sorted({*(entry.before or {}), *(entry.after or {})})
        said = "、".join(audit_words.column(entry.table, name) for name in names[:4])
        return said + (" …" if len(names) > 4 else "")

    @admin.display(description=_("before and after"))
    def changes(self, entry: AuditEntry) -> str:
        before, after = entry.before or {}, entry.after or {}
        rows = format_html_join(
            "",
            "<tr><td>{}</td><td>{}</td><td>{}</td></tr>",
            (
                (
                    audit_words.column(entry.table, name),
                    _as_text(before.get(name)),
                    _as_text(after.get(name)),
                )
                for name in sorted({*before, *after})
            ),
        )
        return format_html(
            '<div class="hc-table-wrap"><table class="hc-table">'
            "<tr><th>{}</th><th>{}</th><th>{}</th></tr>{}</table></div>",
            _("column"),
            _("before"),
            _("after"),
            rows,
        )


@admin.register(Reveal)
class RevealScreen(ReadOnlyScreen):
    """Who looked at a personal value in clear, and why."""

    list_display = ["at", "user", "whose", "looked_at", "why", "said"]
    list_filter = ["why"]
    filters_of_links = ("user__id__exact",)
    list_select_related = ["user", "customer"]
    ordering = ["-at"]
    told_when_empty = _("A line comes whenever somebody looks at a number or a name in full.")

    def tell(self, rows: list[Any]) -> None:
        """What was looked at and for which call, in words, by a query a kind for all rows."""
        said = sources.named(each for row in rows for each in (_thing(row.what), row.reason))
        for row in rows:
            row.thing, row.said_reason = said[_thing(row.what)], said[row.reason]

    @admin.display(description=_("customer"), ordering="customer")
    def whose(self, look: Reveal) -> str:
        page = reverse("admin:accounts_customer_change", args=[look.customer_id])
        return format_html('<a href="{}">{}</a>', page, look.customer)

    @admin.display(description=_("what"))
    def looked_at(self, look: Any) -> str:
        if look.what == OWN_DATA:
            return str(_("Data for the customer"))
        if look.what.startswith(PACK):
            return format_html("{} · {}", _("Evidence pack"), str(look.thing))
        return str(look.thing)

    @admin.display(description=_("reason"))
    def said(self, look: Any) -> str:
        return str(look.said_reason)


def _thing(what: str) -> str:
    """What a look was at, as a source: of an evidence pack, whom or what it is about."""
    return what.removeprefix(PACK)


def _as_text(value: Any) -> str:
    if value is None:
        return "—"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
