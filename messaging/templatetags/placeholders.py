"""A text as a person reads it: each placeholder by its label, not by its name in code."""

from django import template
from django.utils.html import format_html, format_html_join

from messaging.content.placeholders import registered
from messaging.content.text.braces import tokens
from messaging.labels import placeholder

register = template.Library()


@register.filter
def labelled(body: str) -> str:
    """`{{ amount_due }}` as a marked “amount due”; what is not registered stays as it is typed."""
    known, parts, end = registered(), [], 0
    for token in tokens(body):
        if token.name in known:
            parts.append((body[end : token.start],))
            said = placeholder(known[token.name])
            parts.append((format_html('<span class="hc-placeholder">{}</span>', said),))
            end = token.end
    return format_html_join("", "{}", [*parts, (body[end:],)])
