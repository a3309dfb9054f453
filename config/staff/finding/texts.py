"""Templates by a part of their code or title."""

from typing import Any

from django.db.models import Q
from django.urls import reverse

from config.staff.finding.found import MOST, Found
from messaging.models import Template


def texts(user: Any, typed: str) -> list[Found]:
    if not user.has_perm("messaging.view_template"):
        return []
    rows = Template.objects.filter(Q(code__icontains=typed) | Q(title__icontains=typed))
    return [
        Found(
            template.title,
            template.code,
            "edit_note",
            reverse("admin:messaging_template_change", args=[template.pk]),
        )
        for template in rows.order_by("title", "pk")[:MOST]
    ]
