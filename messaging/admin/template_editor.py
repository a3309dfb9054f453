"""The editor: text left, handset right; the preview is computed by the server in both ways of
asking for it (a script while typing, a button without one)."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.shortcuts import render as render_fragment
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.admin.pages import needs, render
from config import clock
from messaging import approval, drafts
from messaging.admin.findings import remarks
from messaging.admin.forms import DraftForm
from messaging.admin.kinds import page_of
from messaging.admin.people import signed_in
from messaging.admin.template_panel import panel
from messaging.approval import ApprovalRefused
from messaging.approval.check_text import MAX_STORED_BODY
from messaging.content.placeholders import registered
from messaging.models import TemplateVersion
from messaging.models.approvable import ApprovalState

EDITABLE = {ApprovalState.DRAFT, ApprovalState.SUBMITTED, ApprovalState.REJECTED}


@needs("messaging.change_templateversion")
def template_editor(request: HttpRequest, version_id: int) -> HttpResponse:
    version = _version(version_id)
    if version.state not in EDITABLE:
        messages.info(request, _("What was decided cannot be edited; make a new version."))
        return HttpResponseRedirect(page_of(version))
    if request.method != "POST":
        return _show(request, version, _fresh_form(version))
    form = DraftForm(request.POST)
    if request.POST.get("act") == "preview" or not form.is_valid():
        return _show(request, version, form)
    return _save(request, version, form)


@needs("messaging.view_templateversion")
@require_POST
def template_preview(request: HttpRequest, version_id: int) -> HttpResponse:
    """The preview panel alone, for the script of the editor. Nothing is saved."""
    body = request.POST.get("body", "")[:MAX_STORED_BODY].replace("\r\n", "\n")
    shown = panel(body, version=_version(version_id), asked=request.POST, now=clock.now())
    return render_fragment(request, "messaging/preview_panel.html", {"panel": shown})


def _save(request: HttpRequest, version: TemplateVersion, form: DraftForm) -> HttpResponse:
    now, asked = clock.now(), request.POST.get("act") == "submit"
    data = form.cleaned_data
    try:
        saved = drafts.save(
            version,
            body=data["body"],
            note=data["note"],
            by=signed_in(request),
            now=now,
            seen_edited_at=data["seen_edited_at"],
        )
    except ApprovalRefused as refused:
        return _conflict(request, form, refused, saved=_version(version.pk))
    if not asked:
        _tell_saved(request, was=version.state)
        return HttpResponseRedirect(reverse("admin:template_editor", args=[version.pk]))
    return _submit(request, saved, now=now)


def _submit(request: HttpRequest, saved: TemplateVersion, *, now: datetime) -> HttpResponse:
    try:
        approval.submit(saved, by=signed_in(request), now=now)
    except ApprovalRefused as refused:
        messages.error(request, _("Saved, but not submitted. %s") % refused.message)
        for remark in remarks(refused.findings):
            messages.error(request, f"{remark.category} · {remark.phrase} {remark.reason}")
        return HttpResponseRedirect(reverse("admin:template_editor", args=[saved.pk]))
    messages.success(request, _("Submitted. Somebody else approves it now."))
    return HttpResponseRedirect(page_of(saved))


def _tell_saved(request: HttpRequest, *, was: str) -> None:
    if was == ApprovalState.SUBMITTED:
        messages.warning(request, _("Saved. Your edit has withdrawn the request for approval."))
    else:
        messages.success(request, _("Draft saved."))


def _conflict(
    request: HttpRequest, form: DraftForm, refused: ApprovalRefused, *, saved: TemplateVersion
) -> HttpResponse:
    """Keep the writer's text beside what was saved meanwhile; saving again is a choice."""
    if saved.state not in EDITABLE:
        messages.error(request, refused.message)
        return HttpResponseRedirect(page_of(saved))
    mine = request.POST.copy()
    mine["seen_edited_at"] = saved.edited_at.isoformat()
    messages.error(request, refused.message)
    return _show(request, saved, DraftForm(mine), conflict=saved, status=409)


def _show(
    request: HttpRequest,
    version: TemplateVersion,
    form: DraftForm,
    *,
    conflict: TemplateVersion | None = None,
    status: int = 200,
) -> HttpResponse:
    body = form["body"].value() or ""
    return render(
        request,
        "messaging/template_editor.html",
        title=_("%(template)s · version %(number)s")
        % {"template": version.template.title, "number": version.number},
        status=status,
        version=version,
        form=form,
        conflict=conflict,
        placeholders=_menu(version),
        panel=panel(body, version=version, asked=request.POST, now=clock.now()),
    )


def _menu(version: TemplateVersion) -> list[dict[str, Any]]:
    """What may be inserted, named in the screen's language, with values in the text's."""
    chinese = (get_language() or "").startswith("zh")
    return [
        {
            "insert": f"{{{{ {entry.name} }}}}",
            "label": entry.label_zh if chinese else entry.label_en,
            "sample": entry.sample[version.language],
            "longest": entry.longest[version.language],
        }
        for entry in registered().values()
    ]


def _fresh_form(version: TemplateVersion) -> DraftForm:
    return DraftForm(
        initial={
            "body": version.body,
            "note": version.author_note,
            "seen_edited_at": version.edited_at.isoformat(),
        }
    )


def _version(version_id: int) -> TemplateVersion:
    versions = TemplateVersion.objects.select_related("template", "edited_by", "author")
    return get_object_or_404(versions, pk=version_id)
