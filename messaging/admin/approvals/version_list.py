"""What the lists of strategies, policies and gateways have in common."""

from typing import Any, ClassVar

from django.contrib import admin
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.admin.base import ReadOnlyScreen
from accounts.admin.pages import page_of
from messaging.admin.approvals.kinds import STATE_LOOKS
from messaging.models.approvable import Approvable


class VersionScreen(ReadOnlyScreen):
    """`page`: URL name of the page that opens on a click."""

    paginator = Paginator  # few rows: their number may be counted
    page = ""
    list_select_related: ClassVar[bool | list[str]] = True
    ordering = ["-created_at"]

    @admin.display(description=_("state"))
    def state_tag(self, version: Approvable) -> str:
        look = STATE_LOOKS.get(version.state, "")
        return format_html('<span class="hc-tag {}">{}</span>', look, version.get_state_display())

    def change_view(
        self, request: HttpRequest, object_id: str, *_args: Any, **_kwargs: Any
    ) -> HttpResponse:
        return page_of(self.page, object_id)
