"""Drafting a gateway on screen."""

from datetime import datetime
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from accounts.admin.pages import needs, render
from config import clock
from messaging import gateway_drafts
from messaging.admin.people import signed_in
from messaging.approval import ApprovalRefused
from messaging.gateway_drafts import Settings
from messaging.gateways.registry import DRIVERS
from messaging.models import Gateway
from messaging.models.choices import ContentClass

EDITABLE = ("draft", "submitted", "rejected")


class GatewayForm(forms.Form):
    """What is approved of a gateway; whether it may be is the service's to say."""

    code = forms.SlugField(
        label=gettext_lazy("Code"),
        max_length=50,
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("Short, in Latin letters. It does not change."),
    )
    driver = forms.ChoiceField(
        label=gettext_lazy("Driver"),
        choices=[(name, name) for name in DRIVERS],
        widget=UnfoldAdminSelectWidget,
    )
    settings = forms.JSONField(
        label=gettext_lazy("Settings"),
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=gettext_lazy('As JSON, such as {"url": "https://…"}. No secrets.'),
    )
    credentials_ref = forms.CharField(
        label=gettext_lazy("Credentials are in"),
        required=False,
        max_length=120,
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("Where they are: env:NAME or file:PATH. Never the secret itself."),
    )
    rate_per_second = forms.IntegerField(
        label=gettext_lazy("Messages per second"), widget=UnfoldAdminTextInputWidget
    )
    timeout_seconds = forms.IntegerField(
        label=gettext_lazy("Time-out (seconds)"), widget=UnfoldAdminTextInputWidget
    )
    content_classes = forms.MultipleChoiceField(
        label=gettext_lazy("Accepts"),
        choices=ContentClass.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(
        label=gettext_lazy("Reason for the approver"),
        required=False,
        max_length=1000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
    )
    seen_edited_at = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not new:
            del self.fields["code"]
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean_settings(self) -> dict[str, Any]:
        value = self.cleaned_data["settings"] or {}
        if not isinstance(value, dict):
            raise forms.ValidationError(_("Write names and values in braces."))
        return value

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            for name, why in gateway_drafts.problems(self.wanted()).items():
                self.add_error(name, why)
        return cleaned

    def wanted(self) -> Settings:
        """What was asked for, as the service takes it."""
        data = self.cleaned_data
        return Settings(
            driver=data["driver"],
            settings=data["settings"],
            credentials_ref=data["credentials_ref"],
            rate_per_second=data["rate_per_second"],
            timeout_seconds=data["timeout_seconds"],
            content_classes=tuple(data["content_classes"]),
        )


@needs("messaging.add_gateway")
def new_gateway(request: HttpRequest) -> HttpResponse:
    start = {"rate_per_second": 200, "timeout_seconds": 10, "settings": {}}
    form = GatewayForm(request.POST or None, new=True, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            draft = gateway_drafts.new_draft(
                form.cleaned_data["code"],
                form.wanted(),
                note=form.cleaned_data["note"],
                by=signed_in(request),
                now=clock.now(),
            )
        except ApprovalRefused as refused:
            form.add_error("code", refused.message)
        else:
            messages.success(request, _("Draft saved."))
            return HttpResponseRedirect(reverse("admin:gateway", args=[draft.pk]))
    back = reverse("admin:messaging_gateway_changelist")
    return _page(request, form, title=_("New gateway"), back=back)


@needs("messaging.change_gateway")
def edit_gateway(request: HttpRequest, pk: int) -> HttpResponse:
    gateway = get_object_or_404(Gateway, pk=pk)
    back = reverse("admin:gateway", args=[pk])
    if gateway.state not in EDITABLE:
        messages.info(request, _("What was decided cannot be edited; make a new version."))
        return HttpResponseRedirect(back)
    form = GatewayForm(request.POST or None, new=False, initial=_stored(gateway))
    if request.method == "POST" and form.is_valid():
        try:
            gateway_drafts.save(
                gateway,
                form.wanted(),
                note=form.cleaned_data["note"],
                by=signed_in(request),
                now=clock.now(),
                seen_edited_at=_moment(form.cleaned_data["seen_edited_at"]),
            )
        except ApprovalRefused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("Draft saved."))
            return HttpResponseRedirect(back)
    return _page(request, form, title=gateway.code, back=back)


def _page(request: HttpRequest, form: GatewayForm, *, title: str, back: str) -> HttpResponse:
    return render(
        request,
        "messaging/gateway_edit.html",
        title=title,
        form=form,
        back=back,
        status=422 if form.errors else 200,
    )


def _stored(gateway: Gateway) -> dict[str, Any]:
    names = ("driver", "settings", "credentials_ref", "rate_per_second", "timeout_seconds")
    return {
        **{name: getattr(gateway, name) for name in names},
        "content_classes": gateway.content_classes,
        "note": gateway.author_note,
        "seen_edited_at": gateway.edited_at.isoformat(),
    }


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise ApprovalRefused(_("This form is stale; open the page again.")) from None
