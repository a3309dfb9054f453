"""What is wrong with one field of a request, in the reader's language. Never the value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

_SAID: Mapping[str, Promise] = {
    "missing": gettext_lazy("It is missing."),
    "extra_forbidden": gettext_lazy("No field of this name is known here."),
    "string_type": gettext_lazy("It is text, in quotes."),
    "string_too_short": gettext_lazy("It must have at least %(min_length)s characters."),
    "string_too_long": gettext_lazy("It must have at most %(max_length)s characters."),
    "string_pattern_mismatch": gettext_lazy("It must have the form %(pattern)s."),
    "literal_error": gettext_lazy("It must be one of %(expected)s."),
    "int_type": gettext_lazy("It is a whole number."),
    "int_parsing": gettext_lazy("It is a whole number."),
    "int_from_float": gettext_lazy("It is a whole number."),
    "int_parsing_size": gettext_lazy("The number is too large."),
    "bool_type": gettext_lazy("It is true or false."),
    "bool_parsing": gettext_lazy("It is true or false."),
    "list_type": gettext_lazy("It is a list."),
    "too_long": gettext_lazy("It has at most %(max_length)s items."),
    "greater_than_equal": gettext_lazy("It must be at least %(ge)s."),
    "less_than_equal": gettext_lazy("It must be at most %(le)s."),
    "timezone_aware": gettext_lazy("A moment is written with its offset from UTC."),
    "model_attributes_type": gettext_lazy("It is an object."),
    "model_type": gettext_lazy("It is an object."),
}
"""By what pydantic calls the error; its figures stand in `ctx` under these names."""


def said(error: Mapping[str, Any]) -> str:
    """A sentence about one error as pydantic gives it: `type`, `msg`, `ctx`."""
    figures = error.get("ctx") or {}
    sentence = _SAID.get(error["type"])
    if sentence is not None:
        return str(sentence) % figures
    own = figures.get("error")
    if error["type"] == "value_error" and own is not None:
        return str(own)
    return _("It does not have the form that is documented.")
