"""An amount as people write it: `2,971.00`, `500元`, `一千`."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from feedback.pages import lenient


class AmountField(forms.CharField):
    """A Decimal above zero, two decimals at most; None where it may be empty and is."""

    def __init__(self, **kwargs: Any) -> None:
        widget = kwargs.pop(
            "widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        )
        super().__init__(max_length=40, widget=widget, **kwargs)

    def clean(self, value: Any) -> Decimal | None:
        typed = super().clean(value)
        if not typed:
            return None
        amount = lenient.read_amount(typed)
        if amount is None:
            raise forms.ValidationError(_("Write an amount, such as 500 or 1,234.56."))
        return amount
