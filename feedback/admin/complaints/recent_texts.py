"""The texts a customer lately got, to choose from: people know when one came and what it was about,
not its number."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.formats import date_format
from django.utils.timezone import localtime

from accounts.models import Customer

MOST = 50


def recent_texts(customer: Customer, *, but: Collection[int] = ()) -> list[tuple[str, str]]:
    """Newest first, as (id, when · what · state · number); without those of `but`. One query."""
    found = customer.messages.exclude(pk__in=but).select_related("template_version__template")
    choices = []
    for each in found.defer("body").order_by("-pk")[:MOST]:
        when = date_format(localtime(each.handed_over_at or each.created_at), "DATETIME_FORMAT")
        version = each.template_version
        what = version.template.title if version else each.get_content_class_display()
        said = (when, what, each.get_state_display(), f"#{each.pk}")
        choices.append((str(each.pk), " · ".join(map(str, said))))
    return choices
