"""A letter as a person reads it: each field by its label, not by its name in code."""

import re

from django import template
from django.utils.html import format_html, format_html_join

from feedback.letters.fields import FIELDS

register = template.Library()
_FIELD = re.compile(r"\{\{\s*(\w+)\s*\}\}")


@register.filter
def letter_fields(body: str) -> str:
    """`{{ due_on }}` as a marked “last day for the answer”; what is no field stays as typed."""
    parts, end = [], 0
    for found in _FIELD.finditer(body):
        if field := FIELDS.get(found[1]):
            parts.append((body[end : found.start()],))
            label = format_html('<span class="hc-placeholder">{}</span>', field.label)
            parts.append((label,))
            end = found.end()
    return format_html_join("", "{}", [*parts, (body[end:],)])
