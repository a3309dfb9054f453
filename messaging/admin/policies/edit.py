"""Drafting a policy: choose a profile, then make figures stricter."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.admin.pages import needs, render, staff
from accounts.errors import Refused
from accounts.input.params import row_id
from accounts.input.reasons import within
from accounts.models import Lender
from config import clock
from messaging.admin.approvals.seen import seen_moment
from messaging.admin.policies import form as policy_form
from messaging.approval.drafting import DECIDED, EDITABLE
from messaging.authoring import policies
from messaging.authoring.policies import Figures, FiguresRefused
from messaging.models import PolicyVersion, in_force
from messaging.models.approvable import LONGEST_NOTE
from messaging.policy import profiles
from messaging.policy.errors import PolicyError


@needs("messaging.change_policyversion")
@require_POST
def new_policy(request: HttpRequest) -> HttpResponse:
    """A draft for the posted lender that says what the posted profile says."""
    lender = get_object_or_404(Lender, pk=row_id(request.POST.get("lender")))
    try:
        draft = policies.new_draft(
            lender,
            profile=request.POST.get("profile", ""),
            by=staff(request),
            now=clock.now(),
        )
    except (Refused, PolicyError) as refused:
        messages.error(request, str(refused))
        return HttpResponseRedirect(reverse("admin:messaging_policyversion_changelist"))
    return HttpResponseRedirect(reverse("admin:policy_edit", args=[draft.pk]))


@needs("messaging.change_policyversion")
def edit_policy(request: HttpRequest, pk: int) -> HttpResponse:
    version = get_object_or_404(PolicyVersion.objects.select_related("lender", "edited_by"), pk=pk)
    back = HttpResponseRedirect(reverse("admin:policy", args=[pk]))
    if version.state not in EDITABLE:
        messages.info(request, DECIDED)
        return back
    if version.profile not in profiles.NAMES:
        messages.error(request, _("This policy follows no shipped profile; make a new version."))
        return back
    if request.method == "POST":
        return _save(request, version)
    try:
        figures = policy_form.stored(in_force.policy_of(version), version.profile)
    except PolicyError as error:
        messages.error(request, str(error))
        return back
    return _form(request, version, figures, note=version.author_note)


def _save(request: HttpRequest, version: PolicyVersion) -> HttpResponse:
    figures = policy_form.posted(request.POST, version.profile)
    note = request.POST.get("note", "")
    try:
        within(note, LONGEST_NOTE)
    except Refused as refused:
        messages.error(request, str(refused))
        return _form(request, version, figures, note=note, status=422)
    try:
        policies.save(
            version,
            figures,
            note=note,
            by=staff(request),
            now=clock.now(),
            seen_edited_at=seen_moment(request.POST.get("seen_edited_at", "")),
        )
    except FiguresRefused as refused:
        return _form(request, version, figures, note=note, refused=refused, status=422)
    except Refused as refused:
        messages.error(request, str(refused))
        return _form(request, version, figures, note=note, conflict=True, status=409)
    messages.success(request, _("Draft saved."))
    return HttpResponseRedirect(reverse("admin:policy", args=[version.pk]))


def _form(
    request: HttpRequest,
    version: PolicyVersion,
    figures: Figures,
    *,
    note: str,
    refused: FiguresRefused | None = None,
    conflict: bool = False,
    status: int = 200,
) -> HttpResponse:
    stored_at = version.edited_at.isoformat()
    seen = stored_at if conflict else request.POST.get("seen_edited_at", stored_at)
    return render(
        request,
        "messaging/policy_edit.html",
        title=str(version),
        status=status,
        version=version,
        note=note,
        refused=refused is not None,
        conflict=conflict,
        seen_edited_at=seen,
        sections=policy_form.sections(
            figures, version.profile, refused.problems if refused else None
        ),
    )
