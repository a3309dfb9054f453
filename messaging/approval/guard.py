"""The database guards four eyes; here its refusals become sentences a person understands."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import Error, transaction
from django.utils.translation import gettext_lazy as _

from messaging.approval.errors import ApprovalRefused

# What a trigger or constraint says (messaging.models.approvable) → what the person reads.
_SENTENCES = {
    "cannot review it": _("Whoever wrote or edited it does not review it."),
    "valid training reviews": _("Only a person with valid training reviews a text."),
    "unconfirmed:": _("Each sentence of unknown purpose is confirmed by itself before approval."),
    "four eyes:": _("Whoever wrote, edited or submitted it cannot approve it."),
    "training:": _("Only a person with valid training can approve."),
    "Invalid transition": _("Its state has changed in the meantime; look at it again."),
    "cannot be edited": _("What was decided cannot be edited; make a new version."),
    "change only while it is a draft": _("Only a draft can be edited."),
    "leads to a reminder": _("A strategy leads to reminders only, not to answers or notices."),
    "stays a reminder": _("A strategy leads to this template, so it stays a reminder by SMS."),
    "one_open_version_per_template": _(
        "A draft or a request of this template is open already in this language."
    ),
    "one_open_wording_per_lender": _(
        "A draft or a request of this lender's wording is open already."
    ),
    "one_open_wording_list": _("A draft or a request of the wording list is open already."),
    "one_open_calendar_per_year": _("A draft or a request of this calendar is open already."),
    "_are_unique": _("Somebody else made that version just now; look again."),
}


@contextmanager
def guarded() -> Iterator[None]:
    """One transaction, whose refusal by the database is raised as ApprovalRefused."""
    try:
        with transaction.atomic():
            yield
    except Error as error:
        for words, sentence in _SENTENCES.items():
            if words in str(error):
                raise ApprovalRefused(str(sentence)) from error
        raise
