"""Versions of texts as a list to filter; drafts handed in for approval, many at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import SEARCH_VAR
from django.db.models import QuerySet, Value
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.admin.base import ReadOnlyScreen
from accounts.admin.pages import page_of
from accounts.lists.bulk.acts import Act, register
from accounts.models import BulkRow, User
from messaging.admin.templates.placeholder_labels import readable
from messaging.admin.templates.words import WORDS, around
from messaging.approval import steps
from messaging.models import TemplateVersion
from messaging.models.choices import ContentClass


@admin.register(TemplateVersion)
class VersionScreen(ReadOnlyScreen):
    list_display = ["template", "channel", "words", "language", "number", "state", "author"]
    list_display += ["edited_at"]
    further_columns = ("submitted_at", "decided_by", "decided_at", "effective_from")
    list_filter = ["state", "language", "template__channel", "author", "template__stage"]
    list_filter += ["template__content_class"]
    search_fields = [*WORDS, "template__title", "template__code"]
    search_help_text = _("Title, code or any words of the text")
    list_select_related = ["template", "author", "decided_by"]
    ordering = ["-edited_at", "-id"]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("messaging.view_templateversion")

    def get_queryset(self, request: HttpRequest) -> QuerySet[TemplateVersion]:
        found: QuerySet[TemplateVersion] = super().get_queryset(request)
        if request.GET.get("template__stage__exact"):
            found = found.filter(template__content_class=ContentClass.COLLECTION_SERVICE)
        return found.annotate(typed=Value(request.GET.get(SEARCH_VAR, "").replace("\0", "")))

    @admin.display(description=_("channel"), ordering="template__channel")
    def channel(self, version: TemplateVersion) -> str:
        return str(version.template.get_channel_display())

    @admin.display(description=_("words of the text"))
    def words(self, version: Any) -> str:
        """The first ones, or those that were looked for."""
        return around(readable(version.body), version.typed)

    def change_view(
        self, request: HttpRequest, object_id: str, *_args: Any, **_kwargs: Any
    ) -> HttpResponse:
        return page_of("admin:template_version", object_id)


def _submit(row: BulkRow, _said: Mapping[str, Any], *, by: User, now: datetime) -> None:
    steps.submit(TemplateVersion.objects.get(pk=row.object_id), by=by, now=now)


def _withdraw(row: BulkRow, _said: Mapping[str, Any], *, by: User, now: datetime) -> None:
    steps.withdraw(TemplateVersion.objects.get(pk=row.object_id), by=by, now=now)


register(
    Act(
        code="versions_submit",
        model=TemplateVersion,
        title=_("Ask for approval"),
        told=_("Drafts with a finding that blocks are refused, each with what is to be mended."),
        one_of=("messaging.change_templateversion",),
        do=_submit,
        page="template_version",
        undo="versions_withdraw",
    ),
    Act(
        code="versions_withdraw",
        model=TemplateVersion,
        title=_("Withdraw"),
        told="",
        one_of=("messaging.change_templateversion",),
        do=_withdraw,
        page="template_version",
        is_offered=False,
    ),
)
