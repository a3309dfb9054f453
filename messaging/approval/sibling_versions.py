"""Versions of one thing: which a newer one has replaced."""

from django.db.models import Q, QuerySet

from messaging.approval.kinds import kind_of
from messaging.models.approvable import Approvable, ApprovalState


def former_versions(version: Approvable) -> QuerySet[Approvable]:
    """Approved versions of the same thing that began before this one, the last first."""
    begun = Q(effective_from__lt=version.effective_from) | Q(
        effective_from=version.effective_from, pk__lt=version.pk
    )
    found = kind_of(version).siblings(version).filter(begun, state=ApprovalState.APPROVED)
    return found.order_by("-effective_from", "-pk")
