"""The form of a gateway: what every gateway has, and a group of fields for each driver."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from messaging.authoring import gateways as gateway_drafts
from messaging.authoring.gateways import Settings
from messaging.gateways.provider.settings import CHOICE, NUMBER, YES_NO, Setting
from messaging.gateways.registry.providers import PROVIDERS
from messaging.models import Gateway
from messaging.models.choices import ContentClass

STORED = (
    "driver",
    "credentials_ref",
    "rate_per_second",
    "weight",
    "timeout_seconds",
    "content_classes",
    "for_testing",
)


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
        choices=lambda: [
            (each.code, each.label)
            for each in PROVIDERS.values()
            if gateway_drafts.is_offered(each)
        ],
        widget=UnfoldAdminSelectWidget,
    )
    credentials_ref = forms.CharField(
        label=gettext_lazy("Credentials are in"),
        required=False,
        max_length=120,
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy(
            "Where they are: env:HUANCUI_GATEWAY_… or file:NAME. Never the secret itself."
        ),
    )
    rate_per_second = forms.IntegerField(
        label=gettext_lazy("Messages per second"),
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("Over all workers together."),
    )
    weight = forms.IntegerField(
        label=gettext_lazy("Share of the messages"),
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy(
            "Beside other gateways that accept the same; 0: only when no other can."
        ),
    )
    timeout_seconds = forms.IntegerField(
        label=gettext_lazy("Time-out (seconds)"), widget=UnfoldAdminTextInputWidget
    )
    content_classes = forms.MultipleChoiceField(
        label=gettext_lazy("Accepts"),
        # A code goes where confirmations go: both have fixed words.
        choices=[each for each in ContentClass.choices if each[0] != ContentClass.CODE],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    for_testing = forms.BooleanField(
        label=gettext_lazy("For testing"),
        required=False,
        widget=UnfoldBooleanWidget,
        help_text=gettext_lazy(
            "Carries texts to colleagues’ own telephones and none to a borrower; then it accepts "
            "nothing else."
        ),
    )
    note = forms.CharField(
        label=gettext_lazy("Reason for the approver"),
        required=False,
        max_length=1000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
    )
    seen_edited_at = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        initial: dict[str, Any],
        gateway: Gateway | None = None,
    ) -> None:
        kept = gateway.settings if gateway else {}
        shown = {
            **{
                _field(provider.code, each): kept.get(each.name, each.default)
                for provider in PROVIDERS.values()
                for each in provider.settings
            },
            **initial,
        }
        super().__init__(data, initial=shown)
        self._gateway = gateway
        if gateway:
            del self.fields["code"]
        for provider in PROVIDERS.values():
            for each in provider.settings:
                self.fields[_field(provider.code, each)] = _as_field(each)

    @property
    def common_first(self) -> list[forms.BoundField]:
        return [self[name] for name in ("code", "driver") if name in self.fields]

    @property
    def by_driver(self) -> Iterator[tuple[str, Any, list[forms.BoundField], Any]]:
        """Each driver's group of fields, and what its credentials are; the script shows that of the
        chosen one."""
        for provider in PROVIDERS.values():
            if provider.settings:
                fields = [self[_field(provider.code, each)] for each in provider.settings]
                yield provider.code, provider.label, fields, provider.credentials

    @property
    def common_last(self) -> list[forms.BoundField]:
        names = ("credentials_ref", "rate_per_second", "weight", "timeout_seconds")
        return [self[name] for name in (*names, "content_classes", "for_testing", "note")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            wanted = self.wanted()
            for name, why in gateway_drafts.problems(wanted).items():
                self.add_error(name if name in self.fields else None, why)
            for name, why in gateway_drafts.setting_problems(wanted).items():
                self.add_error(f"{wanted.driver}__{name}", why)
        return cleaned

    def wanted(self) -> Settings:
        """What was asked for, as the service takes it."""
        data = self.cleaned_data
        return Settings(
            driver=data["driver"],
            settings=self._settings(data),
            credentials_ref=data["credentials_ref"],
            rate_per_second=data["rate_per_second"],
            weight=data["weight"],
            timeout_seconds=data["timeout_seconds"],
            content_classes=tuple(data["content_classes"]),
            for_testing=data["for_testing"],
        )

    def _settings(self, data: dict[str, Any]) -> dict[str, Any]:
        """Of the chosen driver only what differs from its defaults, and what no form shows."""
        declared = {each.name: each for each in PROVIDERS[data["driver"]].settings}
        same = self._gateway is not None and self._gateway.driver == data["driver"]
        stored = self._gateway.settings if self._gateway and same else {}
        kept = {name: value for name, value in stored.items() if name not in declared}
        said = {name: data[_field(data["driver"], each)] for name, each in declared.items()}
        return kept | {
            name: value
            for name, value in said.items()
            if value not in (None, "") and value is not False and value != declared[name].default
        }


def _field(driver: str, setting: Setting) -> str:
    return f"{driver}__{setting.name}"


def _as_field(setting: Setting) -> forms.Field:
    """What is needed of a driver that is not chosen is not needed."""
    said = {"label": setting.label, "help_text": setting.help, "required": False}
    if setting.kind == NUMBER:
        return forms.IntegerField(**said, widget=UnfoldAdminTextInputWidget)
    if setting.kind == YES_NO:
        return forms.BooleanField(**said, widget=UnfoldBooleanWidget)
    if setting.kind == CHOICE:
        return forms.ChoiceField(**said, choices=setting.choices, widget=UnfoldAdminSelectWidget)
    return forms.CharField(**said, max_length=300, widget=UnfoldAdminTextInputWidget)
