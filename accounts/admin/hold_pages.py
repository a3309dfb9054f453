"""Placing a hold on a customer, and releasing one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import holds
from accounts.admin.forms import HoldForm, ReasonForm
from accounts.admin.pages import needs, render, staff
from accounts.models import Customer, Hold
from config import clock


@needs("accounts.add_hold")
def place_hold(request: HttpRequest, customer_id: int) -> HttpResponse:
    customer = get_object_or_404(Customer, pk=customer_id)
    now = clock.now()
    form = HoldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        until = form.cleaned_data["until"]
        if until is not None and until <= now:
            form.add_error("until", _("Choose a time that is still to come."))
        else:
            holds.place(
                customer=customer,
                kind=form.cleaned_data["kind"],
                reason=form.cleaned_data["reason"],
                source=f"staff:{staff(request).pk}",
                now=now,
                until=until,
                placed_by=staff(request),
            )
            messages.success(request, _("Nothing is sent to this customer while the hold lasts."))
            return _to_customer(customer.pk)
    return render(
        request,
        "accounts/ask.html",
        title=_("Hold all messages to %(customer)s") % {"customer": customer},
        form=form,
        button=_("Place hold"),
        back=reverse("admin:accounts_customer_change", args=[customer.pk]),
    )


@needs("accounts.release_hold")
def release_hold(request: HttpRequest, hold_id: int) -> HttpResponse:
    hold = get_object_or_404(Hold.objects.select_related("customer"), pk=hold_id)
    form = ReasonForm(request.POST or None)
    if hold.kind == Hold.Kind.COMPLAINT:
        messages.error(request, _("This hold ends when its complaint is resolved."))
        return _to_customer(hold.customer_id)
    if request.method == "POST" and form.is_valid():
        done = holds.release(
            hold, by=staff(request), reason=form.cleaned_data["reason"], now=clock.now()
        )
        if done:
            messages.success(request, _("Released. Waiting messages are decided anew."))
        else:
            messages.warning(request, _("Somebody had released it already."))
        return _to_customer(hold.customer_id)
    return render(
        request,
        "accounts/ask.html",
        title=_("Release a hold on %(customer)s") % {"customer": hold.customer},
        form=form,
        note=f"{hold.get_kind_display()} · {hold.reason}",
        button=_("Release"),
        back=reverse("admin:accounts_customer_change", args=[hold.customer_id]),
    )


def _to_customer(customer_id: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:accounts_customer_change", args=[customer_id]))
