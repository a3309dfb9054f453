"""The editor: text left, handset right; the preview is computed by the server in both ways of
asking for it (a script while typing, a button without one)."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render as render_fragment
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.admin.pages import needs, render, staff
from config import clock
from messaging.admin.approvals.findings import remarks
from messaging.admin.approvals.kinds import page_of
from messaging.admin.templates.copy_sources import copied_text, copy_sources
from messaging.admin.templates.forms import DraftForm
from messaging.admin.templates.languages import languages_of
from messaging.admin.templates.preview_panel import panel, said_in
from messaging.approval import steps
from messaging.approval.drafting import DECIDED, EDITABLE
from messaging.approval.errors import ApprovalRefused
from messaging.authoring import templates as drafts
from messaging.authoring.check_text import MAX_STORED_BODY
from messaging.content.diff import compare
from messaging.content.placeholders import registered
from messaging.labels import placeholder
from messaging.models import TemplateVersion
from messaging.models.approvable import ApprovalState

# A real customer may be looked at as a specimen.
_RIGHTS = ("messaging.change_templateversion", "accounts.view_customer", "accounts.view_loan")


@needs(*_RIGHTS)
def template_editor(request: HttpRequest, version_id: int) -> HttpResponse:
    version = _version(version_id)
    if version.state not in EDITABLE:
        messages.info(request, DECIDED)
        return HttpResponseRedirect(page_of(version))
    if request.method != "POST":
        return _show(request, version, _fresh_form(version))
    form = DraftForm(request.POST).for_channel(version.template.channel)
    act = request.POST.get("act")
    if act == "copy":
        return _copy(request, version)
    if act == "preview" or not form.is_valid():
        return _show(request, version, form)
    return _save(request, version, form)


@needs(*_RIGHTS)
@require_POST
def template_preview(request: HttpRequest, version_id: int) -> HttpResponse:
    """The preview panel alone, for the script of the editor. Nothing is saved."""
    body = request.POST.get("body", "")[:MAX_STORED_BODY].replace("\r\n", "\n")
    shown = panel(body, version=_version(version_id), asked=request.POST, now=clock.now())
    return render_fragment(request, "messaging/preview_panel.html", {"panel": shown})


def _save(request: HttpRequest, version: TemplateVersion, form: DraftForm) -> HttpResponse:
    now, act = clock.now(), request.POST.get("act")
    data = form.cleaned_data
    try:
        saved = drafts.save(
            version,
            body=data["body"],
            note=data["note"],
            by=staff(request),
            now=now,
            seen_edited_at=data["seen_edited_at"],
            said=said_in(request.POST, data["body"]),
            subject=data.get("subject"),
        )
    except ApprovalRefused as refused:
        return _conflict(request, refused, saved=_version(version.pk))
    if act == "submit":
        return _submit(request, saved, now=now)
    withdrawn = version.state == ApprovalState.SUBMITTED != saved.state
    _tell_saved(request, withdrawn=withdrawn)
    if act == "phone":
        return HttpResponseRedirect(reverse("admin:template_phone", args=[version.pk]))
    return HttpResponseRedirect(reverse("admin:template_editor", args=[version.pk]))


def _submit(request: HttpRequest, saved: TemplateVersion, *, now: datetime) -> HttpResponse:
    editor = HttpResponseRedirect(reverse("admin:template_editor", args=[saved.pk]))
    if saved.state == ApprovalState.SUBMITTED:  # the second of two clicks, nothing changed since
        return HttpResponseRedirect(page_of(saved))
    if saved.state == ApprovalState.REJECTED:
        text = _("It was rejected as it stands. Change it, or say why it should stay.")
        messages.error(request, text)
        return editor
    try:
        steps.submit(saved, by=staff(request), now=now)
    except ApprovalRefused as refused:
        messages.error(request, _("Saved, but not submitted. %s") % str(refused))
        for remark in remarks(refused.findings):
            messages.error(request, f"{remark.category} · {remark.phrase} {remark.reason}")
        return editor
    messages.success(request, _("Submitted. Somebody else approves it now."))
    return HttpResponseRedirect(page_of(saved))


def _tell_saved(request: HttpRequest, *, withdrawn: bool) -> None:
    if withdrawn:
        messages.warning(request, _("Saved. Your edit has withdrawn the request for approval."))
    else:
        messages.success(request, _("Draft saved."))


def _copy(request: HttpRequest, version: TemplateVersion) -> HttpResponse:
    """Another template's text in the form, unsaved; what stood there before stays on the page."""
    former = request.POST.get("body", "")
    text = copied_text(request.POST.get("copy_from", ""), version, now=clock.now())
    if text is None:
        messages.error(request, _("Choose the template to copy from."))
        return _show(request, version, _again(request.POST, version))
    copied = request.POST.copy()
    copied["body"] = text
    return _show(request, version, _again(copied, version), former=former)


def _conflict(
    request: HttpRequest, refused: ApprovalRefused, *, saved: TemplateVersion
) -> HttpResponse:
    """Keep the writer's text beside what was saved meanwhile; saving again is a choice."""
    if saved.state not in EDITABLE:
        messages.error(request, str(refused))
        return HttpResponseRedirect(page_of(saved))
    mine = request.POST.copy()
    mine["seen_edited_at"] = saved.edited_at.isoformat()
    return _show(request, saved, _again(mine, saved), conflict=True, status=409)


def _again(posted: QueryDict, version: TemplateVersion) -> DraftForm:
    return DraftForm(posted).for_channel(version.template.channel)


def _show(
    request: HttpRequest,
    version: TemplateVersion,
    form: DraftForm,
    *,
    conflict: bool = False,
    former: str = "",
    status: int = 200,
) -> HttpResponse:
    body = (form["body"].value() or "").replace("\r\n", "\n")
    now = clock.now()
    return render(
        request,
        "messaging/template_editor.html",
        title=_("%(template)s · version %(number)s")
        % {"template": version.template.title, "number": version.number},
        status=status,
        version=version,
        form=form,
        unsaved=body != version.body or (form["note"].value() or "") != version.author_note,
        changes=compare(version.body, body) if conflict else None,
        former=former,
        placeholders=_menu(version),
        sources=copy_sources(version, now=now),
        languages=languages_of(version.template, now=now),
        panel=panel(body, version=version, asked=request.POST, now=now),
    )


def _menu(version: TemplateVersion) -> list[dict[str, Any]]:
    """What may be inserted, named in the screen's language, with values in the text's."""
    return [
        {
            "insert": f"{{{{ {entry.name} }}}}",
            "label": placeholder(entry),
            "sample": entry.sample[version.language],
            "longest": entry.longest[version.language],
        }
        for entry in registered().values()
    ]


def _fresh_form(version: TemplateVersion) -> DraftForm:
    return DraftForm(
        initial={
            "body": version.body,
            "subject": version.subject,
            "note": version.author_note,
            "seen_edited_at": version.edited_at.isoformat(),
        }
    ).for_channel(version.template.channel)


def _version(version_id: int) -> TemplateVersion:
    versions = TemplateVersion.objects.select_related("template", "edited_by", "author")
    return get_object_or_404(versions, pk=version_id)
