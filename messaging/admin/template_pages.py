"""A template and its versions; and the page on which one version is read and decided about."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.admin.pages import needs, render
from accounts.models.choices import Language
from config import clock
from messaging import drafts, in_force
from messaging.admin.decision import decision_on
from messaging.admin.forms import StartTemplateForm
from messaging.admin.people import signed_in
from messaging.admin.template_panel import SPECIMENS, sample
from messaging.approval import ApprovalRefused
from messaging.approval.check_text import any_lender
from messaging.models import Template, TemplateVersion


@needs("messaging.add_template")
def start_template(request: HttpRequest) -> HttpResponse:
    form = StartTemplateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        draft = drafts.start_template(**form.cleaned_data, by=signed_in(request), now=clock.now())
        return HttpResponseRedirect(reverse("admin:template_editor", args=[draft.pk]))
    return render(
        request,
        "messaging/template_start.html",
        title=_("New template"),
        form=form,
        back=reverse("admin:messaging_template_changelist"),
    )


@needs("messaging.view_template")
def template_page(request: HttpRequest, template_id: int) -> HttpResponse:
    template = get_object_or_404(Template, pk=template_id)
    standing = in_force.template_versions([template.pk], clock.now())
    versions = template.versions.select_related("author", "decided_by").order_by("-number")
    by_language: dict[str, list[TemplateVersion]] = {}
    for version in versions:
        by_language.setdefault(version.language, []).append(version)
    return render(
        request,
        "messaging/template.html",
        title=template.title,
        subject=template,
        languages=[
            _language(code, label, by_language.get(code, []), standing.get((template.pk, code)))
            for code, label in Language.choices
        ],
        may_write=request.user.has_perm("messaging.change_templateversion"),
    )


def _language(
    code: str, label: Any, versions: list[TemplateVersion], standing: TemplateVersion | None
) -> dict[str, Any]:
    return {
        "code": code,
        "label": label,
        "versions": versions,
        "standing": standing,
        "open": next((v for v in versions if v.state in ("draft", "submitted")), None),
    }


@needs("messaging.add_templateversion")
@require_POST
def new_version(request: HttpRequest, template_id: int) -> HttpResponse:
    """A draft in the posted language, beginning with the posted version's text (`from`)."""
    template = get_object_or_404(Template, pk=template_id)
    language = request.POST.get("language", "")
    back = HttpResponseRedirect(reverse("admin:template", args=[template.pk]))
    if language not in Language.values:
        return back
    source = request.POST.get("from", "")
    former = template.versions.filter(pk=source).first() if source.isdecimal() else None
    try:
        draft = drafts.new_version(
            template, language, by=signed_in(request), now=clock.now(), from_version=former
        )
    except ApprovalRefused as refused:
        messages.error(request, refused.message)
        return back
    return HttpResponseRedirect(reverse("admin:template_editor", args=[draft.pk]))


@needs("messaging.view_templateversion")
def template_version(request: HttpRequest, version_id: int) -> HttpResponse:
    versions = TemplateVersion.objects.select_related(
        "template", "author", "edited_by", "submitted_by", "decided_by"
    )
    version = get_object_or_404(versions, pk=version_id)
    now, lender = clock.now(), any_lender()
    key = (version.template_id, version.language)
    return render(
        request,
        "messaging/template_version.html",
        title=_("%(template)s · version %(number)s")
        % {"template": version.template.title, "number": version.number},
        version=version,
        standing=in_force.template_versions([version.template_id], now).get(key),
        samples=[
            (label, sample(version.body, kind, version=version, lender=lender, now=now))
            for kind, label in SPECIMENS.items()
        ],
        lender=lender,
        decision=decision_on(version, by=signed_in(request), now=now),
        may_write=request.user.has_perm("messaging.change_templateversion"),
    )
