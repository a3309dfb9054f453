"""The form of a lender's wording: a row per part or product, a column per language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.postgres.forms import SimpleArrayField
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _, gettext_lazy
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from accounts.models.choices import Language
from accounts.models.lender import HOTLINE
from accounts.rules import lender_facts
from accounts.rules.pay_links import LONGEST_LINK
from messaging.authoring.lender_wordings import product_codes
from messaging.content.lender_wording import FIELDS, LANGUAGES
from messaging.content.payment import ACCOUNT, PLACES
from messaging.models import LenderWording

LONGEST = {"name": 60, "signature": 12, "ways_to_pay": 80}
LONGEST_PRODUCT = 40
LONGEST_PLACE = 60
LABELS = {
    "name": gettext_lazy("Name"),
    "signature": gettext_lazy("Signature"),
    "ways_to_pay": gettext_lazy("Ways to pay"),
    "link": gettext_lazy("Link to pay by"),
    "bank": gettext_lazy("Bank of the account"),
    "holder": gettext_lazy("Holder of the account"),
    "number": gettext_lazy("Account number"),
    "app": gettext_lazy("App"),
    "branch": gettext_lazy("Branch"),
}
PAYMENT = {"link": LONGEST_LINK, "bank": 60, "holder": 60, "number": 50}
HINTS = {
    "link": gettext_lazy("On one of the hosts below, beginning with https://."),
    "holder": gettext_lazy("The lender itself, as the bank knows it; never a person."),
}


@dataclass(frozen=True)
class Row:
    """`cells`: the field of each language, in the order of LANGUAGES."""

    label: str
    cells: tuple[forms.BoundField, ...]


class WordingForm(forms.Form):
    """All of a draft. What stands in it comes from `texts` and `products`, or from what was
    typed."""

    hotline = forms.CharField(
        label=gettext_lazy("hotline"),
        max_length=20,
        validators=[RegexValidator(HOTLINE)],
        widget=UnfoldAdminTextInputWidget,
    )
    official_site = forms.CharField(
        label=gettext_lazy("official site"),
        max_length=60,
        required=False,
        widget=UnfoldAdminTextInputWidget,
    )
    allowed_hosts = SimpleArrayField(
        forms.CharField(max_length=60),
        label=gettext_lazy("hosts a text may link to"),
        required=False,
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("Separated by commas."),
    )
    check_host = forms.CharField(
        label=gettext_lazy("short address for customers"),
        max_length=30,
        required=False,
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("One of the hosts above, without https://."),
    )
    reports_to_credit_registry = forms.BooleanField(
        label=gettext_lazy("reports to the credit registry"), required=False
    )
    late_fee_in_contract = forms.BooleanField(
        label=gettext_lazy("late fee is in the contract"), required=False
    )
    legal_action_approved = forms.BooleanField(
        label=gettext_lazy("legal action is intended and approved"), required=False
    )
    note = forms.CharField(
        label=gettext_lazy("Reason for the approver"),
        max_length=1000,
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
    )
    seen_edited_at = forms.CharField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any,
        *,
        version: LenderWording,
        texts: Mapping[str, Mapping[str, str]],
        products: Mapping[str, Mapping[str, str]],
        payment: Mapping[str, Any],
        at_work_on: str = "",
    ) -> None:
        """`at_work_on`: the host whoever writes works at."""
        super().__init__(data)
        self.at_work_on = at_work_on
        self.codes = product_codes(version)
        self.initial |= lender_facts.facts_of(version.lender) | version.facts
        self.initial["note"] = version.author_note
        self.initial["seen_edited_at"] = version.edited_at.isoformat()
        for name in FIELDS:
            for language in LANGUAGES:
                label = f"{LABELS[name]} · {Language(language).label}"
                said = texts.get(language, {}).get(name, "")
                self._add(f"text:{name}:{language}", label, said, LONGEST[name])
        for name, longest in PAYMENT.items():
            self._add(f"payment:{name}", LABELS[name], payment.get(name, ""), longest)
            self.fields[f"payment:{name}"].help_text = HINTS.get(name, "")
        for way in PLACES:
            for language in LANGUAGES:
                label = f"{LABELS[way]} · {Language(language).label}"
                said = payment.get(way, {}).get(language, "")
                self._add(f"payment:{way}:{language}", label, said, LONGEST_PLACE)
        for place, code in enumerate(self.codes):
            for language in LANGUAGES:
                label = f"{code} · {Language(language).label}"
                said = products.get(code, {}).get(language, "")
                self._add(f"product:{place}:{language}", label, said, LONGEST_PRODUCT)

    def _add(self, name: str, label: Any, said: str, longest: int) -> None:
        self.fields[name] = forms.CharField(
            label=label,
            max_length=longest,
            required=False,
            widget=UnfoldAdminTextInputWidget(attrs={"aria-label": label}),
        )
        self.initial[name] = said

    def rows(self) -> list[Row]:
        """Name, signature and ways to pay."""
        return [self._row(str(LABELS[name]), f"text:{name}") for name in FIELDS]

    def payment_fields(self) -> list[forms.BoundField]:
        """Link and account."""
        return [self[f"payment:{name}"] for name in PAYMENT]

    def place_rows(self) -> list[Row]:
        """App and branch."""
        return [self._row(str(LABELS[way]), f"payment:{way}") for way in PLACES]

    def product_rows(self) -> list[Row]:
        """Every product a file or a person has named."""
        return [self._row(code, f"product:{place}") for place, code in enumerate(self.codes)]

    def _row(self, label: str, prefix: str) -> Row:
        return Row(label, tuple(self[f"{prefix}:{language}"] for language in LANGUAGES))

    def clean_check_host(self) -> str:
        """A lender's short address has no staff pages: nobody takes them away from themselves."""
        host = str(self.cleaned_data["check_host"]).strip().lower()
        if host and host == self.at_work_on:
            raise forms.ValidationError(
                _("Staff work at this address; customers need one of their own.")
            )
        return host

    def fact_fields(self) -> list[forms.BoundField]:
        """Hotline, hosts, and what is true of the lender."""
        return [self[name] for name in lender_facts.FACTS]

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in lender_facts.FACTS}

    def texts(self) -> dict[str, dict[str, str]]:
        """What was typed, by language."""
        return {
            language: {name: self.cleaned_data[f"text:{name}:{language}"] for name in FIELDS}
            for language in LANGUAGES
        }

    def payment(self) -> dict[str, Any]:
        """What was typed of ways to pay, as messaging.content.payment reads it."""
        typed: dict[str, Any] = {
            name: self.cleaned_data[f"payment:{name}"] for name in ("link", *ACCOUNT)
        }
        return typed | {
            way: {each: self.cleaned_data[f"payment:{way}:{each}"] for each in LANGUAGES}
            for way in PLACES
        }

    def products(self) -> dict[str, dict[str, str]]:
        """What was typed, by product."""
        return {
            code: {each: self.cleaned_data[f"product:{place}:{each}"] for each in LANGUAGES}
            for place, code in enumerate(self.codes)
        }

    def problems(self) -> Iterator[str]:
        """What is wrong, field by field."""
        for name, errors in self.errors.items():
            label = self.fields[name].label if name in self.fields else _("Form")
            yield f"{label}: {' '.join(map(str, errors))}"
