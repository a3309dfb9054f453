"""What the lists of strategies, policies and gateways have in common."""

from typing import Any, ClassVar

from django.contrib import admin
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.admin.base import ReadOnlyScreen
from accounts.admin.pages import page_of
from config import clock
from messaging.admin.approvals.kinds import STATE_LOOKS
from messaging.models import in_force
from messaging.models.approvable import ApprovalState


class VersionScreen(ReadOnlyScreen):
    """`page`: URL name of the page that opens on a click. `one_of_each`: the columns of which one
    version is in force at a time; none: one of the whole list. None: each is for itself."""

    paginator = Paginator  # few rows: their number may be counted
    page = ""
    one_of_each: ClassVar[tuple[str, ...] | None] = None
    list_select_related: ClassVar[bool | list[str]] = True
    ordering = ["-created_at"]

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request)
        if self.one_of_each is None:
            return rows
        return in_force.with_standing(rows, self.one_of_each, clock.now())

    @admin.display(description=_("state"))
    def state_tag(self, version: Any) -> str:
        """Of what is approved: whether it is in force, comes later, or gave way to another."""
        look, said = STATE_LOOKS.get(version.state, ""), version.get_state_display()
        if version.state == ApprovalState.APPROVED and self.one_of_each is not None:
            if version.pk == version.standing_id:
                said = _("in force")
            elif version.effective_from > clock.now():
                look, said = "hc-warn", _("approved, begins later")
            else:
                look, said = "", _("approved, replaced since")
        return format_html('<span class="hc-tag {}">{}</span>', look, said)

    def change_view(
        self, request: HttpRequest, object_id: str, *_args: Any, **_kwargs: Any
    ) -> HttpResponse:
        return page_of(self.page, object_id)
