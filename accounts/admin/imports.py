"""The list of imported files, newest first."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts.admin.base import ReadOnlyScreen
from accounts.models import ImportFile

LABELS = {
    **dict.fromkeys(ImportFile.State, ""),  # else the code itself stands there
    ImportFile.State.APPLIED: "success",
    ImportFile.State.ASKED: "warning",
    ImportFile.State.CHECKED: "warning",
    ImportFile.State.REFUSED: "danger",
    ImportFile.State.FAILED: "danger",
    ImportFile.State.CHECKING: "info",
    ImportFile.State.APPLYING: "info",
}


@admin.register(ImportFile)
class ImportScreen(ReadOnlyScreen):
    """Every file handed in, and what came of it."""

    change_list_template = "accounts/import_list.html"
    list_display = ["filename", "kind", "state_label", "rows", "bad", "uploaded_by", "uploaded_at"]
    list_filter = ["kind", "state"]
    search_fields = ["filename", "=sha256"]
    search_help_text = _("File name, or the SHA-256 of a file")
    list_select_related = ["uploaded_by"]
    ordering = ["-uploaded_at", "-id"]

    @display(description=_("state"), label=LABELS)  # type: ignore[untyped-decorator]
    def state_label(self, import_file: ImportFile) -> tuple[str, str]:
        return import_file.state, import_file.get_state_display()

    @admin.display(description=_("new / changed / unchanged"))
    def rows(self, import_file: ImportFile) -> str:
        told = (import_file.rows_new, import_file.rows_changed, import_file.rows_unchanged)
        return " / ".join(f"{count:,}" for count in told) if import_file.rows_read else "—"

    @admin.display(description=_("bad"))
    def bad(self, import_file: ImportFile) -> str:
        return f"{import_file.rows_bad:,}" if import_file.rows_read else "—"

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        import_file = self.get_object(request, object_id)
        if import_file is None:
            return self.not_there(request, object_id)
        return HttpResponseRedirect(reverse("admin:import_page", args=[import_file.pk]))
