"""The page each version is read on, and how its state is drawn."""

from django.http import Http404
from django.urls import reverse

from messaging.approval import kinds
from messaging.approval.kinds import Kind, kind_of
from messaging.models.approvable import Approvable

# How a state is drawn (static/staff).
STATE_LOOKS = {"submitted": "hc-warn", "rejected": "hc-bad", "approved": "hc-good"}


def kind_or_404(code: str) -> Kind:
    """The kind of this code; 404 for any other word."""
    kind = kinds.kind_called(code)
    if kind is None:
        raise Http404
    return kind


def page_of(version: Approvable) -> str:
    """Where this version is read and decided about."""
    return reverse(kind_of(version).page, args=[version.pk])
