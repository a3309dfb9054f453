"""What is done to a complaint by a button: each one a call of a service, then back to its page."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.admin.pages import needs, staff
from accounts.errors import Refused
from config import clock
from feedback import complaints
from feedback.admin.complaints import forms as forms
from feedback.admin.complaints.pages import back_to, find, show
from feedback.models import Complaint, ComplaintExtension, ComplaintMessage, ComplaintReview
from messaging.models import Message

WORK, DECIDE = "feedback.change_complaint", "feedback.decide_complaint"


@needs(WORK)
@require_POST
def take_complaint(request: HttpRequest, complaint_id: int) -> HttpResponse:
    return _act(request, find(complaint_id), complaints.take)


@needs("feedback.view_complaint")
@require_POST
def give_complaint(request: HttpRequest, complaint_id: int) -> HttpResponse:
    if not (request.user.has_perm(WORK) or request.user.has_perm(DECIDE)):
        raise PermissionDenied
    complaint = find(complaint_id)
    form = forms.GiveForm(request.POST, complaint=complaint)
    return _with(request, complaint, form, complaints.hand_over)


@needs(WORK)
@require_POST
def note_complaint(request: HttpRequest, complaint_id: int) -> HttpResponse:
    complaint, form = find(complaint_id), forms.NoteForm(request.POST)
    if not form.is_valid():
        return show(request, complaint, note_form=form)
    return _act(request, complaint, complaints.add_note, text=form.cleaned_data["note"])


@needs(WORK)
@require_POST
def reclassify_complaint(request: HttpRequest, complaint_id: int) -> HttpResponse:
    return _with(request, find(complaint_id), forms.KindForm(request.POST), complaints.reclassify)


@needs(WORK)
@require_POST
def mark_complex(request: HttpRequest, complaint_id: int) -> HttpResponse:
    form = forms.ComplexForm(request.POST)
    return _with(request, find(complaint_id), form, complaints.mark_complex)


@needs(WORK)
@require_POST
def ask_for_extension(request: HttpRequest, complaint_id: int) -> HttpResponse:
    form = forms.ExtendForm(request.POST)
    return _with(request, find(complaint_id), form, complaints.ask_for_extension)


@needs(DECIDE)
@require_POST
def decide_extension(request: HttpRequest, extension_id: int) -> HttpResponse:
    extension = get_object_or_404(
        ComplaintExtension.objects.select_related("complaint"), pk=extension_id
    )
    form = forms.DecideExtensionForm(request.POST)
    if not form.is_valid():
        return _complain(request, extension.complaint, form)
    if form.cleaned_data["step"] == "approve":
        return _act(request, extension.complaint, complaints.approve_extension, on=extension)
    reason = form.cleaned_data["reason"]
    return _act(
        request, extension.complaint, complaints.refuse_extension, on=extension, reason=reason
    )


@needs(WORK)
@require_POST
def link_message(request: HttpRequest, complaint_id: int) -> HttpResponse:
    complaint, form = find(complaint_id), forms.LinkForm(request.POST)
    if not form.is_valid():
        return _complain(request, complaint, form)
    message = Message.objects.filter(
        pk=form.cleaned_data["message"], customer=complaint.customer_id
    ).first()
    if message is None:
        messages.error(request, _("This customer has no message of that number."))
        return back_to(complaint, "#messages")
    return _act(request, complaint, complaints.link_message, message=message)


@needs(WORK)
@require_POST
def unlink_message(request: HttpRequest, link_id: int) -> HttpResponse:
    linked = get_object_or_404(
        ComplaintMessage.objects.select_related("complaint", "message"), pk=link_id
    )
    return _act(request, linked.complaint, complaints.unlink_message, on=linked)


@needs("feedback.resolve_complaint")
@require_POST
def resolve_complaint(request: HttpRequest, complaint_id: int) -> HttpResponse:
    complaint = find(complaint_id)
    form = forms.ResolveForm(request.POST, complaint=complaint)
    if not form.is_valid():
        return show(request, complaint, resolve_form=form)
    try:
        complaints.resolve(complaint, **form.cleaned_data, by=staff(request), now=clock.now())
    except Refused as refused:
        form.add_error(None, str(refused))
        return show(request, find(complaint_id), resolve_form=form)
    messages.success(request, _("Resolved. Waiting messages are decided anew."))
    return back_to(complaint)


@needs(WORK)
@require_POST
def ask_for_review(request: HttpRequest, complaint_id: int) -> HttpResponse:
    complaint, form = find(complaint_id), forms.AskReviewForm(request.POST)
    if not form.is_valid():
        return show(request, complaint, ask_form=form)
    return _act(request, complaint, complaints.ask_for_review, **form.cleaned_data)


@needs(DECIDE)
@require_POST
def take_review(request: HttpRequest, review_id: int) -> HttpResponse:
    review = _review(review_id)
    return _act(request, review.complaint, complaints.take_review, on=review)


@needs(DECIDE)
@require_POST
def decide_review(request: HttpRequest, review_id: int) -> HttpResponse:
    review, form = _review(review_id), forms.DecideReviewForm(request.POST)
    if form.is_valid():
        try:
            complaints.decide_review(
                review, **form.cleaned_data, by=staff(request), now=clock.now()
            )
            return back_to(review.complaint)
        except Refused as refused:
            form.add_error(None, str(refused))
    return show(request, find(review.complaint_id), review_form=form)


def _review(review_id: int) -> ComplaintReview:
    return get_object_or_404(ComplaintReview.objects.select_related("complaint"), pk=review_id)


def _with(
    request: HttpRequest, complaint: Complaint, form: Any, service: Callable[..., object]
) -> HttpResponse:
    """The service with what the form says."""
    if not form.is_valid():
        return _complain(request, complaint, form)
    return _act(request, complaint, service, **form.cleaned_data)


def _act(
    request: HttpRequest,
    complaint: Complaint,
    service: Callable[..., object],
    *,
    on: object | None = None,
    **arguments: Any,
) -> HttpResponse:
    """Do it (to `on`, the complaint unless said otherwise); a refusal is shown on the page."""
    try:
        service(on or complaint, **arguments, by=staff(request), now=clock.now())
    except Refused as refused:
        messages.error(request, str(refused))
    return back_to(complaint)


def _complain(request: HttpRequest, complaint: Complaint, form: Any) -> HttpResponse:
    for field, errors in form.errors.items():
        label = form.fields[field].label if field in form.fields else ""
        messages.error(request, f"{label or ''} {' '.join(errors)}".strip())
    return back_to(complaint)
