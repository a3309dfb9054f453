"""Placeholders as a person reads them, and what a change of them means for sending."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from messaging.content.placeholder_change import placeholder_change
from messaging.content.placeholders import registered
from messaging.content.text.braces import tokens
from messaging.labels import placeholder
from messaging.models import TemplateVersion


def labels(names: Iterable[str]) -> list[str]:
    """Of those that are registered."""
    known = registered()
    return [placeholder(known[name]) for name in names if name in known]


def readable(body: str) -> str:
    """The body with what its placeholders are called: 〔customer name〕 for {{ customer_name }}."""
    known, parts, position = registered(), [], 0
    for token in tokens(body):
        if token.name in known:
            parts += [body[position : token.start], f"〔{placeholder(known[token.name])}〕"]
            position = token.end
    return "".join([*parts, body[position:]])


def what_changes(standing: TemplateVersion | None, body: str) -> list[str]:
    """What `body` means for sending, beside the version in force: one sentence a placeholder."""
    if standing is None or standing.body == body:
        return []
    change = placeholder_change(standing.body, body)
    needed = _("New: “%(name)s”. Customers without this value get no text.")
    optional = _("New here: “%(name)s”. Where it is unknown, nothing stands in its place.")
    gone = _("No longer used: “%(name)s”. A missing value no longer stops the text.")
    return [
        *(
            (optional if entry.optional else needed) % {"name": placeholder(entry)}
            for entry in change.added
        ),
        *(gone % {"name": placeholder(entry)} for entry in change.removed),
    ]
