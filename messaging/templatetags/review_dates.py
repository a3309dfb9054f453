"""When the review of a text in force is due, and that it is overdue."""

from typing import Any

from django import template

from config import clock
from messaging.authoring import reviews
from messaging.models import TemplateVersion

register = template.Library()


@register.inclusion_tag("messaging/review_note.html")
def review_note(version: TemplateVersion) -> dict[str, Any]:
    """Nothing for a version that is not approved or has no date."""
    approved = version.state == "approved"
    return {"review": reviews.review_of(version, clock.now()) if approved else None}
