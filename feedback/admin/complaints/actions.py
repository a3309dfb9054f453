"""What is done to a complaint by a button: each one a call of a service, then back to its page."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from accounts.admin.actions import action, valid
from accounts.admin.pages import staff
from accounts.errors import Refused
from config import clock
from feedback.admin.complaints import forms as forms
from feedback.admin.complaints.pages import back_to, find, show
from feedback.complaints import closing, extensions, reviews, second_look, working
from feedback.models import Complaint, ComplaintExtension, ComplaintMessage, ComplaintReview
from messaging.models import Message

WORK, DECIDE = "feedback.change_complaint", "feedback.decide_complaint"
on_complaint = partial(action, find=find, to=back_to)


def _extension(extension_id: int) -> ComplaintExtension:
    found = ComplaintExtension.objects.select_related("complaint")
    return get_object_or_404(found, pk=extension_id)


def _link(link_id: int) -> ComplaintMessage:
    found = ComplaintMessage.objects.select_related("complaint", "message")
    return get_object_or_404(found, pk=link_id)


def _review(review_id: int) -> ComplaintReview:
    return get_object_or_404(ComplaintReview.objects.select_related("complaint"), pk=review_id)


def _its_complaint(part: ComplaintExtension | ComplaintMessage | ComplaintReview) -> HttpResponse:
    return back_to(part.complaint)


def _acting(request: HttpRequest) -> dict[str, Any]:
    return {"by": staff(request), "now": clock.now()}


@on_complaint(WORK)
def take_complaint(request: HttpRequest, complaint: Complaint) -> None:
    working.take(complaint, **_acting(request))


@on_complaint("feedback.view_complaint", one_of=(WORK, DECIDE))
def give_complaint(request: HttpRequest, complaint: Complaint) -> None:
    said = valid(forms.GiveForm(request.POST, complaint=complaint))
    working.hand_over(complaint, **said, **_acting(request))


@on_complaint(WORK)
def note_complaint(request: HttpRequest, complaint: Complaint) -> HttpResponse | None:
    form = forms.NoteForm(request.POST)
    if not form.is_valid():
        return show(request, complaint, note_form=form)
    working.add_note(complaint, text=form.cleaned_data["note"], **_acting(request))
    return None


@on_complaint(WORK)
def reclassify_complaint(request: HttpRequest, complaint: Complaint) -> None:
    working.reclassify(complaint, **valid(forms.KindForm(request.POST)), **_acting(request))


@on_complaint(WORK)
def mark_complex(request: HttpRequest, complaint: Complaint) -> None:
    said = valid(forms.ComplexForm(request.POST))
    extensions.mark_complex(complaint, **said, **_acting(request))


@on_complaint(WORK)
def ask_for_extension(request: HttpRequest, complaint: Complaint) -> None:
    said = valid(forms.ExtendForm(request.POST))
    extensions.ask_for_extension(complaint, **said, **_acting(request))


@action(DECIDE, find=_extension, to=_its_complaint, step_up=True)
def decide_extension(request: HttpRequest, extension: ComplaintExtension) -> None:
    said = valid(forms.DecideExtensionForm(request.POST))
    if said["step"] == "approve":
        extensions.approve_extension(extension, **_acting(request))
    else:
        extensions.refuse_extension(extension, reason=said["reason"], **_acting(request))


@on_complaint(WORK)
def link_message(request: HttpRequest, complaint: Complaint) -> None:
    number = valid(forms.LinkForm(request.POST))["message"]
    message = Message.objects.filter(pk=number, customer=complaint.customer_id).first()
    if message is None:
        raise Refused(_("This customer has no message of that number."))
    working.link_message(complaint, message=message, **_acting(request))


@action(WORK, find=_link, to=_its_complaint)
def unlink_message(request: HttpRequest, linked: ComplaintMessage) -> None:
    working.unlink_message(linked, **_acting(request))


@on_complaint("feedback.resolve_complaint")
def resolve_complaint(request: HttpRequest, complaint: Complaint) -> HttpResponse | str:
    """An answer that was refused comes back with its form."""
    form = forms.ResolveForm(request.POST, complaint=complaint)
    if not form.is_valid():
        return show(request, complaint, resolve_form=form)
    try:
        closing.resolve(complaint, **form.cleaned_data, **_acting(request))
    except Refused as refused:
        form.add_error(None, str(refused))
        return show(request, find(complaint.pk), resolve_form=form)
    return _("Resolved. Waiting messages will be checked again.")


@on_complaint(DECIDE, step_up=True)
def leave_closed(request: HttpRequest, complaint: Complaint) -> str:
    second_look.leave(complaint, **_acting(request))
    return _("Looked at; it stays as it was closed.")


@on_complaint(DECIDE)
def open_again(request: HttpRequest, complaint: Complaint) -> str:
    said = valid(forms.OpenAgainForm(request.POST))
    second_look.open_again(complaint, **said, **_acting(request))
    return _("Open again. Nothing is sent to this customer until it is resolved.")


@on_complaint(WORK)
def ask_for_review(request: HttpRequest, complaint: Complaint) -> HttpResponse | None:
    form = forms.AskReviewForm(request.POST)
    if not form.is_valid():
        return show(request, complaint, ask_form=form)
    reviews.ask_for_review(complaint, **form.cleaned_data, **_acting(request))
    return None


@action(DECIDE, find=_review, to=_its_complaint)
def take_review(request: HttpRequest, review: ComplaintReview) -> None:
    reviews.take_review(review, **_acting(request))


@action(DECIDE, find=_review, to=_its_complaint)
def decide_review(request: HttpRequest, review: ComplaintReview) -> HttpResponse | None:
    """A decision that was refused comes back with its form."""
    form = forms.DecideReviewForm(request.POST)
    if form.is_valid():
        try:
            reviews.decide_review(review, **form.cleaned_data, **_acting(request))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return None
    return show(request, find(review.complaint_id), review_form=form)
