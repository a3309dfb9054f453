"""The lender's facts."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.request import split_domain_port
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextInputWidget

from accounts.admin.base import Screen
from accounts.models import Lender
from accounts.rules.lender_facts import FACTS

WRITE_WORDING = "messaging.change_lenderwording"


class LenderForm(forms.ModelForm):  # type: ignore[type-arg]
    """A lender; `at_work_on` is the host the person works at."""

    class Meta:
        # By the lender's clock: what Django's own says of the server's would mislead.
        widgets = {"plan_at": UnfoldAdminTextInputWidget(attrs={"type": "time"})}

    at_work_on = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "code" in self.fields:
            self.fields["code"].help_text = _(
                "Short, in Latin letters, as “anhe”: it stands in addresses of customers' pages, "
                "in commands and files. It does not change once there are loans."
            )

    def clean_check_host(self) -> str:
        """A lender's short address has no staff pages: nobody takes them away from themselves."""
        host = str(self.cleaned_data["check_host"]).strip().lower()
        if host and host == self.at_work_on:
            raise forms.ValidationError(
                _("Staff work at this address; customers need one of their own.")
            )
        return host


@admin.register(Lender)
class LenderScreen(Screen):
    """What is true of a lender; texts may say only that."""

    form = LenderForm
    list_display = ["name", "hotline", "price_per_segment", "currency"]
    search_fields = ["name", "code"]
    change_form_outer_before_template = "accounts/lender_stop.html"
    fieldsets = [
        (None, {"fields": ["code", "name", "hotline", "official_site"]}),
        (
            _("What is true of it"),
            {
                "fields": [
                    "reports_to_credit_registry",
                    "late_fee_in_contract",
                    "legal_action_approved",
                    "allowed_hosts",
                    "check_host",
                ]
            },
        ),
        (_("Runs and cost"), {"fields": ["timezone", "plan_at", "price_per_segment", "currency"]}),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Lender | None = None) -> Any:
        """What reaches borrowers changes with an approved version of the lender's wording; the
        zone by which days are counted, and the code that files name, stay once there are loans."""
        if obj is None:
            return ()
        return (*FACTS, "code", "timezone") if obj.loans.exists() else FACTS

    def response_add(
        self, request: HttpRequest, obj: Lender, post_url_continue: str | None = None
    ) -> HttpResponse:
        """To its wording: until that is approved nothing is sent for it."""
        more = {"_addanother", "_continue"} & request.POST.keys()
        if more or not request.user.has_perm(WRITE_WORDING):
            return super().response_add(request, obj, post_url_continue)
        messages.success(
            request,
            _("Added. Its wording is next: until one is approved nothing is sent for it."),
        )
        return HttpResponseRedirect(reverse("admin:lender_wordings"))

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, *args, **kwargs)
        form.at_work_on = split_domain_port(request.get_host())[0]
        return form
