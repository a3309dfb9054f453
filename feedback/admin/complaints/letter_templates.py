"""Letter templates: the list, one version with its decision, and the form for writing."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from accounts.access.four_eyes import is_trained
from accounts.admin import step_up
from accounts.admin.pages import needs, render, staff
from accounts.errors import Refused
from accounts.input.params import row_id, row_ids
from accounts.models.choices import Language
from config import clock
from feedback.letters import drafting, rendering, starter
from feedback.letters.fields import FIELDS, KNOWN
from feedback.letters.review import LONGEST_LETTER
from feedback.models import LetterTemplate
from messaging.admin.approvals.findings import remarks
from messaging.admin.approvals.seen import seen_moment
from messaging.admin.approvals.version_list import VersionScreen
from messaging.approval import checks, fingerprints, steps
from messaging.approval.drafting import EDITABLE
from messaging.approval.errors import ApprovalRefused
from messaging.approval.permissions import (
    obstacle_of_lenders,
    obstacle_to_approving,
    obstacle_to_rejecting,
)
from messaging.models.approvable import ApprovalState


@admin.register(LetterTemplate)
class LetterScreen(VersionScreen):
    page = "admin:letter_template"
    one_of_each = ("code", "language")
    list_display = ["title", "code", "purpose", "language", "number", "state_tag", "author"]
    list_filter = ["state", "purpose", "language"]
    list_before_template = "feedback/complaint_letters_top.html"
    ordering = ["code", "language", "-number"]


class LetterForm(forms.Form):
    """What a letter is for, and its words."""

    title = forms.CharField(
        label=gettext_lazy("Title"), max_length=80, widget=UnfoldAdminTextInputWidget
    )
    body = forms.CharField(
        label=gettext_lazy("text"),
        max_length=LONGEST_LETTER,
        required=False,
        strip=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 14}),
    )
    note = forms.CharField(
        label=gettext_lazy("author's reason"),
        max_length=1000,
        required=False,
        widget=UnfoldAdminTextInputWidget,
    )
    seen_edited_at = forms.CharField(required=False, widget=forms.HiddenInput)


class NewLetterForm(LetterForm):
    code = forms.SlugField(
        label=gettext_lazy("Code"), max_length=60, widget=UnfoldAdminTextInputWidget
    )
    purpose = forms.ChoiceField(
        label=gettext_lazy("purpose"),
        choices=LetterTemplate.Purpose.choices,
        widget=UnfoldAdminSelectWidget,
    )
    language = forms.ChoiceField(
        label=gettext_lazy("language"), choices=Language.choices, widget=UnfoldAdminSelectWidget
    )
    field_order = ["code", "title", "purpose", "language", "body"]


@needs("feedback.view_lettertemplate")
def letter_template(request: HttpRequest, version_id: int) -> HttpResponse:
    version, now, person = _find(version_id), clock.now(), staff(request)
    waiting = version.state == "submitted"
    own = person.pk in {version.author_id, version.submitted_by_id, *version.editors}
    may_write = person.has_perm("feedback.change_lettertemplate")
    retires = version.state == "approved" and person.has_perm("feedback.approve_lettertemplate")
    not_theirs = obstacle_of_lenders(version, by=person) if retires else ""
    return render(
        request,
        "feedback/complaint_letter_template.html",
        title=version.title,
        version=version,
        sample=_sample(version),
        remarks=remarks(checks.findings(version, now=now)),
        seen_hash=fingerprints.fingerprint(version),
        obstacle=obstacle_to_approving(version, by=person, now=now) if waiting else not_theirs,
        can_reject=waiting and not obstacle_to_rejecting(version, by=person),
        can_submit=version.state == "draft" and may_write,
        can_withdraw=waiting and own,
        can_edit=version.state in EDITABLE and may_write,
        can_copy=version.state in ("approved", "retired") and may_write,
        can_retire=retires and not not_theirs,
        waiting=waiting,
    )


@needs("feedback.add_lettertemplate")
@require_POST
def letters_starter(request: HttpRequest) -> HttpResponse:
    """The letters to begin with, as requests for approval."""
    asked = starter.write_and_ask(by=staff(request), now=clock.now())
    told = ngettext(
        "%(n)s letter waits for approval by somebody else.",
        "%(n)s letters wait for approval by somebody else.",
        len(asked),
    )
    messages.success(request, told % {"n": len(asked)})
    return HttpResponseRedirect(_list())


@needs("feedback.approve_lettertemplate")
def letters_waiting(request: HttpRequest) -> HttpResponse:
    """Every letter this person may approve, to be read one after the other."""
    person, now = staff(request), clock.now()
    return render(
        request,
        "feedback/letters_waiting.html",
        title=_("Letters to read"),
        waiting=[
            {"version": letter, "seen": fingerprints.fingerprint(letter)}
            for letter in _asked().order_by("-language", "purpose", "pk")
            if not obstacle_to_approving(letter, by=person, now=now)
        ],
        trained=is_trained(person, now),
    )


@needs("feedback.approve_lettertemplate")
@require_POST
@step_up.required
def letters_approve(request: HttpRequest) -> HttpResponse:
    """The ticked ones, each exactly as it stood on the page; nothing is held up by another."""
    by, now, done = staff(request), clock.now(), 0
    for letter in _asked().filter(pk__in=row_ids(request.POST.getlist("version"))).order_by("pk"):
        try:
            steps.approve(
                letter, by=by, now=now, seen_hash=request.POST.get(f"seen:{letter.pk}", "")
            )
        except ApprovalRefused as refused:
            messages.error(request, f"{letter}: {refused}")
        else:
            done += 1
    told = ngettext("%(n)s letter approved.", "%(n)s letters approved.", done) % {"n": done}
    (messages.success if done else messages.info)(request, told)
    return HttpResponseRedirect(reverse("admin:letters_waiting"))


def _asked() -> Any:
    return LetterTemplate.objects.filter(state=ApprovalState.SUBMITTED).select_related("author")


@needs("feedback.add_lettertemplate")
def letter_new(request: HttpRequest) -> HttpResponse:
    """A new letter, or the next version of the one named by `from`."""
    form = NewLetterForm(request.POST or None, initial=_copied(request))
    if request.method == "POST" and form.is_valid():
        data = {**form.cleaned_data}
        del data["note"], data["seen_edited_at"]
        try:
            made = drafting.start(**data, by=staff(request), now=clock.now())
            return _to(made)
        except ApprovalRefused as refused:
            form.add_error(None, str(refused))
    return _editor(request, form, title=_("New letter template"), back=_list())


@needs("feedback.change_lettertemplate")
def letter_edit(request: HttpRequest, version_id: int) -> HttpResponse:
    version = _find(version_id)
    initial = {
        "title": version.title,
        "body": version.body,
        "note": version.author_note,
        "seen_edited_at": version.edited_at.isoformat(),
    }
    form = LetterForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            seen = seen_moment(form.cleaned_data.pop("seen_edited_at"))
            drafting.save(
                version,
                **form.cleaned_data,
                by=staff(request),
                now=clock.now(),
                seen_edited_at=seen,
            )
            messages.success(request, _("Saved as a draft."))
            return _to(version)
        except ApprovalRefused as refused:
            form.add_error(None, str(refused))
    names = sorted(KNOWN[version.purpose])
    back = reverse("admin:letter_template", args=[version.pk])
    return _editor(request, form, title=str(version), back=back, names=names)


def _editor(request: HttpRequest, form: forms.Form, **context: Any) -> HttpResponse:
    names = context.pop("names", list(FIELDS))
    return render(
        request,
        "feedback/complaint_letter_edit.html",
        form=form,
        status=400 if form.errors else 200,
        fields=[(f"{{{{ {name} }}}}", FIELDS[name].label) for name in names],
        **context,
    )


def _copied(request: HttpRequest) -> dict[str, Any]:
    found = LetterTemplate.objects.filter(pk=row_id(request.GET.get("from")) or 0).values(
        "code", "title", "purpose", "language", "body"
    )
    return dict(found.first() or {})


def _sample(version: LetterTemplate) -> str:
    try:
        return rendering.render(version.body, rendering.sample_values())
    except Refused:
        return version.body


def _find(version_id: int) -> LetterTemplate:
    return get_object_or_404(
        LetterTemplate.objects.select_related("author", "submitted_by", "decided_by"),
        pk=version_id,
    )


def _to(version: LetterTemplate) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:letter_template", args=[version.pk]))


def _list() -> str:
    return reverse("admin:feedback_lettertemplate_changelist")
