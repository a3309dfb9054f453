"""The form of a lender's wording: a row per part or product, a column per language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from accounts.models.choices import Language
from messaging.authoring.lender_wordings import product_codes
from messaging.content.lender_wording import FIELDS, LANGUAGES
from messaging.models import LenderWording

LONGEST = {"name": 60, "signature": 12, "ways_to_pay": 80}
LONGEST_PRODUCT = 40
LABELS = {
    "name": gettext_lazy("Name"),
    "signature": gettext_lazy("Signature"),
    "ways_to_pay": gettext_lazy("Ways to pay"),
}


@dataclass(frozen=True)
class Row:
    """`cells`: the field of each language, in the order of LANGUAGES."""

    label: str
    cells: tuple[forms.BoundField, ...]


class WordingForm(forms.Form):
    """All of a draft. What stands in it comes from `texts` and `products`, or from what was
    typed."""

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
    ) -> None:
        super().__init__(data)
        self.codes = product_codes(version)
        self.initial["note"] = version.author_note
        self.initial["seen_edited_at"] = version.edited_at.isoformat()
        for name in FIELDS:
            for language in LANGUAGES:
                label = f"{LABELS[name]} · {Language(language).label}"
                said = texts.get(language, {}).get(name, "")
                self._add(f"text:{name}:{language}", label, said, LONGEST[name])
        for place, code in enumerate(self.codes):
            for language in LANGUAGES:
                label = f"{code} · {Language(language).label}"
                said = products.get(code, {}).get(language, "")
                self._add(f"product:{place}:{language}", label, said, LONGEST_PRODUCT)

    def _add(self, name: str, label: str, said: str, longest: int) -> None:
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

    def product_rows(self) -> list[Row]:
        """Every product a file or a person has named."""
        return [self._row(code, f"product:{place}") for place, code in enumerate(self.codes)]

    def _row(self, label: str, prefix: str) -> Row:
        return Row(label, tuple(self[f"{prefix}:{language}"] for language in LANGUAGES))

    def texts(self) -> dict[str, dict[str, str]]:
        """What was typed, by language."""
        return {
            language: {name: self.cleaned_data[f"text:{name}:{language}"] for name in FIELDS}
            for language in LANGUAGES
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
