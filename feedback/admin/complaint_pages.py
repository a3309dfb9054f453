"""Logging a complaint, and the page on which it is worked."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts import personal
from accounts.admin.pages import needs, render, staff
from accounts.keys import keyring
from accounts.models import Customer
from config import clock
from feedback import complaints
from feedback.forms import ComplaintForm, NoteForm, ResolveForm
from feedback.models import Complaint
from messaging.models import Message

LOG_LABEL = gettext_lazy("Log a complaint")
EVENTS = {
    "logged": gettext_lazy("Logged; messages are held"),
    "replied": gettext_lazy("Opened by a reply; messages are held"),
    "taken": gettext_lazy("Taken"),
    "note": gettext_lazy("Note"),
    "resolved": gettext_lazy("Resolved; the hold has ended"),
}


@needs("feedback.add_complaint")
def log_complaint(request: HttpRequest, customer_id: int) -> HttpResponse:
    customer = get_object_or_404(Customer, pk=customer_id)
    form = ComplaintForm(
        request.POST or None,
        messages=_messages_of(customer),
        initial={"message": request.GET.get("message", "")},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        message = _message(data.pop("message"))
        complaint = complaints.log(
            customer=customer, message=message, **data, by=staff(request), now=clock.now()
        )
        messages.success(
            request,
            _(
                "Complaint %(number)s is logged, due on %(due)s. Nothing is sent to this customer "
                "until it is resolved."
            )
            % {"number": complaint.number, "due": f"{complaint.due_on:%Y-%m-%d}"},
        )
        return HttpResponseRedirect(reverse("admin:complaint", args=[complaint.pk]))
    return render(
        request,
        "feedback/log_complaint.html",
        title=_("Log a complaint"),
        customer=customer,
        customer_name=personal.masked_name(customer),
        form=form,
        back=reverse("admin:accounts_customer_change", args=[customer.pk]),
    )


@needs("feedback.view_complaint")
def complaint_page(request: HttpRequest, complaint_id: int) -> HttpResponse:
    complaint = _get(complaint_id)
    return _show(request, complaint, ResolveForm(), NoteForm())


@needs("feedback.change_complaint")
@require_POST
def take_complaint(request: HttpRequest, complaint_id: int) -> HttpResponse:
    complaint = _get(complaint_id)
    try:
        complaints.take(complaint, by=staff(request), now=clock.now())
    except complaints.ComplaintRefused as refused:
        messages.error(request, str(refused))
    return _to(complaint)


@needs("feedback.change_complaint")
@require_POST
def note_complaint(request: HttpRequest, complaint_id: int) -> HttpResponse:
    complaint = _get(complaint_id)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _show(request, complaint, ResolveForm(), form)
    complaints.add_note(
        complaint, text=form.cleaned_data["note"], by=staff(request), now=clock.now()
    )
    return _to(complaint)


@needs("feedback.resolve_complaint")
@require_POST
def resolve_complaint(request: HttpRequest, complaint_id: int) -> HttpResponse:
    complaint = _get(complaint_id)
    form = ResolveForm(request.POST)
    if not form.is_valid():
        return _show(request, complaint, form, NoteForm())
    try:
        complaints.resolve(complaint, **form.cleaned_data, by=staff(request), now=clock.now())
    except complaints.ComplaintRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Resolved. Waiting messages are decided anew."))
    return _to(complaint)


def _get(complaint_id: int) -> Complaint:
    return get_object_or_404(
        Complaint.objects.select_related(
            "customer", "owner", "opened_by", "resolved_by", "message", "hold"
        ),
        pk=complaint_id,
    )


def _show(
    request: HttpRequest, complaint: Complaint, resolve: ResolveForm, note: NoteForm
) -> HttpResponse:
    return render(
        request,
        "feedback/complaint.html",
        title=f"{_('Complaint')} {complaint.number}",
        complaint=complaint,
        customer_name=personal.masked_name(complaint.customer),
        text=_clear(complaint.text_enc),
        answer=_clear(complaint.answer_enc),
        days_left=(complaint.due_on - localdate(clock.now())).days,
        events=[
            {"label": EVENTS.get(e.what, e.what), "event": e, "text": _clear(e.note_enc)}
            for e in complaint.events.select_related("by").order_by("at", "pk")
        ],
        resolve_form=resolve,
        note_form=note,
    )


def _message(chosen: str) -> Message | None:
    return Message.objects.get(pk=chosen) if chosen else None


def _messages_of(customer: Customer) -> list[tuple[str, str]]:
    recent = customer.messages.order_by("-pk")[:20]
    return [(str(m.pk), f"#{m.pk} · {m.get_state_display()} · {_when(m)}") for m in recent]


def _when(message: Message) -> str:
    return localtime(message.handed_over_at or message.created_at).strftime("%Y-%m-%d %H:%M")


def _clear(blob: Any) -> str:
    return keyring().decrypt(bytes(blob), "complaint.text") if blob else ""


def _to(complaint: Complaint) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:complaint", args=[complaint.pk]))
