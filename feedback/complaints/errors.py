"""Why a step on a complaint did not happen, as a sentence for the person who tried it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import Error, transaction
from django.utils.translation import gettext_lazy as _

from accounts.errors import Refused

# What a trigger or constraint says → what the person reads.
_SENTENCES = {
    "a_severe_complaint_needs_a_second_person": _(
        "A severe complaint is closed by a second person, not by who logged it or worked on it."
    ),
    "stays severe": _("What was severe stays severe; a second person closes it."),
    "one_extension_per_complaint": _("An extension has been asked for or approved already."),
    "an_extension_needs_a_second_person": _("Somebody else must approve the extension."),
    "is decided once": _("Somebody has decided about it in the meantime."),
    "done by somebody who did not work": _(
        "A review is done by somebody who neither worked on the complaint nor closed it."
    ),
    "Invalid transition": _("Its state has changed in the meantime; look at it again."),
    "a_message_once_per_complaint": _("That message is linked already."),
    "evidence_once_per_complaint": _("The same file is there already."),
}


@contextmanager
def guarded() -> Iterator[None]:
    """One transaction, whose refusal by the database is raised as Refused."""
    try:
        with transaction.atomic():
            yield
    except Error as error:
        for words, sentence in _SENTENCES.items():
            if words in str(error):
                raise Refused(str(sentence)) from error
        raise
