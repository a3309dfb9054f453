"""What the list may be filtered by and sorted, as its form shows it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Lender, User
from feedback.admin.inbox.forms import colleagues
from feedback.inbox import filters, intent_labels
from feedback.inbox.about import HAPPENED
from messaging.replies.intents import Intent

Option = tuple[str, Any, bool]
"""What stands in the address, what is shown, whether it is chosen."""

NEVER_OPEN = frozenset({Intent.OPT_OUT, Intent.RATING, Intent.NO_EDUCATION})
"""What the machine has dealt with when it comes in."""


def of(wanted: filters.Filters, *, by: User) -> list[tuple[str, str, list[Option]]]:
    """Name, label and options of each choice. Two queries."""
    intents = {code: said for code, said in intent_labels.INTENTS.items() if code not in NEVER_OPEN}
    lenders = {str(pk): name for pk, name in Lender.objects.values_list("pk", "name")}
    people = {str(each.pk): str(each) for each in colleagues(None) if each.pk != by.pk}
    found = [
        (
            "intent",
            _("What it is about"),
            {
                "": _("Everything"),
                filters.ASKS: _("Waits for an answer"),
                **intents,
                **{str(kind): kind.label for kind in HAPPENED},
                filters.CHATTER: _("Small talk"),
            },
            wanted.intent,
        ),
        (
            "topic",
            _("What is asked"),
            {
                "": _("Everything"),
                **{str(code): said for code, said in intent_labels.TOPICS.items()},
            },
            wanted.topic,
        ),
        ("age", _("Age"), {"": _("Any"), **filters.AGES}, wanted.age),
        (
            "owner",
            _("Who has it"),
            {"": _("Anybody"), filters.ME: _("Me"), filters.NOBODY: _("Nobody"), **people},
            wanted.owner,
        ),
        ("sort", _("Order"), filters.SORTS, wanted.sort),
    ]
    if len(lenders) > 1:
        found.insert(1, ("lender", _("Lender"), {"": _("All"), **lenders}, wanted.lender))
    return [
        (name, label, [(code, said, code == chosen) for code, said in options.items()])
        for name, label, options, chosen in found
    ]
