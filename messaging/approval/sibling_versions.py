"""Versions of one thing: which belong together, and which one a newer has replaced."""

from typing import Any

from django.db.models import Q, QuerySet

from messaging.models import Gateway, LexiconVersion, PolicyVersion, Strategy, TemplateVersion
from messaging.models.approvable import Approvable, ApprovalState


def former_versions(version: Approvable) -> QuerySet[Approvable]:
    """Approved versions of the same thing that began before this one."""
    begun = Q(effective_from__lt=version.effective_from) | Q(
        effective_from=version.effective_from, pk__lt=version.pk
    )
    return siblings(version).filter(begun, state=ApprovalState.APPROVED)


def siblings(version: Approvable) -> QuerySet[Approvable]:
    """The other versions of the same thing; a gateway has none."""
    others = type(version)._default_manager.exclude(pk=version.pk)
    same: dict[str, Any]
    if isinstance(version, TemplateVersion):
        same = {"template_id": version.template_id, "language": version.language}
    elif isinstance(version, Strategy | PolicyVersion):
        same = {"lender_id": version.lender_id}
    elif isinstance(version, LexiconVersion):
        return others
    elif isinstance(version, Gateway):
        return others.none()
    else:
        return version.other_versions()
    return others.filter(**same)
