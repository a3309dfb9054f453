"""The audit trail and the reveals, for the auditor."""

import json
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts.admin.base import ReadOnlyScreen
from accounts.models import AuditEntry, Reveal


@admin.register(AuditEntry)
class AuditScreen(ReadOnlyScreen):
    """Who changed what, when and why, with the values before and after."""

    list_display = ["at", "who", "action_name", "table", "row_id", "summary"]
    list_filter = ["action", "table", "source"]
    search_fields = ["row_id"]
    search_help_text = _("Row number, exactly")
    list_select_related = ["actor"]
    ordering = ["-at", "-id"]
    fields = ["at", "who", "source", "reason", "action_name", "table", "row_id", "changes"]
    readonly_fields = fields

    ACTIONS = {"insert": _("created"), "update": _("changed"), "delete": _("deleted")}

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        return (queryset.filter(row_id=search_term) if search_term else queryset), False

    @display(description=_("by"))
    def who(self, entry: AuditEntry) -> str:
        return str(entry.actor) if entry.actor_id and entry.actor else str(_("the software"))

    @display(description=_("action"))
    def action_name(self, entry: AuditEntry) -> str:
        return str(self.ACTIONS.get(entry.action, entry.action))

    @display(description=_("what changed"))
    def summary(self, entry: AuditEntry) -> str:
        names = sorted({*(entry.before or {}), *(entry.after or {})})
        return ", ".join(names[:4]) + (" …" if len(names) > 4 else "")

    @display(description=_("before and after"))
    def changes(self, entry: AuditEntry) -> str:
        before, after = entry.before or {}, entry.after or {}
        rows = format_html_join(
            "",
            "<tr><td>{}</td><td>{}</td><td>{}</td></tr>",
            (
                (name, _as_text(before.get(name)), _as_text(after.get(name)))
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

    list_display = ["at", "user", "customer", "what", "reason"]
    list_select_related = ["user", "customer"]
    ordering = ["-at"]


def _as_text(value: Any) -> str:
    if value is None:
        return "—"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
