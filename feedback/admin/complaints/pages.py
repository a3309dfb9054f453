"""Logging a complaint, and the page on which it is worked."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _, gettext_lazy

from accounts.admin.pages import needs, render, staff
from accounts.disclosure import personal
from accounts.errors import Refused
from accounts.models import Customer
from config import clock
from feedback.admin.complaints.context import OPEN, context_of
from feedback.admin.complaints.forms import ComplaintForm
from feedback.admin.complaints.recent_texts import recent_texts
from feedback.complaints import opening
from feedback.models import Complaint
from messaging.models import Message

LOG_LABEL = gettext_lazy("Log a complaint")


@needs("feedback.add_complaint")
def log_complaint(request: HttpRequest, customer_id: int) -> HttpResponse:
    customer = get_object_or_404(Customer, pk=customer_id)
    form = ComplaintForm(
        request.POST or None,
        messages=recent_texts(customer),
        initial={"message": request.GET.get("message", "")},
    )
    sent = request.method == "POST" and form.is_valid()
    complaint = _log(request, customer, form) if sent else None
    if complaint is not None:
        messages.success(
            request,
            _(
                "Complaint %(number)s is logged, due on %(due)s. Nothing is sent to this customer "
                "until it is resolved."
            )
            % {"number": complaint.number, "due": date_format(complaint.due_on)},
        )
        return HttpResponseRedirect(reverse("admin:complaint", args=[complaint.pk]))
    return render(
        request,
        "feedback/log_complaint.html",
        title=_("Log a complaint"),
        customer=customer,
        customer_name=personal.masked_name(customer),
        standing=customer.complaints.filter(state__in=OPEN).order_by("pk")[:5],
        form=form,
        back=reverse("admin:accounts_customer_change", args=[customer.pk]),
    )


def _log(request: HttpRequest, customer: Customer, form: ComplaintForm) -> Complaint | None:
    """None when it was refused; the form says why."""
    data = dict(form.cleaned_data)
    message = _message(data.pop("message"))
    try:
        return opening.log(
            customer=customer, message=message, **data, by=staff(request), now=clock.now()
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        return None


@needs("feedback.view_complaint")
def complaint_page(request: HttpRequest, complaint_id: int) -> HttpResponse:
    return show(request, find(complaint_id))


def find(complaint_id: int) -> Complaint:
    """The complaint with all its page names; 404 for none."""
    return get_object_or_404(
        Complaint.objects.select_related(
            "customer",
            "owner",
            "opened_by",
            "resolved_by",
            "looked_at_by",
            "hold",
            "lender",
            "cause_version__template",
        ),
        pk=complaint_id,
    )


def show(request: HttpRequest, complaint: Complaint, **bound: Any) -> HttpResponse:
    """The page; `bound` forms are shown with their errors."""
    return render(
        request,
        "feedback/complaint.html",
        title=f"{_('Complaint')} {complaint.number}",
        status=400 if bound else 200,
        **context_of(complaint, person=staff(request), now=clock.now(), **bound),
    )


def back_to(complaint: Complaint, anchor: str = "") -> HttpResponse:
    """The page of the complaint."""
    return HttpResponseRedirect(reverse("admin:complaint", args=[complaint.pk]) + anchor)


def _message(chosen: str) -> Message | None:
    return Message.objects.get(pk=chosen) if chosen else None
