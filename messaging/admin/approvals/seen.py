"""Which state of a draft its editor had before them: a hidden field of every editor."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.input import params
from messaging.approval.errors import ApprovalRefused


def seen_moment(text: str | None) -> datetime:
    """When the draft on the page had last been edited. Raises ApprovalRefused for no moment."""
    seen = params.moment(text)
    if seen is None:
        raise ApprovalRefused(_("This form is stale; open the page again."))
    return seen
