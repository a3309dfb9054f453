"""What of feedback the audit trail says in words: how pressing a conversation is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from accounts.admin.trail.wording import TOLD, Told
from feedback.models.conversation import ORDINARY, PRESSING, URGENT

URGENCY = {
    URGENT: gettext_lazy("before everything else"),
    PRESSING: gettext_lazy("pressing"),
    ORDINARY: gettext_lazy("ordinary"),
}


def urgency(before: Any, after: Any) -> Sequence[Told]:
    return [Told(_("urgency"), *(str(URGENCY.get(each, "—")) for each in (before, after)))]


TOLD["feedback_conversation", "urgency"] = urgency
