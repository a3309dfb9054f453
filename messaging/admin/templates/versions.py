"""Versions of texts as a list to filter; drafts handed in for approval, many at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.admin.base import ReadOnlyScreen
from accounts.admin.pages import page_of
from accounts.lists.bulk.acts import Act, register
from accounts.models import BulkRow, User
from messaging.approval import steps
from messaging.models import TemplateVersion

FIRST_WORDS = 40


@admin.register(TemplateVersion)
class VersionScreen(ReadOnlyScreen):
    list_display = ["template", "words", "language", "number", "state", "author", "edited_at"]
    further_columns = ("submitted_at", "decided_by", "decided_at", "effective_from")
    list_filter = ["state", "language", "author", "template__stage", "template__content_class"]
    list_select_related = ["template", "author", "decided_by"]
    ordering = ["-edited_at", "-id"]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("messaging.view_templateversion")

    @admin.display(description=_("first words"))
    def words(self, version: TemplateVersion) -> str:
        body = " ".join(version.body.split())
        return body if len(body) <= FIRST_WORDS else body[:FIRST_WORDS] + "…"

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
