"""Policies: the list, and one version as a table of figures with source and status."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy

from accounts.admin.pages import needs, render
from accounts.models import Lender
from config import clock
from messaging import labels
from messaging.admin.approvals.decision_panel import decision_on
from messaging.admin.approvals.version_list import VersionScreen
from messaging.admin.policies.table import Section, sections
from messaging.admin.what_if import pages as what_if
from messaging.models import PolicyVersion
from messaging.policy import profiles
from messaging.policy.document import read_policy
from messaging.policy.errors import PolicyError


@admin.register(PolicyVersion)
class PolicyScreen(VersionScreen):
    list_display = ["lender", "profile_told", "number", "state_tag", "author", "effective_from"]
    list_filter = ["lender", "state", "profile"]
    page = "admin:policy"
    one_of_each = ("lender",)
    change_list_template = "messaging/policy_list.html"

    @admin.display(description=gettext_lazy("profile"), ordering="profile")
    def profile_told(self, version: PolicyVersion) -> str:
        return labels.profile(version.profile)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        may_write = request.user.has_perm("messaging.change_policyversion")
        more = {
            "lenders": Lender.objects.order_by("name") if may_write else [],
            "profiles": [(code, labels.profile(code)) for code in profiles.NAMES],
        }
        return super().changelist_view(request, {**(extra_context or {}), **more})


@needs("messaging.view_policyversion")
def policy_page(request: HttpRequest, pk: int) -> HttpResponse:
    versions = PolicyVersion.objects.select_related(
        "lender", "author", "edited_by", "submitted_by", "decided_by"
    )
    version = get_object_or_404(versions, pk=pk)
    table, problem = _read(version.document)
    return render(
        request,
        "messaging/policy.html",
        title=str(version),
        version=version,
        sections=table,
        problem=problem,
        what_if=what_if.shown(version, request.user),
        decision=decision_on(version, by=request.user, now=clock.now()),
        may_write=request.user.has_perm("messaging.change_policyversion")
        and version.state in ("draft", "submitted", "rejected"),
    )


def _read(document: Any) -> tuple[list[Section], str]:
    try:
        return sections(read_policy(document)), ""
    except PolicyError as error:
        return [], str(error)
